// The moderator's desk, put together: the queue, the case in hand, the moves and the keys. Without this file it is plain pages.
import "./live-list.js"
import "./desk-asides.js"
import "./desk-flood.js"
import * as bulk from "./desk-bulk.js"
import * as hand from "./desk-case.js"
import "./desk-here.js"
import "./desk-keys.js"
import * as map from "./desk-map.js"
import * as queue from "./desk-queue.js"
import * as search from "./desk-search.js"
import * as select from "./desk-select.js"
import * as sending from "./desk-sending.js"
import "./desk-strip.js"
import * as why from "./desk-why.js"

const live = document.querySelector("live-list")

live.addEventListener("placed", ({ detail: item }) => {
  if (item.id === "sitting") { queue.count(item); hand.offerParties(); map.label(item) }
  if (!item.matches(".post")) return
  search.placed(item)
  select.placed(item)
  queue.placed(item, hand.number())
  hand.changed(item, sending.underWay())
})

live.addEventListener("connection", ({ detail: state }) => { if (state === "open") bulk.lookAgain() })

document.addEventListener("click", event => {
  const link = event.target.closest(".post > a, a[data-case], [data-tab][href], [data-to-queue], [data-look-again]")
  if (!link || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
  event.preventDefault()
  if ("lookAgain" in link.dataset) hand.open(hand.number())
  else if ("toQueue" in link.dataset) leave()
  else if (link.dataset.tab) queue.show(link.dataset.tab)
  else go(link.dataset.case ?? link.parentElement.dataset.at)
})

// A choice of party still waiting for its reason is made without one: nobody is held up (M15).
async function go(number) {
  why.waiting()?.(null, { stay: true })
  bulk.close()
  await hand.open(number)
}

function leave() {
  hand.open(null)
  document.getElementById("queue").focus()
}

document.addEventListener("submit", event => {
  const form = event.target
  if (!form.matches("[data-move]") || event.defaultPrevented) return
  event.preventDefault()
  const chosen = event.submitter?.name === "party" ? event.submitter.value : null
  if (chosen && why.asks(chosen)) why.ask(chosen, (reason, how) => sending.send(form, event.submitter, { ...how, reason }))
  else sending.send(form, event.submitter, { stay: form.id === "undo-row" })
})

// A sheet that opens takes the keyboard: to its field, or to itself, where a letter chooses.
document.addEventListener("toggle", ({ target }) => {
  const sheet = target.open && target.querySelector(".act-sheet")
  if (sheet) (sheet.querySelector("[data-focus]") ?? sheet).focus({ preventScroll: true })
}, true)

addEventListener("popstate", () => hand.open(hand.inAddress(), { push: false }))

for (const needs of document.querySelectorAll("[data-needs-script]")) needs.hidden = false
queue.mark(hand.number())
hand.offerParties()
