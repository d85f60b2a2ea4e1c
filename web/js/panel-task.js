// Fetches the question in hand as the server has it now. Changes nothing.
import { fragment } from "./live-list.js"
import { trouble } from "./panel-telling.js"

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
