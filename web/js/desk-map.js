// Which key stands for which: every key of the desk can be another letter or digit, kept in this browser (WCAG 2.1.4).
// The buttons carry the standard keys (data-key); the letters of an open sheet are the sheet's own and stay as they are.

const KEPT = "desk-key-map"
const SIGN = /^[\p{L}\p{N}]$/u

const dialog = document.getElementById("keys")
const fields = [...dialog.querySelectorAll("[data-standard]")]
const standards = fields.map(field => field.dataset.standard)
let chosen = read()

export const isOpen = () => dialog.open

export function open() {
  fill()
  dialog.showModal()
}

/** The standard key that a pressed one stands for; null where it stands for nothing any more. */
export function standardOf(pressed) {
  const standard = standards.find(each => (chosen[each] ?? each) === pressed)
  return standard ?? (standards.includes(pressed) ? null : pressed)
}

/** Put the keys that are in force on the buttons in `root`. */
export function label(root = document) {
  for (const button of root.querySelectorAll("[data-key]:not(.act-sheet *)")) {
    const key = chosen[button.dataset.key] ?? button.dataset.key
    const cap = button.querySelector("kbd")
    if (cap) cap.textContent = key.toUpperCase()
    if (button.hasAttribute("aria-keyshortcuts")) button.setAttribute("aria-keyshortcuts", key.toUpperCase())
  }
}

// Two moves on one key, or a key that is no letter, are told beside their fields, and nothing is changed until that is mended.
function take() {
  const wanted = fields.map(field => field.value.trim().toLowerCase())
  const faults = fields.map((field, i) => fault(wanted, i))
  fields.forEach((field, i) => tell(field, faults[i]))
  if (faults.some(Boolean)) return
  chosen = Object.fromEntries(standards.map((standard, i) => [standard, wanted[i]]).filter(([standard, key]) => standard !== key))
  try { localStorage.setItem(KEPT, JSON.stringify(chosen)) } catch { /* private browsing: it holds for this page */ }
  label()
}

function fault(wanted, place) {
  const key = wanted[place]
  if (key !== standards[place] && !SIGN.test(key)) return dialog.dataset.odd
  const other = wanted.findIndex((each, i) => each === key && i !== place)
  return other < 0 ? null : dialog.dataset.taken.replace("#", key.toUpperCase()).replace("@", fields[other].labels[0].textContent.trim())
}

function tell(field, fault) {
  const error = document.getElementById(`${field.id}-error`)
  error.hidden = !fault
  error.lastElementChild.textContent = fault ?? ""
  field.ariaInvalid = fault ? "true" : null
  fault ? field.setAttribute("aria-describedby", error.id) : field.removeAttribute("aria-describedby")
}

function fill() {
  for (const field of fields) {
    field.value = (chosen[field.dataset.standard] ?? field.dataset.standard).toUpperCase()
    tell(field, null)
  }
}

function read() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEPT)) ?? {}
    return Object.fromEntries(Object.entries(kept).filter(([standard, key]) => standards.includes(standard) && SIGN.test(key)))
  } catch {
    return {}
  }
}

dialog.addEventListener("input", ({ target }) => {
  target.select()
  take()
})
dialog.addEventListener("focusin", ({ target }) => target.select?.())
dialog.querySelector("[data-keys-standard]").addEventListener("click", () => {
  chosen = {}
  fill()
  take()
})
document.querySelector("[data-keys-open]").addEventListener("click", open)
label()
