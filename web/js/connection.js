// Keeps one line to the server: a socket, or polling where sockets are blocked. Knows nothing of what is said on it.

const SILENCE = 60_000 // The server says something at least every 25 s.
const TRIES = 3 // Failed sockets in a row before polling.
const POLLS = 5 // Polls before the next try at a socket.
const WAKES = [[window, "online"], [window, "pageshow"], [document, "visibilitychange"]]

export class Connection {
  #socket
  #timer // The next try, poll, or giving up.
  #heard = 0
  #failures = 0
  #notBefore = 0 // Until then the server has asked us to stay away.
  #stopped = false

  // address("src") and address("news") say where to go, with the number reached; null where there is no such way.
  constructor(address, onFrame, onState) {
    Object.assign(this, { address, onFrame, onState })
    for (const [target, event] of WAKES) target.addEventListener(event, this.#wake)
    this.#connect()
  }

  stop() {
    this.#stopped = true
    for (const [target, event] of WAKES) target.removeEventListener(event, this.#wake)
    this.#leave()
  }

  #connect() {
    this.#leave()
    const url = this.address("src")
    url.protocol = url.protocol.replace("http", "ws")
    const socket = this.#socket = new WebSocket(url)
    const begun = Date.now()
    let spoken = false
    socket.onopen = () => { this.#listen(); this.onState("open") }
    socket.onmessage = ({ data }) => { spoken = true; this.#listen(); this.onFrame(JSON.parse(data)) }
    socket.onclose = ({ code, reason }) => {
      // A proxy that lets a socket open and cuts it at once is as bad as one that refuses it.
      this.#failures = spoken || Date.now() - begun > 10_000 ? 0 : this.#failures + 1
      this.#lost(code === 1012 || code === 1013 ? parseInt(reason, 10) : NaN)
    }
    this.#listen()
  }

  #listen() {
    this.#heard = Date.now()
    this.#later(SILENCE, () => { this.#failures++; this.#lost() })
  }

  // Closing a dead line can take minutes, so nobody waits for it.
  #leave() {
    clearTimeout(this.#timer)
    if (this.#socket) this.#socket.onopen = this.#socket.onmessage = this.#socket.onclose = null
    this.#socket?.close()
    this.#socket = null
  }

  #lost(asked) {
    this.#leave()
    if (asked >= 0) this.#failures = 0
    else if (this.#failures >= TRIES && this.address("news")) return this.#poll(POLLS)
    // Full jitter, from the first try on: a thousand pages cut off together do not come back together.
    const wait = asked >= 0 ? asked : Math.random() * Math.min(30_000, 1_000 * 2 ** this.#failures)
    this.#notBefore = asked >= 0 ? Date.now() + asked : 0
    this.onState("lost")
    this.#later(wait, () => this.#connect())
  }

  async #poll(left) {
    try {
      const answer = await fetch(this.address("news"), { signal: AbortSignal.timeout(30_000) })
      const { frames } = await answer.json()
      frames.forEach(this.onFrame)
      this.onState("polling")
    } catch {
      left = 0
      this.onState("lost")
    }
    if (this.#stopped || this.#socket) return
    this.#later(10_000 * (1 + Math.random()), () => left > 1 ? this.#poll(left - 1) : this.#connect())
  }

  #later(wait, then) {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(then, wait)
  }

  // The net is back, or the reader: no waiting for the timer, unless the server asked for it.
  #wake = () => {
    const alive = this.#socket && Date.now() - this.#heard < SILENCE
    if (!document.hidden && !alive && Date.now() >= this.#notBefore) this.#connect()
  }
}
