// The walk before the close: what has no outcome yet is counted anew while others work too. Without this: a reload.
import { fragment } from "./live-list.js"

const EVERY = 4000

async function look() {
  if (document.hidden) return
  const answer = await fetch("?part=left", { headers: { Accept: "text/html" } }).catch(() => null)
  if (!answer?.ok) return
  const now = fragment(await answer.text())
  for (const name of ["closing-left", "close"]) put(document.getElementById(name), now.querySelector(`#${name}`))
}

// What is being used stays as it is: the server asks again where what was said yes to is not what stands any more.
function put(here, now) {
  if (!here || !now || here.textContent === now.textContent || here.contains(document.activeElement)) return
  const list = here.querySelector("details")
  if (list) now.querySelector("details")?.toggleAttribute("open", list.open)
  here.replaceWith(now)
}

setInterval(look, EVERY)
