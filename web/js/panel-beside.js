// Beside the editor: the page as citizens see it, kept current while there is room for it, and the answer as it will be shown.
import { fragment } from "./live-list.js"

const AGAIN = 5_000
const AFTER = 700
const wide = matchMedia("(min-width: 80rem)")

/** Fills the place at the side. `path`: the panel's. */
export function showPublic(path, lang) {
  const side = document.querySelector(".panel-side")
  side.hidden = false

  async function look() {
    const place = document.getElementById("public")
    if (!wide.matches || document.hidden) return
    const query = new URLSearchParams({ lang })
    if (place.dataset.head) query.set("after", place.dataset.head)
    try {
      const reply = await fetch(`${path}/public?${query}`)
      if (reply.status === 200 && !reply.redirected) place.replaceWith(fragment(await reply.text()))
    } catch { /* the line is cut: the next look shows it */ }
  }

  setInterval(look, AGAIN)
  wide.addEventListener("change", look)
  document.addEventListener("visibilitychange", look)
  look()
}

/** The preview of the editor's form: beside it where there is room and as one writes, else under it at a press. */
export class Preview {
  #timer
  #asked = false
  #latest = 0

  constructor(form) {
    this.form = form
    this.button = form.querySelector("[data-preview]")
    this.under = form.querySelector("[data-preview-place]")
    this.beside = document.getElementById("preview-beside")
    this.button.addEventListener("click", event => {
      event.preventDefault()
      this.#asked = wide.matches || this.under.hidden
      this.#asked ? this.show() : this.hide()
    })
  }

  // What was written has changed.
  write() {
    clearTimeout(this.#timer)
    if (this.#asked || wide.matches) this.#timer = setTimeout(() => this.show(), AFTER)
  }

  hide() {
    clearTimeout(this.#timer)
    this.#latest++
    this.under.hidden = this.beside.hidden = true
  }

  async show() {
    const body = this.form.elements.body.value
    const turn = ++this.#latest
    if (!body.trim()) return this.hide()
    try {
      const reply = await fetch(this.button.formAction, {
        method: "POST",
        headers: { Accept: "application/json", "Content-Type": "application/json" },
        body: JSON.stringify({ body }),
      })
      if (!reply.ok || turn !== this.#latest) return
      this.#put(fragment((await reply.json()).html))
    } catch { /* the line is cut: what is shown stands */ }
  }

  #put(card) {
    if (wide.matches) {
      this.beside.querySelector("[data-preview-place]").replaceChildren(card)
    } else {
      const list = document.createElement("ol")
      list.className = "stream preview"
      list.append(card)
      this.under.replaceChildren(list)
    }
    this.beside.hidden = !wide.matches
    this.under.hidden = wide.matches
  }
}
