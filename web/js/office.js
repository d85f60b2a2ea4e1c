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
