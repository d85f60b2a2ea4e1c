// The queue at the desk: which part of it is shown, how long each post has waited, which is in hand. Makes no move.
import { minutesSince, waited } from "./waited.js"

const list = document.querySelector(".posts")
const tabs = [...document.querySelectorAll(".tabs > [data-tab]")]
const LONG = 20
const AGAIN = 20_000
const title = document.title
let marked = null
let soon = null // Many rows may come at once: the list is looked through once for all of them.

const LEFT = 60_000 // So long a row that another decided stays in place, if nobody goes on.
const { me } = document.querySelector("live-list").dataset

const staying = new Set()
const stood = new Map() // Each post's state when it was last seen: a row that leaves is not snatched away.

/** The numbers shown, in order. */
export function numbers() {
  return [...list.children].filter(isShown).map(row => row.dataset.at)
}

/** The number after this one, or before it; where there is none, the nearest that is left. */
export function beside(number, step = 1) {
  const others = numbers()
  if (!number) return step > 0 ? others[0] : others.at(-1)
  const after = others.filter(other => +other > +number), before = others.filter(other => +other < +number)
  return step > 0 ? after[0] ?? before.at(-1) : before.at(-1) ?? after[0]
}

/** The number to go on to once this one is decided: another that says the same and was folded behind it, else the one beside. */
export function after(number) {
  const group = document.getElementById(`q-${number}`)?.dataset.same ?? String(number)
  const heir = [...list.children].find(({ dataset }) => dataset.same === group && "folded" in dataset && holds(dataset.state))
  return heir?.dataset.at ?? beside(number)
}

/** Whether a post in this state belongs to the part that is shown. */
export function holds(state) {
  return tabs.find(tab => tab.dataset.tab === list.dataset.tab).dataset.states.split(" ").includes(state)
}

export function show(tab) {
  list.dataset.tab = tab
  for (const each of tabs) each.dataset.tab === tab ? each.setAttribute("aria-current", "true") : each.removeAttribute("aria-current")
  for (const row of list.querySelectorAll("[data-stay]")) leave(row)
  history.replaceState(null, "", `${location.pathname}?tab=${tab}`)
  look()
}

export function mark(number) {
  for (const link of list.querySelectorAll("[aria-current]")) link.removeAttribute("aria-current")
  const row = number && document.getElementById(`q-${number}`)
  const goesOn = number !== marked
  marked = number
  if (!row) return settle()
  const link = row.querySelector("a")
  link.setAttribute("aria-current", "true")
  link.scrollIntoView({ block: "nearest" })
  if (goesOn) settle()
}

/** A row came or changed. One that now belongs elsewhere stays where it was while somebody points at the list or reads it. */
export function placed(row, inHand) {
  const before = stood.get(row.id)
  const leaves = before && holds(before) && !holds(row.dataset.state)
  if (leaves && (isDecidedByAnother(row) || list.matches(":hover") || list.contains(document.activeElement) || row.dataset.at === inHand)) stay(row)
  else if (staying.has(row.id) && !holds(row.dataset.state)) row.dataset.stay = ""
  if (row.dataset.at === inHand) row.querySelector("a").setAttribute("aria-current", "true")
  stood.set(row.id, row.dataset.state)
  age(row)
  soon ??= requestAnimationFrame(() => { soon = null; look() })
}

/** The counts come with the sitting. */
export function count({ dataset }) {
  const counts = Object.fromEntries(dataset.counts.split(",").map(each => each.split(" ")))
  for (const tab of tabs) {
    const sum = tab.dataset.states.split(" ").reduce((sum, state) => sum + Number(counts[state] ?? 0), 0)
    tab.querySelector(".figure").textContent = sum
    if (tab.dataset.tab === "received") document.title = sum ? `(${sum}) ${title}` : title
  }
}

// What another moderator has decided stays where it was, until one goes on or some time has passed: it may be undone here.
function isDecidedByAnother(row) {
  const { by } = row.querySelector(".post-last")?.dataset ?? {}
  return by !== undefined && by !== me
}

function stay(row) {
  row.dataset.stay = ""
  staying.add(row.id)
  setTimeout(() => { if (row.isConnected) settle() }, LEFT)
}

function leave(row) {
  delete row.dataset.stay
  staying.delete(row.id)
}

function settle() {
  if (list.matches(":hover") || list.contains(document.activeElement)) return
  for (const row of list.querySelectorAll("[data-stay]")) if (!row.querySelector("[aria-current]")) leave(row)
  look()
}

/** What is shown has changed. */
export function refresh() {
  list.toggleAttribute("data-none", !numbers().length)
}

function look() {
  for (const row of list.children) stood.set(row.id, row.dataset.state)
  refresh()
}

function age(within) {
  for (const time of within.querySelectorAll("[data-received]")) {
    const minutes = minutesSince(time)
    time.classList.toggle("post-wait--long", minutes >= LONG)
    time.textContent = waited(minutes, list.dataset, LONG)
  }
}

function isShown({ dataset }) {
  return !("out" in dataset) && !("folded" in dataset) && ("stay" in dataset || holds(dataset.state))
}

list.addEventListener("pointerleave", settle)
list.addEventListener("focusout", () => setTimeout(settle))
setInterval(() => age(list), AGAIN)
count(document.getElementById("sitting"))
age(list)
look()
