// Says under the form when what somebody writes seems to be answered already. All of it happens in this browser: what has not
// been sent has not reached the authority, so it goes nowhere to be compared. Advice: nobody is kept from sending.
const PAUSE = 400

const form = document.querySelector("[data-ask]")
const place = form?.querySelector("[data-already]")
const profiles = new WeakMap()
let timer

if (place) {
  for (const kind of ["input", "reset", "click"]) form.addEventListener(kind, soon)
  document.querySelector("live-list")?.addEventListener("placed", soon)
  soon()
}

function soon() {
  clearTimeout(timer)
  timer = setTimeout(look, PAUSE)
}

async function look() {
  if (!form.elements.body.value.trim()) return say(null)
  const measure = await import("./likeness.js")
  const { body, follow_up_to: thread } = form.elements
  const written = measure.profile(body.value)
  let best = { score: Number(place.dataset.already) }
  for (const asked of document.querySelectorAll("#threads .voice--ask")) {
    const { id } = asked.closest("li")
    const score = measure.likeness(written, profileOf(asked, measure))
    if (score >= best.score && id !== `q-${thread.value}` && (score > best.score || !best.id)) best = { score, id }
  }
  say(best.id ?? null, best.score >= measure.VERY_ALIKE ? "very" : "some")
}

function profileOf(asked, { profile }) {
  const text = asked.textContent
  if (profiles.get(asked)?.text !== text) profiles.set(asked, { text, seen: profile(text) })
  return profiles.get(asked).seen
}

// Said once: whoever listens to the page hears it again only when it is another question.
function say(id, how) {
  const said = id && `${id} ${how}`
  if ((place.dataset.said || null) === said) return
  place.dataset.said = said ?? ""
  if (!id) return place.replaceChildren()
  const advice = form.querySelector(`[data-already-${how}]`).content.cloneNode(true)
  advice.querySelector("b").textContent = id.slice(2)
  advice.querySelector("a").href = `#${id}`
  place.replaceChildren(advice)
}
