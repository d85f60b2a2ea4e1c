// A sound and a shake when a question comes, for who has asked for it: off until then, kept in this browser. Knows no question.

const KEY = "panel-signal"
const TONE = [[660, 0], [880, 0.16]] // Hertz, and seconds from the beginning.

let sound = null

/** The switch that turns it on. Returns what to call when a question has come. */
export function signals(tick) {
  tick.closest("[data-needs-script]").hidden = false
  tick.checked = stored()
  tick.addEventListener("change", () => {
    try { localStorage.setItem(KEY, tick.checked ? "on" : "") } catch { /* it holds as long as the page */ }
    if (tick.checked) give() // The press lets the page sound, and the ear knows what to wait for.
  })
  return () => { if (tick.checked) give() }
}

function stored() {
  try { return localStorage.getItem(KEY) === "on" } catch { return false }
}

function give() {
  navigator.vibrate?.([120, 80, 120])
  sound ??= new AudioContext()
  for (const [pitch, at] of TONE) {
    const tone = new OscillatorNode(sound, { frequency: pitch })
    const volume = new GainNode(sound, { gain: 0.08 })
    tone.connect(volume).connect(sound.destination)
    tone.start(sound.currentTime + at)
    tone.stop(sound.currentTime + at + 0.14)
  }
  sound.resume()
}
