// An answer that could not be sent because the line was cut: kept in this browser and sent once when the line is back, under the
// ticket it had from the beginning, so that it arrives once whatever had arrived before (M12). Knows no page.

const AGAIN = 3_000

export class Outbox {
  #key
  #timer = null
  #running = false

  // on.waiting(item or null): what to tell. on.arrived(item, reply, told): the server has answered.
  constructor(name, on) {
    this.#key = `outbox:${name}`
    this.on = on
    addEventListener("online", () => this.send())
    document.addEventListener("connection", ({ detail }) => { if (detail === "open") this.send() }, true)
    if (this.item) this.#wait()
  }

  get item() {
    try { return JSON.parse(localStorage.getItem(this.#key)) } catch { return null }
  }

  // item: {action, number, fields} with its ticket among the fields. Returns whether it could be kept.
  put(item) {
    try { localStorage.setItem(this.#key, JSON.stringify(item)) } catch { return false }
    this.#wait()
    return true
  }

  take() {
    const { item } = this
    clearTimeout(this.#timer)
    try { localStorage.removeItem(this.#key) } catch { /* nothing was kept */ }
    this.on.waiting(null)
    return item
  }

  async send() {
    const { item } = this
    if (!item || this.#running) return
    this.#running = true
    try {
      const reply = await fetch(item.action, {
        method: "POST",
        headers: { Accept: "application/json", "Content-Type": "application/json" },
        body: JSON.stringify(item.fields),
      })
      if (reply.status >= 500 || reply.status === 429 || reply.status === 401) return this.#wait()
      const told = await reply.json()
      if (JSON.stringify(this.item) !== JSON.stringify(item)) return // Taken back meanwhile, or answered in another tab.
      this.take()
      this.on.arrived(item, reply, told)
    } catch {
      this.#wait()
    } finally {
      this.#running = false
    }
  }

  #wait() {
    this.on.waiting(this.item)
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.send(), AGAIN)
  }
}
