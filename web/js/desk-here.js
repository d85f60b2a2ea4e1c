// Who else is at the desk: on their rows, and above the case in hand. Says the same of whoever sits here. Locks nothing.
import { number } from "./desk-case.js"
import { sayHere } from "./here.js"

const live = document.querySelector("live-list")
const { me, desk } = live.dataset
const look = sayHere(`${desk}/here`, () => ({ doing: isDeciding() ? "deciding" : "reading", number: number() }))

function isDeciding() {
  const open = document.querySelector("#acts details[open] > .act-sheet, #why:not([hidden]), #tried")
  return open !== null || [...document.querySelectorAll("#acts textarea")].some(text => text.value !== text.defaultValue)
}

/** Everybody with a question in hand, whoever took it over first, then in the order in which they took it up. */
function claims(of) {
  return [...document.querySelectorAll("#here [data-number]")]
    .filter(({ dataset }) => dataset.number === of)
    .sort((a, b) => ("over" in b.dataset) - ("over" in a.dataset) || a.dataset.since.localeCompare(b.dataset.since))
}

function show(row) {
  for (const chip of row.querySelectorAll("[data-claimed]")) chip.remove()
  for (const { dataset } of claims(row.dataset.at)) {
    if (dataset.account === me) continue
    const chip = document.createElement("span")
    chip.className = "chip"
    chip.dataset.claimed = ""
    chip.textContent = dataset.chip
    row.querySelector(".post-marks").append(" ", chip)
  }
}

function showAll() {
  const claimed = [...document.querySelectorAll("#here [data-number]")].map(({ dataset }) => document.getElementById(`q-${dataset.number}`))
  const before = [...document.querySelectorAll(".post [data-claimed]")].map(chip => chip.closest(".post"))
  for (const row of new Set([...claimed, ...before])) if (row) show(row)
  showClaim()
}

function showClaim() {
  const place = document.getElementById("claim")
  if (!place) return
  const [first, ...rest] = claims(number())
  const own = first?.dataset.account === me
  const said = [first, ...rest].filter(each => each && each.dataset.account !== me)
  const words = said.map(each => each === first ? each.dataset.holds : each.dataset.beside).join(" ")
  const text = place.querySelector("[data-claim]")
  if (text.textContent.trim() !== words) text.textContent = words
  place.hidden = !said.length
  place.querySelector("form").hidden = own
}

live.addEventListener("placed", ({ detail: item }) => {
  if (item.id === "here") showAll()
  else if (item.matches(".post")) show(item)
})
document.addEventListener("in-hand", () => { look(); showClaim() })
document.addEventListener("submit", event => {
  if (!event.target.matches("[data-over]")) return
  event.preventDefault()
  look({ over: true })
})
showAll()
