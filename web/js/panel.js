// A party's panel: what is written is saved, what is sent is sent once, and the question in hand is kept as it stands (M20).
// Without this file every form is an ordinary one and the page is loaded again.
import { fragment } from "./live-list.js"
import { showPublic } from "./panel-beside.js"
import { keepClock } from "./panel-clock.js"
import { Editor } from "./panel-editor.js"
import { withOthers } from "./panel-here.js"
import { Outbox } from "./panel-outbox.js"
import { signals } from "./panel-signal.js"
import { asksAnew, chosen, fetchTask, stepTo } from "./panel-task.js"
import { count, find, keep, marked, queued, say, trouble } from "./panel-telling.js"
import { focusOn, replace } from "./placing.js"
import { keepWaits } from "./waited.js"

const page = document.querySelector("live-list[data-panel]")
const path = page.dataset.panel

let editor = null
let busy = false // A move is on its way.
let renewing = null
let last = {} // What was sent last and under which ticket: what may have arrived is sent again under the same.
let known = new Map(cards().map(card => [card.id, card.dataset.version]))

const tellWaits = keepWaits(page)
const tellClock = keepClock(page)
const signal = signals(page.querySelector("[data-signal]"))
const outbox = new Outbox(path, { waiting, arrived: sent })
const tellHere = withOthers(page, path, () => ({ doing: editor?.writing ? "writing" : "reading", number: task().dataset.number }))
const TURN = 30_000 // How often a party with nothing to do is told its place in turn anew.
begin()

function begin() {
  page.addEventListener("submit", submit)
  page.addEventListener("click", press)
  page.addEventListener("reload", () => editor?.draft.save())
  addEventListener("online", () => editor?.draft.save())
  addEventListener("popstate", () => { if (asksAnew()) show(chosen(), false) })
  document.addEventListener("visibilitychange", () => document.hidden ? editor?.draft.save() : editor?.look())
  new MutationObserver(changed).observe(page, { childList: true, subtree: true })
  setInterval(() => { if (!document.hidden && !task().dataset.number) renew() }, TURN)
  showPublic(path, page.getAttribute("lang"))
  edit()
  changed()
}

function cards() { return [...page.querySelectorAll(".pile li[data-at]")] }
function task() { return find("task") }

// -- the question in hand

function edit(before, older = false) {
  const form = task().querySelector("[data-editor]")
  if (editor?.form.dataset.number !== form?.dataset.number) editor?.preview.hide()
  editor = form ? new Editor(form, { zone: page.dataset.zone, onRefused: () => renew(), before, older }) : null
  if (outbox.item) waiting(outbox.item)
}

// Another question, or what comes next: what is being written is saved first, and nothing of it stays behind.
async function show(number, remember = true, done = "", after = "") {
  await editor?.draft.save()
  const base = editor?.draft.base
  const fresh = await fetchTask(path, { question: number, done, after })
  if (!fresh) return
  await editor?.draft.save() // What was written while it was fetched.
  const goesOn = !done && editor && fresh.dataset.number === task().dataset.number
  if (goesOn) place(task(), fresh, editor.draft.base !== base)
  else {
    editor?.stop()
    task().replaceWith(fresh)
    edit()
  }
  stepTo(path, number || (after ? fresh.dataset.number : ""), remember)
  tellWaits()
  marked(page, task().dataset.number)
  focusOn(find("done") ?? fresh, false)
}

// The same question as it stands now. What is being written stays where it is.
async function renew() {
  if (!busy) await (renewing ??= renewed().finally(() => { renewing = null }))
}

async function renewed() {
  const old = task()
  const { number, version } = old.dataset
  const asked = old.querySelector("#question")?.textContent
  const base = editor?.draft.base
  const fresh = await fetchTask(path, { question: number })
  await editor?.draft.running
  if (!fresh || task() !== old) return
  const done = old.querySelector("#done") // What was said of the last answer is still so.
  if (done && !fresh.querySelector("#done") && fresh.dataset.number === number) fresh.prepend(done)
  place(old, fresh, editor?.draft.base !== base)
  if (asked && fresh.dataset.version !== version && find("question") && find("question").textContent !== asked) say("changed")
}

// `older`: what is written here was saved after the fresh page was asked for.
function place(old, fresh, older) {
  const before = editor
  const { text } = before ?? {}
  const dirty = before?.draft.dirty
  before?.draft.hold(true) // A box that is taken away loses the focus: what stands in it is the next one's to save.
  replace(old, fresh)
  if (fresh.querySelector("[data-editor]")) edit(before, older)
  else {
    edit()
    before?.stop()
    if (dirty) keep(fresh, text)
  }
  tellWaits()
}

