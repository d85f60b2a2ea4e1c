// One question's draft: in this browser until the server has it, on the server for the whole seat. Nothing of a colleague's is
// overwritten: a save names the version it was written on (M22). Knows no page.

const AFTER = 2_000
const AGAIN = 5_000

export class Draft {
  #running = null
  #timer
  #key
  #unsure // A text whose saving got no answer: the server may have it all the same.

  // address: where it is saved. base: the version on the server, saved: its text. on.state(name, reply), on.clash(theirs),
  // on.refused(): it cannot be saved any more.
  constructor(address, { base, saved, text, on }) {
    Object.assign(this, { address, base, saved, text, on, clashing: false, held: false })
    this.#key = `draft:${address}`
  }

  get dirty() { return this.text !== this.saved }

  // The saving that is on its way; null where none is.
  get running() { return this.#running }

  // What this browser has kept that the server never got.
  get kept() {
    try { return JSON.parse(localStorage.getItem(this.#key)) } catch { return null }
  }

  write(text) {
    this.text = text
    this.#keep()
    if (!this.dirty) return
    this.on.state("waiting")
    this.#later(AFTER)
  }

  // A colleague's text is beside one's own: nothing is saved until somebody has chosen.
  clash(theirs) {
    clearTimeout(this.#timer)
    this.clashing = true
    this.#keep()
    this.on.clash(theirs)
  }

  choose(base, saved) {
    Object.assign(this, { base, saved, clashing: false })
    return this.save()
  }

  // While what was written waits to be sent it is not saved beside that.
  hold(held) { this.held = held }

  save() {
    clearTimeout(this.#timer)
    if (this.held) return this.#running
    return this.#running ??= this.#save().finally(() => { this.#running = null })
  }

  // A draft on the server that is this browser's own after all.
  recognises({ version, body, at }) {
    if (body !== this.#unsure || version === this.base) return false
    Object.assign(this, { base: version, saved: body })
    this.#keep()
    if (!this.dirty) this.on.state("saved", { at })
    return true
  }

  // Whoever sends waits for what is on its way, so that the version sent with it is the right one.
  async settle() {
    clearTimeout(this.#timer)
    await this.#running
  }

  forget() {
    try { localStorage.removeItem(this.#key) } catch { /* nothing was kept */ }
  }

  // It has been sent: nothing more is saved.
  drop() {
    this.held = true
    this.stop()
    this.forget()
  }

  stop() {
    clearTimeout(this.#timer)
    this.on = { state() {}, clash() {}, refused() {} }
  }

  async #save() {
    while (this.dirty && !this.clashing) {
      const { text } = this
      this.on.state("saving")
      try {
        const reply = await fetch(this.address, {
          method: "PUT",
          keepalive: text.length < 20_000,
          headers: { Accept: "application/json", "Content-Type": "application/json" },
          body: JSON.stringify({ body: text, draft: this.base }),
        })
        const told = await reply.json()
        if (!reply.ok) {
          if (told.draft?.body === text) this.#unsure = text // The very same, saved from here a moment ago or by a colleague.
          if (told.draft && this.recognises(told.draft)) continue
          return this.#turnedAway(reply.status, told)
        }
        Object.assign(this, { base: told.draft.version, saved: text })
        this.#keep()
        this.on.state("saved", told.draft)
      } catch {
        this.#unsure = text
        this.on.state("lost")
        this.#later(AGAIN)
        return
      }
    }
  }

  #turnedAway(status, told) {
    if (told.draft) this.clash(told.draft)
    else if (status === 401) this.on.state("signedOut")
    else if (status === 503) { this.on.state("lost"); this.#later(AGAIN) }
    else if (status === 413 || status === 400) this.on.state("refused", told)
    else this.on.refused()
  }

  #later(wait) {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.save(), wait)
  }

  #keep() {
    try {
      if (this.dirty) localStorage.setItem(this.#key, JSON.stringify({ text: this.text, base: this.base }))
      else localStorage.removeItem(this.#key)
    } catch { /* private browsing: the page keeps it */ }
  }
}
