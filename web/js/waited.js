// How long something has waited, told in the reader's words and their language's own units. The words stand on an element of the page.

const LONG = 6 // Minutes after which waiting is called long.
const AGAIN = 15_000

/** Keeps every time in `root` that is marked data-received told as an age, as long as the page is open. */
export function keepWaits(root) {
  const tell = () => root.querySelectorAll("time[data-received]").forEach(time => say(time, root.dataset))
  setInterval(tell, AGAIN)
  tell()
  return tell
}

/** Whole minutes since a time. */
export function minutesSince(time) {
  return Math.max(0, Math.floor((Date.now() - new Date(time.dateTime)) / 60_000))
}

/** An age as "väntat 6 minuter"; from `long` minutes on it is called long, until it is told in hours. */
export function waited(minutes, words, long) {
  if (minutes < 1) return words.just
  const [unit, size] = minutes < 120 ? ["minute", 1] : minutes < 2880 ? ["hour", 60] : ["day", 1440]
  const age = new Intl.NumberFormat(document.documentElement.lang, { style: "unit", unit, unitDisplay: "long" })
  const sentence = minutes >= long && unit === "minute" ? words.long : words.waited
  return sentence.replace("#", age.format(Math.floor(minutes / size)))
}

function say(time, words) {
  const text = waited(minutesSince(time), words, LONG)
  if (time.textContent !== text) time.textContent = text
}
