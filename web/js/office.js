// Small comforts on the pages of those who work here: see a password, copy a link, move a seat. Every form works without them.

document.querySelectorAll("[data-show-password], [data-copy-link]").forEach(button => { button.hidden = false })

document.addEventListener("click", event => {
  const { target } = event
  show(target.closest("[data-show-password]"))
  copy(target.closest("[data-copy-link]"))
})

function show(button) {
  if (!button) return
  const field = document.getElementById(button.dataset.showPassword)
  const shown = field.type === "password"
  field.type = shown ? "text" : "password"
  button.textContent = shown ? button.dataset.hide : button.dataset.show
  field.focus()
}

async function copy(button) {
  if (!button) return
  await navigator.clipboard.writeText(document.getElementById(button.dataset.copyLink).textContent)
  const said = document.getElementById(button.getAttribute("aria-controls"))
  said.textContent = said.dataset.words
}

// Two neighbouring seats change places by changing what stands in their fields, so that names and numbers stay in order.
document.querySelector("[data-seats]")?.addEventListener("click", event => {
  const button = event.target.closest("[data-seat-move]")
  if (!button) return
  event.preventDefault()
  const row = button.closest("li")
  const step = Number(button.dataset.seatMove)
  const other = step < 0 ? row.previousElementSibling : row.nextElementSibling
  if (!other) return
  for (const field of row.querySelectorAll("[data-seat-field]")) {
    const beside = other.querySelector(`[data-seat-field="${field.dataset.seatField}"]`)
    ;[field.value, beside.value] = [beside.value, field.value]
  }
  const same = other.querySelector(`[data-seat-move="${step}"]`)
  ;(same.disabled ? other.querySelector("[data-seat-move]:not([disabled])") : same).focus()
})
