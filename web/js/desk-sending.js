// Sends a move and says what came of it; what was typed is never lost (M12, M17). Decides nothing.
import * as bulk from "./desk-bulk.js"
import { noTrouble, number, open, put, show, trouble } from "./desk-case.js"
import { label } from "./desk-map.js"
import { after, holds } from "./desk-queue.js"
import { fragment } from "./live-list.js"

const ONCE_MORE = 1_000
let about = null

/** The question that a move is under way on. */
export const underWay = () => about

/** `reason`: why another party; `stay`: whoever sent it has gone on to another question. */
export async function send(form, submitter, { reason, stay = false } = {}) {
  if (form.ariaBusy === "true") return
  const fields = new URLSearchParams(new FormData(form, submitter))
  if (reason) fields.set("reason", reason)
  fields.set("ticket", crypto.randomUUID())
  if (number() && !stay) fields.set("next", after(number()) ?? "")
  form.ariaBusy = "true"
  const taken = shownAsTaken(form)
  bulk.close()
  const address = submitter?.hasAttribute("formaction") ? submitter.formAction : form.action
  const undone = address.endsWith("/undo")
  const sent = about = undone ? null : number()
  try {
    const reply = await post(address, fields)
    const told = await reply.json()
    noTrouble()
    if (reply.status === 401) trouble(document.getElementById("trouble").dataset.signedOut)
    else if (!reply.ok) refused(told, numberOf(form))
    else if (told.number) await made(told, { stay, undone })
    else sittingMoved(form)
  } catch {
    trouble()
  } finally {
    if (about === sent) about = null
    form.ariaBusy = null
    for (const each of taken) delete each.dataset.sending
  }
}

// A key does something at once: its sheet goes and the row pales, until the server has answered. Refused, both are there again.
function shownAsTaken(form) {
  const of = numberOf(form)
  const taken = [of && document.getElementById(`q-${of}`), form.closest("#acts")].filter(Boolean)
  for (const each of taken) each.dataset.sending = ""
  return taken
}

// The same ticket: what was stored although the answer was lost is not done twice.
async function post(address, body) {
  const headers = { Accept: "application/json" }
  try {
    return await fetch(address, { method: "POST", headers, body })
  } catch {
    await new Promise(wait => setTimeout(wait, ONCE_MORE))
    return fetch(address, { method: "POST", headers, body })
  }
}

async function made({ number: done, state, done: html, next: fetched, case: then }, { stay, undone }) {
  const line = fragment(html)
  document.getElementById("said").textContent = line.querySelector("span").textContent
  if (stay || (!undone && number() !== String(done))) return
  const next = undone || holds(state) ? done : stands(fetched) ? fetched : after(done)
  if (then && +next === fetched) show(next, then)
  else await open(next ?? null)
  document.getElementById("done")?.replaceWith(line)
  label(line)
}

// Another moderator may have been there first, after all.
function stands(number) {
  const row = number && document.getElementById(`q-${number}`)
  return Boolean(row) && holds(row.dataset.state)
}

function refused({ message, case: html }, sent) {
  if (html && sent === number()) put(html)
  else trouble(message)
}

function numberOf(form) {
  return new URL(form.action).pathname.match(/\/desk\/(\d+)\//)?.[1]
}

function sittingMoved(form) {
  const details = form.closest("details")
  form.reset()
  if (!details) return
  details.open = false
  details.querySelector("summary").focus()
}
