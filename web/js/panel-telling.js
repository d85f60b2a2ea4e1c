// What the panel says outside the question in hand: how many lie where, what has happened, what went wrong. Sends nothing.

const title = document.title

/** The element with this id. */
export const find = id => document.getElementById(id)

/** How many lie in each pile, and in the title how many wait. */
export function count(page) {
  for (const list of page.querySelectorAll(".pile > ol")) {
    const place = list.parentElement.querySelector("[data-count]")
    const text = `, ${list.childElementCount}`
    if (place && place.textContent !== text) place.textContent = text
  }
  const waiting = find("waiting").childElementCount
  const text = waiting ? `(${waiting}) ${title}` : title
  if (document.title !== text) document.title = text
}

/** Which of them is in hand. */
export function marked(page, number) {
  for (const link of page.querySelectorAll(".pile [data-open]")) {
    if (link.dataset.open === number) link.setAttribute("aria-current", "true")
    else link.removeAttribute("aria-current")
  }
}

/** To whoever listens: what has happened. */
export function say(name, number = "") {
  const region = find("said")
  region.textContent = region.dataset[name].replace("#", number)
}

/** What went wrong, by its name on the page or in the server's words; nothing: it is over. */
export function trouble(name, message = "") {
  const place = find("trouble")
  const text = name ? place.dataset[name] : message
  place.hidden = !text
  if (place.textContent !== text) place.textContent = text
  return null
}

/** While an answer waits for the line it can be taken back, and nothing else is sent. */
export function queued(item) {
  const place = find("outbox")
  place.hidden = !item
  place.querySelector("[data-outbox-text]").textContent = item ? place.dataset.waiting.replace("#", item.number) : ""
}

/** It cannot be sent any more, and the server never got it: here it is, to be copied. */
export function keep(fresh, text) {
  const kept = fresh.querySelector("[data-kept]")
  if (!kept) return
  kept.hidden = false
  kept.querySelector("textarea").value = text
}
