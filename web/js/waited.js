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

/** The words for somebody who is waited for: `waiting` is "3 6", the minutes from which more is said. */
function urging(minutes, words) {
  const [soon, long] = words.waiting.split(" ").map(Number)
  const said = minutes >= long ? words.tooLong : minutes >= soon ? words.soon : words.waited
  return { ...words, waited: said, long: said }
}

function mark(time, minutes, waiting) {
  const [soon, long] = waiting.split(" ").map(Number)
  const age = minutes >= long ? "long" : minutes >= soon ? "soon" : "new"
  if (time.dataset.age !== age) time.dataset.age = age
}

function say(time, words) {
  const minutes = minutesSince(time)
  if (words.waiting) mark(time, minutes, words.waiting)
  const text = waited(minutes, "urge" in time.dataset ? urging(minutes, words) : words, LONG)
  if (time.textContent !== text) time.textContent = text
}
