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
const seats = document.querySelector("[data-seats]")

seats?.addEventListener("click", event => {
  const button = event.target.closest("[data-seat-move]")
  if (!button) return
  event.preventDefault()
  const step = Number(button.dataset.seatMove)
  const other = moved(button.closest("li"), step)
  if (!other) return
  const same = other.querySelector(`[data-seat-move="${step}"]`)
  ;(same.disabled ? other.querySelector("[data-seat-move]:not([disabled])") : same).focus()
})

// Returns the seat beside, which what stood in this one is in now.
function moved(row, step) {
  const other = step < 0 ? row.previousElementSibling : row.nextElementSibling
  if (!other) return null
  for (const field of row.querySelectorAll("[data-seat-field]")) {
    const beside = other.querySelector(`[data-seat-field="${field.dataset.seatField}"]`)
    ;[field.value, beside.value] = [beside.value, field.value]
  }
  return other
}

// By its handle a seat follows the hand: it steps past every seat whose middle is passed.
for (const handle of seats?.querySelectorAll("fieldset:enabled [data-seat-handle]") ?? []) {
  handle.hidden = false
  handle.addEventListener("pointerdown", begin)
}

function begin(event) {
  const { currentTarget: handle, pointerId } = event
  let row = handle.closest("li")
  event.preventDefault()
  handle.setPointerCapture(pointerId)
  row.classList.add("dragged")
  const follow = ({ clientY }) => {
    for (const [step, other] of [[-1, row.previousElementSibling], [1, row.nextElementSibling]]) {
      if (!other) continue
      const { top, height } = other.getBoundingClientRect()
      if (step * (clientY - top - height / 2) < 0) continue
      row.classList.remove("dragged")
      row = moved(row, step)
      row.classList.add("dragged")
      return
    }
  }
  handle.addEventListener("pointermove", follow)
  handle.addEventListener("lostpointercapture", () => {
    handle.removeEventListener("pointermove", follow)
    row.classList.remove("dragged")
  }, { once: true })
}
