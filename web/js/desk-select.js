// Which questions are marked in the queue, each as it was seen when it was marked. Decides nothing about them.
import { offerParties } from "./desk-case.js"

const MOST_TOLD = 9

const list = document.querySelector(".posts")
const panes = document.querySelector(".panes")
const bar = document.getElementById("bulk")
const marked = new Map() // Number to the version seen: a row that changes meanwhile keeps its mark, and its move will be told so.
let last = null // Where a range begins.

export const any = () => marked.size > 0

/** The marked ones in order, as [number, version seen]. */
export const all = () => [...marked].sort(([one], [other]) => one - other)

export function toggle(number) {
  const box = boxOf(number)
  if (box) put(box, !box.checked)
  show()
}

/** Mark all of these. */
export function mark(numbers) {
  for (const number of numbers) put(boxOf(number), true)
  show()
}

/** These are marked no more. */
export function drop(numbers) {
  for (const number of numbers) {
    marked.delete(number)
    const box = boxOf(number)
    if (box) box.checked = false
  }
  show()
}

export const clear = () => drop([...marked.keys()])

/** A row came anew: it is marked still. */
export function placed(row) {
  if (!marked.has(row.dataset.at)) return
  row.querySelector(".post-pick > input").checked = true
  show()
}

function boxOf(number) {
  return document.getElementById(`q-${number}`)?.querySelector(".post-pick > input")
}

function put(box, wanted) {
  const number = box.closest(".post").dataset.at
  box.checked = wanted
  if (!wanted) marked.delete(number)
  else if (!marked.has(number)) marked.set(number, box.value)
  last = number
}

// Everything shown from the one that was pressed last to this one becomes as this one.
function range(from, box) {
  const rows = [...list.children].filter(row => row.checkVisibility())
  const ends = [from, box.closest(".post").dataset.at].map(number => rows.findIndex(row => row.dataset.at === number))
  if (ends.includes(-1)) return put(box, box.checked)
  const wanted = box.checked
  for (const row of rows.slice(Math.min(...ends), Math.max(...ends) + 1)) put(row.querySelector(".post-pick > input"), wanted)
  last = box.closest(".post").dataset.at
}

function show() {
  const numbers = all().map(([number]) => number)
  panes.classList.toggle("panes--marked", any())
  const count = bar.querySelector(".bulk-count > b")
  count.textContent = (numbers.length === 1 ? count.dataset.one : count.dataset.many).replace("#", numbers.length)
  count.nextElementSibling.textContent = numbers.slice(0, MOST_TOLD).join(", ") + (numbers.length > MOST_TOLD ? " …" : "")
  const resting = numbers.every(number => document.getElementById(`q-${number}`).dataset.state === "held")
  bar.querySelector("[value=release]").closest("li").hidden = !resting
  bar.querySelector("[value=hold]").closest("li").hidden = resting
  if (!any()) for (const open of bar.querySelectorAll("details[open]")) open.open = false
  offerParties()
}

list.addEventListener("click", event => {
  const box = event.target.closest(".post-pick > input")
  if (!box) return
  if (event.shiftKey && last) range(last, box)
  else put(box, box.checked)
  show()
})

// On a row the space bar does what it does on a tick.
list.addEventListener("keydown", event => {
  if (event.key !== " " || !event.target.matches(".post > a") || event.ctrlKey || event.metaKey || event.altKey) return
  event.preventDefault()
  toggle(event.target.closest(".post").dataset.at)
})

// Going back in the browser may bring ticks along that nobody sees.
for (const box of list.querySelectorAll(".post-pick > input:checked")) put(box, true)
show()
