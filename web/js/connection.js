// Keeps one line to the server: a socket while one can be had, polling where sockets are blocked. Knows nothing of what is said on it.

const FIRST = 1000
const LONGEST = 30_000
const SILENCE = 60_000 // The server says something at least every 25 s.
const TRIES = 3 // Failed sockets before polling.
const POLLS = 5 // Polls between two tries at a socket.

export class Connection {
  #socket
  #timer // The next try or poll.
  #alarm // Nothing has been heard.
  #heard = 0
  #failures = 0
  #ordered = 0 // The server has asked us to stay away until then.
  #running = false

  // address(kind): where to go, with the number reached; kind is "src" or "news", null where there is none.
  constructor(address, onFrame, onState) {
    Object.assign(this, { address, onFrame, onState })
  }

  start() {
    this.#running = true
    this.#connect()
    for (const [target, event] of WAKES) target.addEventListener(event, this.#wake)
  }

  stop() {
    this.#running = false
    for (const [target, event] of WAKES) target.removeEventListener(event, this.#wake)
    clearTimeout(this.#timer)
    this.#leave()
  }

  #connect() {
    this.#leave()
    const url = this.address("src")
    url.protocol = url.protocol.replace("http", "ws")
    const socket = this.#socket = new WebSocket(url)
    const opened = Date.now()
    let spoken = false
    socket.onopen = () => { this.#listen(); this.onState("open") }
    socket.onmessage = ({ data }) => { spoken = true; this.#listen(); this.onFrame(JSON.parse(data)) }
    socket.onclose = ({ code, reason }) => {
      // A proxy that lets a socket open and cuts it at once is as bad as one that refuses it.
      this.#failures = spoken || Date.now() - opened > 10_000 ? 0 : this.#failures + 1
      this.#lost(code === 1012 || code === 1013 ? parseInt(reason, 10) : NaN)
    }
    this.#listen()
  }

  #listen() {
    this.#heard = Date.now()
    clearTimeout(this.#alarm)
    this.#alarm = setTimeout(() => { this.#failures++; this.#lost() }, SILENCE)
  }

  // Not heard any more: closing a dead line can take minutes, so nobody waits for it.
  #leave() {
    clearTimeout(this.#alarm)
    if (!this.#socket) return
    this.#socket.onopen = this.#socket.onmessage = this.#socket.onclose = null
    this.#socket.close()
    this.#socket = null
  }

  #lost(ordered) {
    this.#leave()
    if (ordered >= 0) {
      this.#failures = 0
      this.#ordered = Date.now() + ordered
      this.onState("lost")
      this.#later(ordered, () => this.#connect())
    } else if (this.#failures >= TRIES && this.address("news")) {
      this.#poll(POLLS)
    } else {
      this.onState("lost")
      // Full jitter, from the first try on: a thousand pages cut off together do not come back together.
      this.#later(Math.random() * Math.min(LONGEST, FIRST * 2 ** this.#failures), () => this.#connect())
    }
  }

  async #poll(left) {
    let next = () => this.#connect()
    try {
      const answer = await fetch(this.address("news"), { signal: AbortSignal.timeout(LONGEST) })
      if (!answer.ok) throw new Error(answer.status)
      const { frames } = await answer.json()
      frames.forEach(this.onFrame)
      this.onState("polling")
      if (left > 1) next = () => this.#poll(left - 1)
    } catch {
      this.onState("lost")
    }
    if (this.#running && !this.#socket) this.#later(10_000 * (1 + Math.random()), next)
  }

  #later(wait, then) {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(then, wait)
  }

  // The net is back, or the reader: do not wait for the timer, unless the server asked for it.
  #wake = () => {
    const alive = this.#socket && Date.now() - this.#heard < SILENCE
    if (document.hidden || alive || Date.now() < this.#ordered) return
    clearTimeout(this.#timer)
    this.#connect()
  }
}

const WAKES = [[window, "online"], [window, "pageshow"], [document, "visibilitychange"]]
