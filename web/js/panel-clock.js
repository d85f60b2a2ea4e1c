// What the clock says on the panel: how long is left, and which promised answer is late. The words stand on the elements.

const AGAIN = 15_000
const DAY = 86_400_000

/** Keeps them told as long as the page is open. Returns what to call when something new stands there. */
export function keepClock(root) {
  const tell = () => {
    root.querySelectorAll("[data-until]").forEach(sayLeft)
    root.querySelectorAll("[data-promised]").forEach(sayLate)
  }
  setInterval(tell, AGAIN)
  tell()
  return tell
}

function sayLeft(place) {
  const minutes = Math.floor((new Date(place.dataset.until) - Date.now()) / 60_000)
  const text = minutes < 1 ? place.dataset.soon : place.dataset.left.replace("#", told(minutes))
  put(place, text)
  place.hidden = minutes < -1
}

function told(minutes) {
  if (minutes < 120) return amount(minutes, "minute")
  return minutes < 2880 ? amount(Math.floor(minutes / 60), "hour") : amount(Math.floor(minutes / 1440), "day")
}

// The day itself is in time.
function sayLate(place) {
  const days = Math.floor((Date.now() - new Date(`${place.dataset.promised}T00:00`)) / DAY)
  if (days < 1) return
  put(place, place.dataset.late.replace("@", place.dataset.day).replace("#", amount(days, "day")))
}

function amount(count, unit) {
  return new Intl.NumberFormat(document.documentElement.lang, { style: "unit", unit, unitDisplay: "long" }).format(count)
}

function put(place, text) {
  if (place.textContent !== text) place.textContent = text
}
