// Which question is in hand: the one that the address asks for, and as the server has it now. Changes nothing on the page.
import { fragment } from "./live-list.js"
import { trouble } from "./panel-telling.js"

let asked = location.search

/** The question that was chosen; "" for what comes next. */
export const chosen = () => new URLSearchParams(location.search).get("question") ?? ""

/** Whether the address asks for another question than before: a link within the page is told like a step back, and does not. */
export const asksAnew = () => location.search !== asked

/** This question has been taken in hand. `remember`: it is a step that one can go back. */
export function stepTo(path, number, remember) {
  const address = number ? `${path}?question=${number}` : path
  if (remember && address !== location.pathname + location.search) history.pushState(null, "", address)
  asked = location.search
}

/** The task of a party's panel: `question`, or what comes next. `done`: what was sent just now, `after`: what one has gone on from. */
export async function fetchTask(path, asked) {
  const given = Object.entries(asked).filter(([, value]) => value)
  const query = new URLSearchParams([["part", "task"], ["lang", document.querySelector("live-list[data-panel]").getAttribute("lang")], ...given])
  try {
    const reply = await fetch(`${path}?${query}`)
    if (reply.redirected) return trouble("signedOut")
    return reply.ok ? fragment(await reply.text()) : null
  } catch {
    return trouble("lost")
  }
}
