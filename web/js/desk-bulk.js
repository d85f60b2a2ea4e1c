// Sends one decision about all marked questions, a few at a time, and says what came of each. Nothing is done twice: each has its
// own ticket, the same for the same wish however often it is sent, and whatever is not known to be done stays marked.
import { noTrouble, trouble } from "./desk-case.js"
import * as select from "./desk-select.js"
import * as why from "./desk-why.js"
import { fragment } from "./live-list.js"

const AT_ONCE = 8
const ONCE_MORE = 1_000
const UNDO = "undo"

const bar = document.getElementById("bulk")
const told = document.getElementById("bulk-told")
const said = document.getElementById("bulk-said")
const progress = document.getElementById("bulk-progress")
const tickets = new Map()
let unsure = [] // Sent, and not answered: [number, version seen].
let done = [] // What can be undone: [number, version now].
let busy = false

export const isBusy = () => busy

export function close() {
  if (busy || told.hidden) return
  const within = told.contains(document.activeElement)
  told.hidden = true
  done = []
  if (within) document.getElementById("queue").focus({ preventScroll: true })
}

async function send(items, wish) {
  if (busy || !items.length) return
  begin()
  const count = { done: 0, all: items.length }
  try {
    for (let from = 0; from < items.length; from += AT_ONCE) {
      unsure = items.slice(from, from + AT_ONCE)
      const reply = await post(fields(unsure, wish), wish.do !== UNDO)
      const { results, message } = await reply.json()
      if (!reply.ok) return trouble(reply.status === 401 ? document.getElementById("trouble").dataset.signedOut : message)
      noTrouble()
      take(results, wish.do)
      count.done += results.filter(each => each.done).length
      tell(count, (from + unsure.length) / items.length)
      unsure = []
    }
  } catch {
    said.textContent = said.dataset.lost
    trouble()
  } finally {
    end()
  }
}

/** The line is back: what was done although its answer was lost is told, and marked no more. */
export async function lookAgain() {
  if (busy || !unsure.length) return
  const items = unsure
  try {
    const reply = await post(fields(items, { do: "look" }), false)
    if (!reply.ok) return
    const { results } = await reply.json()
    unsure = []
    noTrouble()
    take(results.filter(each => each.done), "look")
    if (results.some(each => each.done)) told.hidden = false
  } catch { /* the line is gone again: it is asked once more when it comes back */ }
}

function begin() {
  busy = true
  done = []
  bar.ariaBusy = "true"
  told.querySelector("ul").replaceChildren()
  told.querySelector("[data-bulk-undo]").hidden = true
  said.textContent = ""
  progress.value = 0
  progress.hidden = told.hidden = false
}

function end() {
  busy = false
  bar.ariaBusy = null
  progress.hidden = true
  told.querySelector("[data-bulk-undo]").hidden = !done.length
  if (!select.any() && !document.activeElement?.checkVisibility()) told.focus({ preventScroll: true })
}

// Answered is answered: what another decided first is told, and has to be marked anew by whoever wants it otherwise.
function take(results, what) {
  const list = told.querySelector("ul")
  for (const each of results) if (!each.done || what === "look") list.append(fragment(each.html))
  if (what !== UNDO && what !== "look") for (const each of results) if (each.done) done.push([String(each.number), each.version])
  const numbers = results.map(each => String(each.number))
  for (const key of [...tickets.keys()]) if (numbers.includes(key.split(" ")[0])) tickets.delete(key)
  select.drop(numbers)
}

function tell(count, part) {
  said.textContent = (count.done === 1 ? said.dataset.one : said.dataset.many).replace("#", count.done).replace("@", count.all)
  progress.value = part
}

function fields(items, wish) {
  const body = new URLSearchParams(wish)
  const same = body.toString()
  for (const [number, seen] of items) {
    const key = `${number} ${seen} ${same}`
    if (!tickets.has(key)) tickets.set(key, crypto.randomUUID())
    body.set(`n_${number}`, seen)
    body.set(`t_${number}`, tickets.get(key))
  }
  return body
}

// With the same tickets: what was stored although the answer was lost is not done twice. An undo has none.
async function post(body, again) {
  const how = { method: "POST", headers: { Accept: "application/json" }, body }
  try {
    return await fetch(bar.action, how)
  } catch (lost) {
    if (!again) throw lost
    await new Promise(wait => setTimeout(wait, ONCE_MORE))
    return fetch(bar.action, how)
  }
}

bar.addEventListener("submit", event => {
  event.preventDefault()
  const { submitter } = event
  if (submitter?.name !== "do") return
  const wish = { do: submitter.value }
  for (const field of submitter.closest(".act-sheet")?.querySelectorAll("input, textarea") ?? []) {
    if (field.value) wish[field.name] = field.value
  }
  const sheet = submitter.closest("details")
  if (sheet) sheet.open = false
  const [move, party] = wish.do.split(" ")
  if (move === "assign" && why.asksOfMany()) why.ask(party, reason => send(select.all(), reason ? { ...wish, reason } : wish))
  else send(move === "merge" ? merging(wish) : select.all(), wish)
})

// What all are merged into stays as it is, and is marked no more.
function merging(wish) {
  const items = select.all()
  wish.into ||= items[0][0]
  const others = items.filter(([number]) => +number !== +wish.into)
  if (!others.length) return items
  select.drop([String(+wish.into)])
  return others
}

bar.addEventListener("keydown", event => {
  if (event.key !== "Enter" || event.target.id !== "bulk-into") return
  event.preventDefault()
  bar.querySelector("[value=merge]").click()
})

told.querySelector("[data-bulk-undo]").addEventListener("click", () => send(done, { do: UNDO }))
told.querySelector("[data-bulk-close]").addEventListener("click", close)
bar.querySelector("[data-unmark]").addEventListener("click", select.clear)
