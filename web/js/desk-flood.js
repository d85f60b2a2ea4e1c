// Many posts at once: those that say the same stand as one row that can be opened and marked, and how many come is told in
// words. Every post is a record of its own and every decision a move of its own; nothing is paused by itself.
import { refresh } from "./desk-queue.js"
import { mark } from "./desk-select.js"

const HIGH = 10, VERY_HIGH = 30 // posts a minute
const MINUTE = 60_000
const AGAIN = 5_000

const live = document.querySelector("live-list")
const list = document.querySelector(".posts")
const pressure = document.getElementById("pressure")
const opened = new Set() // The groups that somebody has opened, by their first number.
let soon = null
let warned = false

live.addEventListener("placed", ({ detail: item }) => { if (item.matches(".post")) later() })
new MutationObserver(later).observe(list, { attributeFilter: ["data-tab"], childList: true })
list.addEventListener("click", event => {
  const { group, all } = event.target.closest(".post-same > button")?.dataset ?? {}
  if (!group) return
  if (all) mark(rowsOf(group).map(row => row.dataset.at))
  else opened.has(group) ? opened.delete(group) : opened.add(group)
  look()
})
setInterval(weigh, AGAIN)
look()

function later() {
  soon ??= requestAnimationFrame(() => { soon = null; look() })
}

function look() {
  const groups = Map.groupBy(shownRows(), groupOf)
  for (const [group, rows] of groups) fold(group, rows)
  refresh()
  weigh()
}

// The first of those in this part of the queue stands for all of them.
function fold(group, [first, ...others]) {
  const closed = others.length > 0 && !opened.has(group)
  delete first.dataset.folded
  for (const row of others) {
    row.toggleAttribute("data-folded", closed)
    row.querySelector(".post-same")?.remove()
  }
  const said = first.querySelector(".post-same")
  if (!others.length) return said?.remove()
  const place = said ?? first.appendChild(element("p", "post-same"))
  const words = list.dataset.foldedWords.replace("#", others.length + 1)
  const all = list.dataset.markAll.replace("#", others.length + 1)
  if (!said) place.append(button(group), button(group, true))
  const [unfold, pick] = place.children
  if (unfold.textContent !== words) unfold.textContent = words
  if (pick.textContent !== all) pick.textContent = all
  unfold.setAttribute("aria-expanded", !closed)
}

function shownRows() {
  const states = document.querySelector(`.tabs > [data-tab="${list.dataset.tab}"]`).dataset.states.split(" ")
  return [...list.children].filter(({ dataset }) => states.includes(dataset.state))
}

function rowsOf(group) { return shownRows().filter(row => groupOf(row) === group) }
function groupOf({ dataset }) { return dataset.same ?? dataset.at }

function button(group, all = false) {
  const made = element("button", "button button--small")
  Object.assign(made, { type: "button" })
  made.dataset.group = group
  if (all) made.dataset.all = "all"
  return made
}

function element(name, kind) {
  return Object.assign(document.createElement(name), { className: kind })
}

// Posts of the last minute, by the times that stand on the rows: the newest stand last.
function weigh() {
  const since = Date.now() - MINUTE
  let count = 0
  for (let row = list.lastElementChild; row && received(row) > since; row = row.previousElementSibling) count++
  const level = count >= VERY_HIGH ? "very" : count >= HIGH ? "high" : count ? "some" : "calm"
  const words = pressure.dataset[level].replace("#", count)
  if (pressure.textContent !== words) pressure.textContent = words
  pressure.dataset.level = level
  if (level === "very" && !warned) document.getElementById("said").textContent = words
  warned = level === "very"
}

function received(row) {
  return Date.parse(row.querySelector(".post-wait")?.dateTime)
}
