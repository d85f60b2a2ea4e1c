// Asks by one key why another party than the proposed one was chosen (M15). After the choice, and never in its way.
import { proposed } from "./desk-case.js"

let choose = null
let before = null // What had the keyboard, to give it back.

/** Whether there is anything to ask: somebody else's turn it was. */
export const asks = party => proposed() !== null && proposed() !== party && sheet() !== null

/** The same of many at once: somebody's turn it is, whoever that will be for each of them. */
export const asksOfMany = () => document.querySelector(".place--turn") !== null

/** The choice that waits for its reason, to be made without one; undefined where none does. */
export function waiting() {
  const made = choose
  close()
  return made ?? undefined
}

/** `then(reason)` is called with a reason, or null for none; not at all where the choice is taken back. */
export function ask(party, then) {
  const title = sheet().querySelector("[data-why]")
  title.textContent = title.dataset.why.replace("#", party).replace("@", proposed())
  for (const open of document.querySelectorAll(".acts details[open]")) open.open = false
  before = document.activeElement
  sheet().hidden = false
  sheet().focus({ preventScroll: true })
  choose = then
}

export function close() {
  choose = null
  const within = sheet()?.contains(document.activeElement)
  if (sheet()) sheet().hidden = true
  if (within) (before?.isConnected ? before : document.getElementById("case")).focus({ preventScroll: true })
}

function sheet() {
  return document.getElementById(document.querySelector(".panes--marked") ? "bulk-why" : "why")
}

document.addEventListener("click", event => {
  const pressed = event.target.closest(".why [data-reason], .why [data-close]")
  if (!pressed) return
  const made = waiting()
  if ("reason" in pressed.dataset) made?.(pressed.dataset.reason || null)
})