// -- moves

async function submit(event) {
  let form = event.target.closest("[data-move]")
  if (!form) return
  event.preventDefault()
  await renewing
  if (busy || outbox.item) return outbox.send()
  if (!form.isConnected) form = [...task().querySelectorAll("[data-move]")].find(({ action }) => action === form.action)
  if (!form) return
  busy = true
  trouble(null)
  const button = form.querySelector("[data-send]")
  button.setAttribute("aria-disabled", "true")
  try {
    await (form === editor?.form ? editor.settled() : editor?.draft.save())
    await send(form, task().dataset.number)
  } catch {
    trouble("lost")
  } finally {
    busy = false
    button.removeAttribute("aria-disabled")
    changed()
  }
}

async function send(form, number) {
  const said = JSON.stringify([form.action, ...new FormData(form)])
  if (last.said !== said) last = { said, ticket: crypto.randomUUID() }
  const fields = { ...Object.fromEntries(new FormData(form)), ticket: last.ticket }
  let reply
  try {
    reply = await fetch(form.action, {
      method: "POST",
      headers: { Accept: "application/json", "Content-Type": "application/json" },
      body: JSON.stringify(fields),
    })
  } catch (lost) {
    if (form === editor?.form && outbox.put({ action: form.action, number, fields })) return
    throw lost
  }
  const told = await reply.json()
  if (reply.status === 401) return trouble("signedOut")
  if (reply.ok) {
    if (form === editor?.form) editor.draft.drop()
    return show("", true, number)
  }
  if (!told.task) return trouble(null, told.message)
  last = {}
  refused(fragment(told.task), form)
}

// Nothing is saved beside what waits to be sent.
function waiting(item) {
  queued(item)
  if (editor) editor.draft.hold(item?.number === task().dataset.number)
}

// What waited has been answered: it is in (the news may have taken the editor away by then), or stands here again with what happened.
function sent(item, reply, told) {
  last = {}
  const here = task().dataset.number === item.number
  if (reply.ok) {
    if (here && (!editor || editor.text === item.fields.body)) { editor?.draft.drop(); show("", true, item.number) }
    else { localStorage.removeItem(`draft:${new URL(item.action).pathname.replace(/(answer|propose)$/, "draft")}`); renew().then(() => editor?.draft.save()) }
  } else if (!told.task) trouble(null, told.message)
  else if (here || !editor?.draft.dirty) refused(fragment(told.task), editor?.form)
  else trouble(null, told.message)
}

// The question as it stands, with what was typed and what happened. What stood in the editor stands there still.
function refused(fresh, form) {
  const before = form === editor?.form ? null : editor
  if (!before) editor?.stop()
  task().replaceWith(fresh)
  edit(before)
  tellWaits()
  focusOn(find("refused") ?? fresh.querySelector("[aria-invalid=true], [aria-describedby$=-error] input") ?? fresh, false)
}

function press(event) {
  if (event.target.closest("[data-unsend]")) { outbox.take(); return editor?.draft.save() }
  const next = event.target.closest("[data-next]")
  if (next) {
    event.preventDefault()
    return show("", true, "", task().dataset.number)
  }
  const link = event.target.closest("[data-open]")
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return
  event.preventDefault()
  find("call").hidden = true
  show(link.dataset.open)
}

// -- what happens meanwhile

function changed() {
  count(page)
  marked(page, task().dataset.number)
  tellWaits()
  tellClock(); tellHere()
  const now = cards()
  for (const card of now) if (known.get(card.id) !== card.dataset.version) arrived(card)
  known = new Map(now.map(card => [card.id, card.dataset.version]))
  if (!busy && !renewing && outdated()) renew()
}

function outdated() {
  const { number, version, sitting } = task().dataset
  if (Number(find("sitting").dataset.version) > Number(sitting)) return true
  if (!number) return find("waiting").childElementCount > 0
  const card = find(`q-${number}`)
  return card ? Number(card.dataset.version) > Number(version) : version !== ""
}

function arrived(card) {
  if (card.parentElement.id !== "waiting") return
  const number = card.dataset.at
  const returned = card.querySelector(".chip--caution") !== null
  if (returned) returnedToUs(number)
  else if (!known.has(card.id)) { say("new", number); signal() }
}

// What comes back is opened at once, unless something else is being written: then it is offered.
function returnedToUs(number) {
  say("returned", number)
  if (task().dataset.number === number || busy) return
  const writing = editor && (editor.draft.dirty || document.activeElement === editor.body)
  if (!writing) return show(number)
  const call = find("call")
  call.querySelector("[data-call-number]").textContent = number
  call.querySelector("[data-open]").dataset.open = number
  call.hidden = false
}
