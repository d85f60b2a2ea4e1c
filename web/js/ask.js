// The form for a question: advice while one writes, a draft that survives, one post however often it is sent (M8, M12).
// It never stops anybody from sending what can be read. Without this file the form is an ordinary one.
import { advice } from "./advice.js"
import { bytes, codePoints, flat, isWellFormed } from "./counting.js"
import { keepReceipt } from "./receipts.js"

const LARGEST = 8192
const SAY_AT = [50, 20, 0]

const form = document.querySelector("[data-ask]")
const find = name => form.querySelector(`[data-${name}]`)
const { body } = form.elements
const sitting = form.dataset.ask
const advised = Number(form.dataset.advisedLength)
const thanks = document.querySelector("[data-thanks]")

// The draft stays in this browser until the receipt has been seen: a reload, a lost line or a closed lid loses nothing.
const draftKey = `draft:${sitting}`
const draft = {
  read: () => { try { return JSON.parse(localStorage.getItem(draftKey)) ?? {} } catch { return {} } },
  keep: value => { try { localStorage.setItem(draftKey, JSON.stringify(value)) } catch { /* private browsing: the page keeps it */ } },
  drop: () => { try { localStorage.removeItem(draftKey) } catch { /* nothing was kept */ } },
}

let ticket = draft.read().ticket ?? form.elements.ticket?.value ?? crypto.randomUUID()
let said = Infinity

start()

function start() {
  const kept = draft.read()
  for (const name of ["body", "name", "wish"]) {
    const field = form.elements[name]
    if (field && !field.value && kept[name]) field.value = kept[name]
  }
  if (kept.follow_up_to && !form.elements.follow_up_to.value) followUp(kept.follow_up_to)
  form.addEventListener("input", changed)
  form.addEventListener("submit", send)
  document.addEventListener("click", pressed)
  document.querySelectorAll("[data-needs-script]").forEach(tools => { tools.hidden = false })
  addEventListener("hashchange", wanted)
  wanted()
  if (body.value) open()
  tell()
}

function changed() {
  open()
  keep()
  tell()
}

function keep() {
  const { body, name, wish, follow_up_to: thread } = form.elements
  if (!body.value && !thread.value) return draft.drop()
  draft.keep({ ticket, body: body.value, name: name?.value, wish: wish?.value, follow_up_to: thread.value })
}

function tell() {
  const text = flat(body.value)
  const left = advised - codePoints(text)
  const counter = find("counter")
  counter.textContent = (left < 0 ? counter.dataset.over : counter.dataset.left).replace("#", Math.abs(left))
  counter.parentElement.classList.toggle("counter--over", left < 0)
  const step = SAY_AT.filter(limit => left <= limit).at(-1)
  if (step !== undefined && step !== said) find("counter-said").textContent = counter.textContent
  said = step ?? Infinity

  const codes = advice(text, advised)
  if (!isWellFormed(text)) codes.push("unreadable")
  if (bytes(text) > LARGEST) codes.push("large")
  showAdvice(codes)
}

function showAdvice(codes) {
  const place = find("advice")
  const shown = codes.filter(code => place.dataset[code])
  if (place.dataset.shown === shown.join()) return
  place.dataset.shown = shown.join()
  place.replaceChildren(...shown.map(code => Object.assign(document.createElement("p"), { className: "hint", textContent: place.dataset[code] })))
}

async function send(event) {
  event.preventDefault()
  trouble(null)
  const button = find("send")
  if (button.getAttribute("aria-disabled") === "true") return
  button.setAttribute("aria-disabled", "true")
  try {
    const reply = await fetch(form.action, { method: "POST", headers: { Accept: "application/json", "Content-Type": "application/json" }, body: JSON.stringify(fields()) })
    if (reply.status === 503) return trouble(find("trouble").dataset.full)
    const told = await reply.json()
    if (reply.ok) received(told)
    else trouble(told.message)
  } catch {
    trouble(find("trouble").dataset.lost)
  } finally {
    button.removeAttribute("aria-disabled")
  }
}

// The same ticket with the same text is the same post, so whoever does not know whether it arrived can send again.
function fields() {
  const given = { ticket }
  for (const name of ["body", "name", "wish", "follow_up_to", "about", "lang"]) {
    const value = form.elements[name]?.value
    if (value) given[name] = value
  }
  return given
}

function received({ number, receipt }) {
  keepReceipt(sitting, { number, ...receipt })
  draft.drop()
  ticket = crypto.randomUUID()
  thanks.querySelector("[data-thanks-number]").textContent = number
  thanks.querySelector("[data-thanks-code]").textContent = receipt.code
  thanks.querySelector("[data-thanks-link]").href = new URL(receipt.url).pathname
  form.hidden = true
  thanks.hidden = false
  thanks.focus()
  dispatchEvent(new CustomEvent("receipt"))
}

function trouble(message) {
  const place = find("trouble")
  place.hidden = !message
  place.textContent = message ?? ""
  if (message) body.focus()
}

function pressed(event) {
  if (event.target.closest("[data-ask-open], [data-ask-back]")) {
    event.preventDefault()
    open()
    form.scrollIntoView({ block: "nearest" })
    body.focus()
  }
  const follow = event.target.closest("[data-follow-up]")
  if (follow) {
    event.preventDefault()
    again()
    followUp(follow.dataset.followUp)
    keep()
    open()
    body.focus()
    form.scrollIntoView({ block: "nearest" })
  }
  if (event.target.closest("[data-follow-up-clear]")) { followUp(""); keep(); body.focus() }
  if (event.target.closest("[data-again]")) { again(); body.focus() }
  if (event.target.closest("[data-copy]") && thanks.contains(event.target)) copy()
}

function again() {
  if (!form.hidden) return
  form.hidden = false
  thanks.hidden = true
  form.reset()
  form.elements.follow_up_to.value = ""
  followUp("")
  tell()
}

function followUp(number) {
  form.elements.follow_up_to.value = number
  find("follow-up-note").hidden = !number
  find("follow-up-number").textContent = number
  find("follow-up-clear").hidden = false
}

async function copy() {
  await navigator.clipboard.writeText(thanks.querySelector("[data-thanks-link]").href)
  const copied = thanks.querySelector("[data-copied]")
  copied.textContent = copied.dataset.words
}

// On a narrow screen the form is a heading and a button until one wants it; somebody's draft is never folded away.
function open() {
  form.dataset.open = ""
  form.querySelector("[data-ask-open]")?.setAttribute("aria-expanded", "true")
}

function wanted() {
  if (location.hash === "#ask") open()
}
