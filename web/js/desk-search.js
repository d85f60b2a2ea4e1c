// Finds posts in the queue by number or words, over what is loaded. Asks no server.
import { refresh } from "./desk-queue.js"

const list = document.querySelector(".posts")
const field = document.getElementById("search")
const found = document.getElementById("found")
const texts = new WeakMap() // A row never changes: another one comes in its place.
const TELL_AFTER = 600
let words = []
let telling = null

/** A row came: it is shown if it is what is looked for. */
export function placed(row) {
  row.toggleAttribute("data-out", !fits(row))
}

export function clear() {
  if (!field.value) return false
  field.value = ""
  look()
  return true
}

function look() {
  words = field.value.toLowerCase().split(/\s+/).filter(Boolean)
  for (const row of list.children) placed(row)
  list.toggleAttribute("data-searched", words.length > 0)
  refresh()
  clearTimeout(telling)
  telling = setTimeout(tell, TELL_AFTER)
}

function tell() {
  const { length } = [...list.children].filter(row => row.checkVisibility())
  const text = length === 0 ? found.dataset.none : length === 1 ? found.dataset.one : found.dataset.many.replace("#", length)
  found.textContent = words.length ? text : ""
}

function fits(row) {
  if (!words.length) return true
  if (!texts.has(row)) texts.set(row, textOf(row))
  return words.every(word => texts.get(row).includes(word))
}

// How long it has waited changes, and is nothing to find it by.
function textOf(row) {
  const parts = row.querySelectorAll(".post-text, .post-marks > :not(time)")
  return [row.dataset.at, ...[...parts].map(part => part.textContent)].join(" ").toLowerCase()
}

// The question with that very number, else the first of those that are shown.
function first() {
  const rows = [...list.children].filter(row => row.checkVisibility())
  return rows.find(row => row.dataset.at === words[0]) ?? rows[0]
}

field.addEventListener("input", look)
field.addEventListener("keydown", event => {
  if (event.key === "Escape") {
    event.preventDefault()
    clear()
    document.getElementById("queue").focus({ preventScroll: true })
  } else if (event.key === "Enter") {
    event.preventDefault()
    first()?.querySelector("a").click()
  }
})
