// What the moderator tells the party: announced, and said OK to without touching what is being written.
const page = document.querySelector("live-list[data-panel]")
const list = document.getElementById("messages")
const said = document.getElementById("said")

page.addEventListener("placed", ({ detail: item }) => {
  if (item.matches("#messages > [data-unread]")) said.textContent = list.dataset.new
})

page.addEventListener("submit", async event => {
  const form = event.target
  if (!form.matches("[data-acknowledge]")) return
  event.preventDefault()
  if (form.ariaBusy === "true") return
  form.ariaBusy = "true"
  try {
    const reply = await fetch(form.action, {
      method: "POST",
      headers: { Accept: "application/json", "Content-Type": "application/json" },
      body: JSON.stringify({ ticket: form.dataset.ticket ??= crypto.randomUUID() }),
    })
    trouble(reply.ok ? "" : (await reply.json()).message)
  } catch {
    trouble(list.dataset.lost)
  } finally {
    form.ariaBusy = null
  }
})

function trouble(text) {
  const place = document.getElementById("trouble")
  place.hidden = !text
  place.textContent = text
}
