// One key for each move, while nobody is writing; all of it can be switched off (WCAG 2.1.4). Knows the keys by what stands on the
// buttons, and which keys they are by the map.
import * as bulk from "./desk-bulk.js"
import { number, open, settled } from "./desk-case.js"
import * as map from "./desk-map.js"
import { beside } from "./desk-queue.js"
import * as search from "./desk-search.js"
import * as select from "./desk-select.js"
import { close, waiting } from "./desk-why.js"

const KEPT = "desk-keys"
const WRITING = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]"
const TWICE = 700
const control = document.querySelector("[data-keys-switch]")

let before = { key: null, at: 0 }

document.addEventListener("keydown", event => {
  if (map.isOpen()) return
  if (event.key === "Escape") return shut()
  if (!areOn() || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.target.closest(WRITING)) return
  const pressed = event.key.toLowerCase()
  if (pressed === "enter" && event.target.closest("button, a, summary")) return
  const key = sheet() ? pressed : map.standardOf(pressed)
  if (key === null) return
  if (!sheet() && goes(event, key)) return
  const found = !event.repeat && settled() && !isTwice(pressed) && meant(key)
  if (!found) return
  event.preventDefault()
  before = { key: pressed, at: Date.now() }
  found.matches(WRITING) ? found.focus() : found.click()
})

// Whoever goes on by the tabulator leaves the sheet behind: it would hide what has the keyboard.
document.addEventListener("keyup", ({ key }) => {
  const left = openSheet()
  if (key === "Tab" && left && !left.contains(document.activeElement)) left.open = false
})

control.addEventListener("click", () => {
  keep(areOn() ? "off" : "on")
  say()
})

// The keys that decide nothing may be pressed again and again.
function goes(event, key) {
  const step = { j: 1, k: -1 }[key]
  if (step) move(event, step)
  else if (key === "/") document.getElementById("search").select()
  else if (key === "?") map.open()
  else if (key === "m" && !event.repeat && number()) select.toggle(number())
  else return false
  if (!step) event.preventDefault()
  return true
}

async function move(event, step) {
  const next = beside(number(), step)
  if (!next || next === number()) return
  event.preventDefault()
  waiting()?.(null, { stay: true })
  bulk.close()
  await open(next)
}

// Pressed twice in haste, a key would decide about the next question, which nobody has read.
function isTwice(key) {
  return key === before.key && Date.now() - before.at < TWICE
}

// An open sheet has the keys to itself: its letters are its own.
function meant(key) {
  const ids = select.any() ? ["bulk"] : ["bulk-told", "acts", "sitting", "hand"]
  const places = sheet() ? [sheet()] : ids.map(id => document.getElementById(id))
  const selector = `[data-key="${CSS.escape(key)}"]:not(:disabled)`
  return places.flatMap(place => [...place.querySelectorAll(selector)]).find(button => button.checkVisibility())
}

function sheet() {
  return document.querySelector(".why:not([hidden])") ?? document.querySelector("details[open] > .act-sheet")
}

function shut() {
  const asked = document.querySelector(".why:not([hidden])")
  close()
  if (asked) return
  const open = openSheet()
  if (!open) return search.clear() || (select.any() ? select.clear() : bulk.close())
  const within = open.contains(document.activeElement)
  open.open = false
  if (within) open.querySelector("summary").focus()
}

function openSheet() {
  return document.querySelector("details[open]:has(> .act-sheet)")
}

function areOn() {
  return document.body.dataset.keys === "on"
}

function keep(value) {
  document.body.dataset.keys = value
  try { localStorage.setItem(KEPT, value) } catch { /* private browsing: it holds for this page */ }
}

function say() {
  control.setAttribute("aria-pressed", areOn())
}

try { document.body.dataset.keys = localStorage.getItem(KEPT) ?? "on" } catch { document.body.dataset.keys = "on" }
say()
