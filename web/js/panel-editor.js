// The editor of an answer: counts, saves while one writes, and shows a colleague's text beside one's own. Moves nothing.
import { codePoints } from "./counting.js"
import { Preview } from "./panel-beside.js"
import { Draft } from "./panel-draft.js"
import { findings } from "./panel-plain.js"

const MOST_SAID = 2

export class Editor {
  // zone: the sitting's, for the time of saving. before: the editor that stood here until now, for the same question.
  // older: what that one has saved is newer than this form.
  constructor(form, { zone, onRefused, before, older }) {
    Object.assign(this, { form, zone, body: form.elements.body })
    this.place = Object.fromEntries(["saved", "counts", "clash", "clash-who", "clash-text", "plain"].map(name => [name, form.querySelector(`[data-${name}]`)]))
    this.theirs = null
    this.preview = new Preview(form)
    const on = { state: (name, told) => this.#say(name, told), clash: theirs => this.#show(theirs), refused: onRefused }
    const stands = { base: Number(form.elements.draft.value), text: this.body.defaultValue, who: form.dataset.who }
    this.draft = new Draft(new URL(form.action).pathname.replace(/(answer|propose)$/, "draft"), { base: stands.base, saved: stands.text, text: this.body.value, on })
    if ("unsaved" in form.dataset) this.draft.saved = null
    if (!this.place.clash.hidden) this.draft.clash({ version: stands.base, body: this.place["clash-text"].textContent, who: stands.who })
    else before ? this.#goOn(before, stands, older) : this.#recover(stands)
    form.querySelector("[data-needs-script]").hidden = false
    form.querySelector("[data-save]").hidden = true
    this.#listen()
    this.#count()
    if (this.draft.dirty && !this.draft.clashing) this.draft.save()
  }

  get text() { return this.body.value }
  get writing() { return this.draft.dirty || document.activeElement === this.body }

  // What goes with the answer: nothing of a colleague's may be lost by it.
  async settled() {
    await this.draft.settle()
    this.form.elements.draft.value = this.draft.base
  }

  // A colleague may have gone on elsewhere: an untouched editor takes it over, a touched one shows it beside.
  async look() {
    const { base, clashing } = this.draft
    if (clashing) return
    try {
      const reply = await fetch(this.draft.address, { headers: { Accept: "application/json" } })
      const { draft } = reply.ok ? await reply.json() : {}
      await this.draft.running
      if (this.draft.base !== base) return // What was asked for is older than what has been saved since.
      if (draft && draft.version !== base && !this.draft.recognises(draft)) this.#take(draft)
    } catch { /* the line is cut: saving says so */ }
  }

  stop() { this.draft.stop() }

  #goOn(before, stands, older) {
    const { base, saved, text, clashing } = before.draft
    before.stop()
    const same = older || (stands.base === base && stands.text === before.body.defaultValue)
    this.#set(text)
    Object.assign(this.draft, { text, base, saved })
    if (!this.draft.dirty) this.place.saved.textContent = before.place.saved.textContent // The page may be older than the save.
    if (clashing) this.draft.clash(before.theirs)
    else if (!same) this.#take({ version: stands.base, body: stands.text, who: stands.who })
  }

  #recover({ base, text, who }) {
    const { kept } = this.draft
    if (!kept) return
    if (kept.text === text) return this.draft.forget() // It arrived after all.
    this.#set(kept.text)
    this.draft.text = kept.text
    if (kept.base !== base) this.draft.clash({ version: base, body: text, who })
  }

  #take(theirs) {
    if (this.draft.dirty && this.draft.text !== theirs.body) return this.draft.clash(theirs)
    this.#set(theirs.body)
    Object.assign(this.draft, { text: theirs.body, saved: theirs.body, base: theirs.version })
    if (theirs.at) this.#say("saved", theirs)
    this.#count()
  }

  #set(text) {
    if (this.body.value !== text) this.body.value = text
  }

  #listen() {
    this.body.addEventListener("input", () => { this.draft.write(this.text); this.#count() })
    this.body.addEventListener("blur", () => this.draft.save())
    this.body.addEventListener("focus", () => this.look())
    this.body.addEventListener("keydown", event => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); this.form.requestSubmit() }
      if (event.key === "Escape") { event.preventDefault(); this.body.blur() }
    })
    this.place.clash.addEventListener("click", event => {
      if (event.target.closest("[data-keep-both]")) this.#keepBoth()
      if (event.target.closest("[data-keep-mine]")) this.#keepMine()
      if (event.target.closest("[data-swap]")) this.#swap()
    })
  }

  #count() {
    const { counts } = this.place
    const words = this.text.trim() ? this.text.trim().split(/\s+/).length : 0
    const say = (text, count) => text.replace("#", count)
    const { limit } = counts.dataset
    const signs = say(limit ? counts.dataset.of : counts.dataset.characters, codePoints(this.text.replace(/\r\n?/g, "\n"))).replace("@", limit)
    counts.textContent = `${say(words === 1 ? counts.dataset.one : counts.dataset.many, words)}, ${signs}`
    this.#advise(Number(limit ?? 0))
    this.preview.write()
  }

  // What makes it hard to read, or names somebody else: told, never in the way.
  #advise(limit) {
    const { plain } = this.place
    this.others ??= [...this.form.querySelector("[data-others]").options].map(({ value }) => value)
    const found = findings(this.text, { others: this.others, limit }).slice(0, MOST_SAID)
    const text = found.map(({ kind, what }) => plain.dataset[kind].replace("#", what)).join(" ")
    if (plain.textContent !== text) plain.textContent = text
    plain.hidden = !text
  }

  #say(name, told) {
    const { saved } = this.place
    if (name === "refused") saved.textContent = told.message
    else if (name === "saved") saved.textContent = saved.dataset.at.replace("#", this.#time(told.at)) + (told.who ? ` · ${told.who}` : "")
    else saved.textContent = saved.dataset[name] ?? saved.dataset.lost
  }

  #time(at) {
    return new Intl.DateTimeFormat("sv-SE", { timeStyle: "medium", timeZone: this.zone }).format(new Date(at)).replaceAll(":", ".")
  }

  #show(theirs) {
    this.theirs = theirs
    const { clash, "clash-who": who, "clash-text": text, saved } = this.place
    const words = theirs.own ? who.dataset.yours : theirs.who ? who.dataset.theirs.replace("#", theirs.who) : who.dataset.somebody
    who.textContent = words
    text.textContent = theirs.body
    clash.hidden = false
    saved.textContent = saved.dataset.waiting
  }

  // The text in the box is saved over the other, by choice; the other stays in view until the page is left.
  #keepMine() {
    const { theirs } = this
    this.place.clash.hidden = true
    this.draft.text = this.text
    this.draft.choose(theirs.version, theirs.saved ?? theirs.body)
    this.body.focus()
  }

  // One after the other in the box, to be made into one by hand.
  #keepBoth() {
    this.#set(`${this.text.trimEnd()}\n\n${this.theirs.body.trimStart()}`)
    this.#keepMine()
    this.#count()
  }

  #swap() {
    const { theirs, text } = this
    this.#set(theirs.body)
    this.draft.text = theirs.body
    this.#show({ ...theirs, body: text, own: !theirs.own, saved: theirs.saved ?? theirs.body })
    this.#count()
  }
}
