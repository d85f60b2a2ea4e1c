// The top of the public page beside the form of a plan, kept in step with what is typed. The server words it; nothing is saved.

const form = document.querySelector("[data-plan]")
let wait, turn = 0

form?.addEventListener("input", () => {
  clearTimeout(wait)
  wait = setTimeout(look, 400)
})

// Without a line the preview stands as it was: the form itself is what counts, and keeps everything typed.
function look() {
  const mine = ++turn
  const asked = new XMLHttpRequest()
  const body = new URLSearchParams(new FormData(form))
  body.set("do", "look")
  asked.open("POST", form.action)
  asked.responseType = "document"
  asked.addEventListener("load", () => {
    const fresh = asked.response?.querySelector("[data-preview]")
    if (fresh && mine === turn) document.querySelector("[data-preview]").replaceChildren(...fresh.childNodes)
  })
  asked.send(body)
}
