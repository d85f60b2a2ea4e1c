// The case in hand: opened without leaving the page, and never changed under the hands of whoever decides about it (M17).
import { label } from "./desk-map.js"
import { mark } from "./desk-queue.js"
import { fragment } from "./live-list.js"

const IDLE = 2_000
const SETTLES = 700

const panes = document.querySelector(".panes")
const base = document.querySelector("[data-to-queue]").pathname
let touched = 0
let renewed = 0
let fetching = null

export const number = () => hand().dataset.number ?? null

/** The party whose turn it is with this question. */
export const proposed = () => hand().dataset.proposed ?? null

/** Whether the case has stood still long enough for a key to be about what was seen. */
export const settled = () => Date.now() - renewed > SETTLES

export const inAddress = () => location.pathname.slice(base.length + 1) || null

/** Take a question in hand; null: none. */
export async function open(wanted, { push = true, focus = true } = {}) {
  fetching?.abort()
  const { signal } = fetching = new AbortController()
  const before = number()
  const address = wanted ? `${base}/${wanted}` : base
  mark(wanted) // At once: the case itself takes a moment.
  try {
    const reply = await fetch(`${address}?part=case`, { signal })
    if (!reply.ok || reply.redirected) return location.assign(address)
    show(wanted, await reply.text(), { push, focus })
  } catch (error) {
    if (error.name === "AbortError") return
    mark(before)
    trouble()
  }
}

/** A question in hand that has been fetched already; null: none. */
export function show(wanted, html, { push = true, focus = true } = {}) {
  fetching?.abort()
  const address = wanted ? `${base}/${wanted}` : base
  put(html)
  if (push && location.pathname !== address) history.pushState(null, "", address)
  if (focus && wanted) document.getElementById("case").focus({ preventScroll: true })
}

/** Put a case in its place. A refused move comes with its own, and takes the keyboard to what is wrong. */
export function put(html) {
  const fresh = fragment(`<div>${html}</div>`)
  for (const id of ["hand", "acts"]) document.getElementById(id).replaceWith(fresh.querySelector(`#${id}`))
  panes.classList.toggle("panes--case", number() !== null)
  for (const needs of panes.querySelectorAll("[data-needs-script]")) needs.hidden = false
  mark(number())
  offerParties()
  label(panes)
  document.dispatchEvent(new CustomEvent("in-hand"))
  const tried = document.getElementById("tried")
  if (tried) (document.querySelector("#acts [aria-invalid=true]") ?? tried).focus()
}

/** The row of the case in hand changed. Whoever is about to decide is told; nobody else is kept waiting. */
export function changed(row, underWay) {
  if (row.dataset.at !== number() || row.dataset.version === hand().dataset.version || underWay === number()) return
  if (isBusy()) document.getElementById("moved").hidden = false
  else renew()
}

/** The keys of the parties work where there is a question to hand out. */
export function offerParties() {
  const others = panes.classList.contains("panes--marked") // Then the marked ones have the keys, and buttons of their own.
  for (const place of document.querySelectorAll(".place")) place.disabled = others || !place.form || "none" in place.form.dataset
}

export function trouble(message) {
  const line = document.getElementById("trouble")
  line.textContent = message ?? line.dataset.lost
  line.hidden = false
}

export function noTrouble() {
  document.getElementById("trouble").hidden = true
}

async function renew() {
  const at = document.getElementById("case").scrollTop
  await open(number(), { push: false, focus: document.activeElement?.closest("#hand, #acts") != null })
  document.getElementById("case").scrollTop = at
  renewed = Date.now()
}

function isBusy() {
  const sheet = document.querySelector("#acts details[open], #acts .why:not([hidden]), #tried")
  return sheet !== null || Date.now() - touched < IDLE
}

function hand() {
  return document.getElementById("hand")
}

for (const kind of ["keydown", "pointerdown", "input"]) {
  panes.addEventListener(kind, () => { touched = Date.now() }, true)
}
