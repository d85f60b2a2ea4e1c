// What stands beside the conversation: the live stream, fetched when the reader presses and not before, and asking about a picture.
// Without this file the stream is a link, and the question is asked on the form's own page.

const form = document.querySelector("[data-ask]")
const live = document.querySelector("live-list")

live.addEventListener("placed", ({ detail }) => { if (detail.id === "beside") ready() })
document.addEventListener("click", pressed)
addEventListener("receipt", () => about("", ""))
ready()

function ready() {
  form.querySelector("[data-about-clear]").hidden = false
}

function pressed(event) {
  const stream = event.target.closest("[data-stream-open]")
  if (stream) {
    event.preventDefault()
    play(stream)
  }
  const pointed = event.target.closest("[data-about]")
  if (pointed) {
    event.preventDefault()
    about(pointed.dataset.about, pointed.dataset.aboutTitle)
    form.scrollIntoView({ block: "nearest" })
    form.elements.body.focus()
  }
  if (event.target.closest("[data-about-clear]")) {
    about("", "")
    form.elements.body.focus()
  }
}

function play(button) {
  const box = button.closest("[data-stream]")
  const playing = box.querySelector("iframe")
  button.dataset.open ??= button.textContent
  button.textContent = playing ? button.dataset.open : button.dataset.close
  if (playing) return playing.remove()
  const frame = Object.assign(document.createElement("iframe"), { src: box.dataset.stream, title: box.dataset.title, allow: "fullscreen; autoplay" })
  box.append(frame)
  frame.focus()
}

function about(number, title) {
  form.elements.about.value = number
  form.querySelector("[data-about-title]").textContent = title
  form.querySelector("[data-about-note]").hidden = !number
}
