// <live-list> keeps what stands in it current: the server sends finished HTML, this puts it in its place and does not move what is
// being read. Knows nothing of what the HTML says. Its attributes are in docs/style.md.
import { Connection } from "./connection.js"
import { anchored, focusOn, insert, remove, replace } from "./placing.js"

const TELL_EVERY = 15_000
const LOST_FOR = 3_000

// The one policy a page may make under its Content-Security-Policy. It filters nothing: the server has escaped what it sends us.
const policy = window.trustedTypes?.createPolicy("live", { createHTML: html => html }) ?? { createHTML: html => html }

/** Finished HTML from our own server as an element, for scripts that put a part of a page in its place themselves. */
export function fragment(html) {
  const template = document.createElement("template")
  template.innerHTML = policy.createHTML(html)
  return template.content.firstElementChild
}

class LiveList extends HTMLElement {
  static observedAttributes = ["order"]

  #connection
  #held = document.createElement("div") // New items that would move what is being read.
  #early = new Map() // Frames whose container is still to come: who catches up may get a part before its whole.
  #paused = false
  #untold = 0
  #timers = {}

  connectedCallback() {
    this.addEventListener("click", this.#press)
    this.#connection = new Connection(kind => this.#address(kind), frame => this.#take(frame), state => this.#say(state))
  }

  disconnectedCallback() {
    this.#connection.stop()
    Object.values(this.#timers).forEach(clearTimeout)
  }

  attributeChangedCallback() {
    if (!this.#connection) return
    for (const item of [...this.#list.children]) if (item.dataset.at) insert(item, this.#list, this.#newestFirst)
    for (const choice of this.querySelectorAll("[data-order]")) {
      choice.setAttribute("aria-current", choice.dataset.order === this.getAttribute("order"))
    }
  }

  pause() { this.#pausing(true) }
  resume() { this.#pausing(false) }

  // What was held back comes in, and the reader goes to the first of it.
  show() {
    const items = [...this.#held.children]
    items.forEach(item => this.#enter(item))
    const first = [...this.#list.children].find(item => items.includes(item))
    if (first) focusOn(first, false)
  }

  get #list() { return this.querySelector("[data-items=root]") ?? this }
  get #newestFirst() { return this.getAttribute("order") === "newest" }

  #address(kind) {
    if (!this.hasAttribute(kind)) return null
    const url = new URL(this.getAttribute(kind), location)
    for (const name of ["after", "epoch", "lang"]) {
      if (this.hasAttribute(name)) url.searchParams.set(name, this.getAttribute(name))
    }
    return url
  }

  #take(frame) {
    if (frame.reload) this.#reload()
    if (frame.seq <= this.getAttribute("after")) return
    anchored(this.#list, () => { frame.put ? this.#put(frame) : frame.drop && this.#drop(frame.drop) })
    const empty = !this.#list.querySelector(":scope > [data-at]")
    for (const element of this.querySelectorAll("[data-when-empty]")) element.hidden = !empty
    if (frame.seq) this.setAttribute("after", frame.seq)
  }

  #find(id) {
    const selector = `#${CSS.escape(id)}`
    return this.querySelector(selector) ?? this.#held.querySelector(selector)
  }

  #put(frame) {
    const { put, in: parent, at, html } = frame
    const old = this.#find(put)
    const list = parent ? this.#find(parent) : old?.parentNode === this.#held ? this.#held : this.#list
    if (!old && !list) return this.#early.set(put, frame)
    this.#early.delete(put)

    const item = fragment(html)
    // What has no position has a fixed place: it is renewed where it stands; a page without that place does not show it.
    const placed = Number.isInteger(at) && (!old || "at" in old.dataset)
    if (placed) item.dataset.at = at
    if (old) {
      const moved = placed && list && (old.parentNode !== list || old.dataset.at !== item.dataset.at)
      replace(old, item)
      if (moved) insert(item, list, !parent && this.#newestFirst)
    } else if (!placed) return
    else if (parent || "quiet" in item.dataset) insert(item, list, !parent && this.#newestFirst)
    else this.#welcome(item)

    this.dispatchEvent(new CustomEvent("placed", { detail: item }))
    for (const early of [...this.#early.values()]) if (this.#find(early.in)) this.#put(early)
  }

  #drop(id) {
    this.#early.delete(id)
    const item = this.#find(id)
    if (item) remove(item)
    this.#offer()
  }

  #welcome(item) {
    this.#held.append(item)
    this.#settle()
    this.#untold++
    this.#timers.tell ??= setTimeout(() => this.#tell(), 1_000)
  }

  #settle() {
    for (const item of [...this.#held.children]) if (!this.#disturbs(item)) this.#enter(item)
    this.#offer()
  }

  #enter(item) {
    insert(item, this.#list, this.#newestFirst)
    item.dataset.new = ""
    setTimeout(() => delete item.dataset.new, 3_000)
    this.#offer()
  }

  // At its end a list grows without moving anything. hold="pointer": nor does a row slip away under the pointer.
  #disturbs({ dataset: { at } }) {
    const list = this.#list
    const last = [...list.children].every(({ dataset }) => !dataset.at || (this.#newestFirst ? +dataset.at > at : +dataset.at < at))
    if (this.#paused || last || !this.hasAttribute("hold")) return this.#paused
    const selection = getSelection()
    return list.getBoundingClientRect().top < 0 || list.scrollTop > 0 || list.contains(document.activeElement)
      || (!selection.isCollapsed && selection.containsNode(list, true))
      || (this.getAttribute("hold") === "pointer" && list.matches(":hover"))
  }

  #offer() {
    const count = this.#held.childElementCount
    for (const offer of this.querySelectorAll("[data-show-new]")) {
      offer.hidden = !count
      if (count) say(offer, count)
    }
  }

  // A count only, in a region of its own: a list that is read aloud as it grows drowns whoever listens.
  #tell() {
    this.#timers.tell = this.#untold ? setTimeout(() => this.#tell(), TELL_EVERY) : null
    for (const region of this.#untold ? this.querySelectorAll("[data-announce]") : []) say(region, this.#untold)
    this.#untold = 0
  }

  #say(state) {
    if (state === this.dataset.connection) return
    this.dataset.connection = state
    this.dispatchEvent(new CustomEvent("connection", { detail: state }))
    clearTimeout(this.#timers.say)
    this.#timers.say = setTimeout(() => {
      for (const text of this.querySelectorAll("[data-connection-text]")) text.textContent = text.dataset[state] ?? text.dataset.open
    }, state === "lost" ? LOST_FOR : 0)
  }

  #pausing(paused) {
    this.#paused = paused
    for (const button of this.querySelectorAll("[data-pause]")) button.setAttribute("aria-pressed", paused)
    if (!paused) this.#settle()
  }

  #press = event => {
    const pressed = event.target.closest("[data-show-new], [data-pause], [data-order]")
    if (!pressed) return
    event.preventDefault()
    if ("showNew" in pressed.dataset) this.show()
    else if ("pause" in pressed.dataset) this.#pausing(!this.#paused)
    else this.setAttribute("order", pressed.dataset.order)
  }

  // Whoever listens for "reload" may save what is half written. A page told to reload as soon as it has loaded does not spin.
  #reload() {
    this.#connection.stop()
    this.dispatchEvent(new CustomEvent("reload"))
    setTimeout(() => location.reload(), Math.max(1_000 * Math.random(), 10_000 - performance.now()))
  }
}

// "Visa 1 nytt svar" or "Visa 3 nya svar": the words are the page's, only the number is ours.
function say(element, count) {
  const words = element.matches("[data-one]") ? element : element.querySelector("[data-one]")
  words.textContent = (count === 1 ? words.dataset.one : words.dataset.many).replace("#", count)
}

customElements.define("live-list", LiveList)
