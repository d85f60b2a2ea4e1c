// Notes on posts and messages to parties at the desk: sent without leaving the page. What they come to arrives as news.
import { noTrouble, trouble } from "./desk-case.js"

document.addEventListener("submit", async event => {
  const form = event.target
  if (!form.matches("[data-aside]") || event.defaultPrevented) return
  event.preventDefault()
  if (form.ariaBusy === "true") return
  form.ariaBusy = "true"
  try {
    const fields = new URLSearchParams(new FormData(form, event.submitter))
    fields.set("ticket", form.dataset.ticket ??= crypto.randomUUID())
    await send(form, fields)
  } catch {
    trouble()
  } finally {
    form.ariaBusy = null
  }
})

// A text that is there already goes into the field, to be changed before it is sent.
document.addEventListener("click", event => {
  const fill = event.target.closest("[data-fill]")
  if (event.target.closest("[data-to-note]")) {
    event.preventDefault()
    document.getElementById("note-body").focus()
  }
  if (!fill) return
  const field = document.getElementById(fill.dataset.into)
  field.value = fill.previousElementSibling.textContent // what the button beside it sends as it is
  field.focus()
})

// The same ticket until it has been heard: what was stored although the answer was lost is not stored twice.
async function send(form, fields) {
  const reply = await fetch(form.action, { method: "POST", headers: { Accept: "application/json" }, body: fields })
  const told = await reply.json()
  delete form.dataset.ticket
  if (reply.status === 401) return trouble(document.getElementById("trouble").dataset.signedOut)
  if (!reply.ok) return trouble(told.message)
  noTrouble()
  form.reset()
  if (told.said) document.getElementById("said").textContent = told.said
}
