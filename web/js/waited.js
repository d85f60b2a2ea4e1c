// How long something has waited, told in the reader's words. The words stand on an element of the page; only the number is ours.

const LONG = 6 // Minutes after which waiting is called long.
const AGAIN = 15_000

/** Keeps every time in `root` that is marked data-received told as an age, as long as the page is open. */
export function keepWaits(root) {
  const tell = () => root.querySelectorAll("time[data-received]").forEach(time => say(time, root.dataset))
  setInterval(tell, AGAIN)
  tell()
  return tell
}

function say(time, words) {
  const minutes = Math.max(0, Math.floor((Date.now() - new Date(time.dateTime)) / 60_000))
  const [kind, count] = minutes < 1 ? ["just", 0] : minutes < LONG ? ["minutes", minutes] : minutes < 120 ? ["long", minutes]
    : minutes < 48 * 60 ? ["hours", Math.floor(minutes / 60)] : ["days", Math.floor(minutes / 1440)]
  const text = words[kind].replace("#", count)
  if (time.textContent !== text) time.textContent = text
}
