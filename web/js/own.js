// "Dina frågor": what has become of the questions sent from this browser. Asks now and then while the page is seen; the
// public line is the same for everybody and tells nothing of them.
import { receipts } from "./receipts.js"

const AGAIN = 15_000

const place = document.querySelector("[data-own]")
const list = place.querySelector("[data-own-list]")
const template = place.querySelector("template")
let timer

ask()
addEventListener("receipt", ask)
document.addEventListener("visibilitychange", () => { if (!document.hidden) ask() })

async function ask() {
  clearTimeout(timer)
  if (document.hidden) return
  const kept = receipts(place.dataset.own)
  const fates = await Promise.all(kept.map(fate))
  const shown = fates.filter(Boolean)
  place.hidden = !shown.length
  list.replaceChildren(...shown.map(item))
  if (kept.length) timer = setTimeout(ask, AGAIN * (1 + Math.random()))
}

async function fate(receipt) {
  try {
    const reply = await fetch(`${receipt.path}.json`, { headers: { Accept: "application/json" } })
    if (reply.ok) Object.assign(receipt, await reply.json())
    return reply.status === 404 ? null : receipt
  } catch {
    return receipt
  }
}

function item({ number, code, path, body, steps }) {
  const element = template.content.cloneNode(true)
  element.querySelector("[data-own-number]").textContent = number
  element.querySelector("[data-own-body]").textContent = body ?? ""
  element.querySelector("[data-own-link]").href = path
  element.querySelector("[data-own-code]").textContent = code
  element.querySelector("[data-own-steps]").append(...(steps ?? []).map(step))
  return element
}

function step({ words, how }) {
  const element = Object.assign(document.createElement("li"), { className: how, textContent: words })
  if (how === "now") element.setAttribute("aria-current", "step")
  return element
}
