// Says that somebody is here and what they have in hand, while they are: the desk's and the panel's script begin it. Knows no page.
const AGAIN = 20_000
const RESTED = 60_000
const HELD = 45_000 // Without a sign that long the server takes somebody for gone.
const HASTE = 1_000

/**
 * `address`: where it is said. `state()`: {doing, number} as it stands. Returns what to call when that may have changed; with
 * {over: true} it takes the question over.
 */
export function sayHere(address, state) {
  let said = "", told = 0, active = Date.now(), soon = null

  async function say(over) {
    const { doing, number } = state()
    const resting = Date.now() - active > RESTED
    const now = resting || !number ? { doing: "idle" } : { doing, number, ...(over ? { over: "1" } : {}) }
    said = JSON.stringify(now)
    told = Date.now()
    const headers = { Accept: "application/json" }
    try {
      await fetch(address, { method: "POST", headers, body: new URLSearchParams(now) })
    } catch { /* the line is cut: the next time says it */ }
  }

  function look({ over = false } = {}) {
    const { doing, number } = state()
    clearTimeout(soon)
    if (over) return say(true)
    if (said === JSON.stringify(number ? { doing, number } : { doing: "idle" })) return
    soon = setTimeout(say, Math.max(0, HASTE - (Date.now() - told)))
  }

  for (const kind of ["keydown", "pointerdown", "input"]) {
    addEventListener(kind, () => { active = Date.now(); look() }, true)
  }
  addEventListener("toggle", () => look(), true)
  document.addEventListener("connection", ({ detail }) => { if (detail === "open") say() }, true)
  setInterval(() => {
    const due = Date.now() - active < RESTED ? AGAIN : HELD
    if (Date.now() - told >= due) say()
  }, AGAIN / 2)
  say()
  return look
}
