// A party's panel: what is written is saved, what is sent is sent once, and the question in hand is kept as it stands (M20).
// Without this file every form is an ordinary one and the page is loaded again.
import { fragment } from "./live-list.js"
import { Editor } from "./panel-editor.js"
import { focusOn, replace } from "./placing.js"
import { keepWaits } from "./waited.js"

const page = document.querySelector("live-list[data-panel]")
const path = page.dataset.panel
const title = document.title
const find = id => document.getElementById(id)

let editor = null
let busy = false
let last = {} // What was sent last and under which ticket: what may have arrived is sent again under the same.
let known = new Map(cards().map(card => [card.id, card.dataset.version]))

const tellWaits = keepWaits(page)
begin()

function begin() {
  page.addEventListener("submit", submit)
  page.addEventListener("click", press)
  page.addEventListener("reload", () => editor?.draft.save())
  addEventListener("online", () => editor?.draft.save())
  addEventListener("popstate", () => show(chosen(), false))
  document.addEventListener("visibilitychange", () => document.hidden ? editor?.draft.save() : editor?.look())
  new MutationObserver(changed).observe(page, { childList: true, subtree: true })
  edit()
  changed()
}

function cards() { return [...page.querySelectorAll(".pile li[data-at]")] }
function chosen() { return new URLSearchParams(location.search).get("question") ?? "" }
function task() { return find("task") }

// -- the question in hand

function edit(before) {
  const form = task().querySelector("[data-editor]")
  editor = form ? new Editor(form, { zone: page.dataset.zone, onRefused: () => renew(), before }) : null
}

// Another question, or what comes next: what is being written is saved first, and nothing of it stays behind.
async function show(number, remember = true, done = "") {
  await editor?.draft.save()
  const fresh = await fetched(number, done)
  if (!fresh) return
  editor?.stop()
  task().replaceWith(fresh)
  edit()
  const address = number ? `${path}?question=${number}` : path
  if (remember && address !== location.pathname + location.search) history.pushState(null, "", address)
  tellWaits()
  marked()
  focusOn(find("done") ?? fresh, false)
}

// The same question as it stands now. What is being written stays where it is.
async function renew() {
  if (busy) return
  busy = true
  try {
    const old = task()
    const { number, version } = old.dataset
    const asked = old.querySelector("#question")?.textContent
    const fresh = await fetched(number)
    if (!fresh || task() !== old) return
    place(old, fresh)
    if (asked && fresh.dataset.version !== version && find("question") && find("question").textContent !== asked) say("changed")
  } finally {
    busy = false
  }
}

function place(old, fresh) {
  const before = editor
  const { text } = before ?? {}
  const dirty = before?.draft.dirty
  replace(old, fresh)
  if (fresh.querySelector("[data-editor]")) edit(before)
  else {
    edit()
    before?.stop()
    if (dirty) keep(fresh, text)
  }
  tellWaits()
}

// It cannot be sent any more, and the server never got it: here it is, to be copied.
function keep(fresh, text) {
  const kept = fresh.querySelector("[data-kept]")
  if (!kept) return
  kept.hidden = false
  kept.querySelector("textarea").value = text
}

async function fetched(number, done = "") {
  const query = new URLSearchParams({ part: "task", lang: page.getAttribute("lang") })
  if (number) query.set("question", number)
  if (done) query.set("done", done)
  try {
    const reply = await fetch(`${path}?${query}`)
    if (reply.redirected) return trouble("signedOut")
    return reply.ok ? fragment(await reply.text()) : null
  } catch {
    return trouble("lost")
  }
}

// -- moves

async function submit(event) {
  const form = event.target.closest("[data-move]")
  if (!form) return
  event.preventDefault()
  if (busy) return
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
  const reply = await fetch(form.action, {
    method: "POST",
    headers: { Accept: "application/json", "Content-Type": "application/json" },
    body: JSON.stringify({ ...Object.fromEntries(new FormData(form)), ticket: last.ticket }),
  })
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
  const link = event.target.closest("[data-open]")
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return
  event.preventDefault()
  find("call").hidden = true
  show(link.dataset.open)
}

// -- what happens meanwhile

function changed() {
  count()
  marked()
  tellWaits()
  const now = cards()
  for (const card of now) if (known.get(card.id) !== card.dataset.version) arrived(card)
  known = new Map(now.map(card => [card.id, card.dataset.version]))
  if (!busy && outdated()) renew()
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
  else if (!known.has(card.id)) say("new", number)
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

function count() {
  for (const list of page.querySelectorAll(".pile > ol")) {
    const place = list.parentElement.querySelector("[data-count]")
    const text = `, ${list.childElementCount}`
    if (place.textContent !== text) place.textContent = text
  }
  const waiting = find("waiting").childElementCount
  const text = waiting ? `(${waiting}) ${title}` : title
  if (document.title !== text) document.title = text
}

function marked() {
  const { number } = task().dataset
  for (const link of page.querySelectorAll(".pile [data-open]")) {
    if (link.dataset.open === number) link.setAttribute("aria-current", "true")
    else link.removeAttribute("aria-current")
  }
}

function say(name, number = "") {
  const region = find("said")
  region.textContent = region.dataset[name].replace("#", number)
}

function trouble(name, message = "") {
  const place = find("trouble")
  const text = name ? place.dataset[name] : message
  place.hidden = !text
  if (place.textContent !== text) place.textContent = text
  return null
}
