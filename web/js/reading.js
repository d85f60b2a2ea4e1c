// Reading: which order and whose answers, what the page says in each state of the sitting, who is writing now, links to copy.
// The page works without it; what it remembers stays in this browser.

const live = document.querySelector("[data-reading]")
const list = live.querySelector("#threads")
const filter = live.querySelector("[data-filter]")
const filtered = live.querySelector("[data-filtered-empty]")
const said = live.querySelector("[data-reading-said]")
const ORDER = "order"
const WRITING_FOR = 45_000 // What nobody has renewed for so long is not so any more.
let told

start()

function start() {
  const order = kept()
  if (order) live.setAttribute(ORDER, order)
  live.addEventListener("click", pressed)
  live.addEventListener("placed", ({ detail }) => placed(detail))
  live.addEventListener("connection", ({ detail }) => { if (detail !== "open") writing([]) })
  filter.addEventListener("change", () => { sift(); tell() })
  sift()
}

function placed(item) {
  if (item.id === "sitting") stage(item)
  else if (item.id === "writing") writing([...item.children])
  else sift()
}

// Each state has its own sentences; all of them are on the page, so none has to come from anywhere.
function stage({ dataset: { state, intake } }) {
  const now = intake === "paused" ? intake : state
  for (const each of live.querySelectorAll("[data-while]")) each.hidden = !each.dataset.while.split(" ").includes(now)
  if (state === "archived" && !kept()) live.setAttribute(ORDER, "oldest")
}

function writing(seats) {
  clearTimeout(told)
  if (seats.length) told = setTimeout(writing, WRITING_FOR, [])
  const words = new Map(seats.map(seat => [seat.dataset.seat, seat.textContent]))
  for (const seat of live.querySelectorAll(".bench > [data-seat]")) {
    const says = words.get(seat.dataset.seat) ?? ""
    const place = seat.querySelector("[data-says]")
    if (place.textContent !== says) place.textContent = says
    seat.querySelector(".mark").classList.toggle("mark--writing", says !== "")
  }
}

function sift() {
  const party = filter.value
  const threads = [...list.querySelectorAll(":scope > [data-at]")]
  for (const thread of threads) thread.hidden = party !== "" && !thread.querySelector(`[data-party="${CSS.escape(party)}"]`)
  const none = threads.length > 0 && threads.every(thread => thread.hidden)
  filtered.hidden = !none
  const words = filtered.querySelector("[data-words]")
  if (none) words.textContent = words.dataset.words.replace("#", filter.selectedOptions[0].textContent)
}

function tell() {
  const threads = [...list.querySelectorAll(":scope > [data-at]")]
  const shown = threads.filter(thread => !thread.hidden).length
  said.textContent = said.dataset.filtered.replace("##", threads.length).replace("#", shown)
}

function pressed(event) {
  const order = event.target.closest("[data-order]")
  if (order) keep(order.dataset.order)
  if (event.target.closest("[data-filter-off]")) {
    filter.value = ""
    sift()
    tell()
    filter.focus()
  }
  const link = event.target.closest("[data-link]")
  if (link) copy(link)
}

// The link goes where it says, and is in the clipboard as well.
async function copy(link) {
  try {
    await navigator.clipboard.writeText(link.href)
    said.textContent = said.dataset.copied.replace("#", link.dataset.link)
    link.dataset.copied = ""
    setTimeout(() => delete link.dataset.copied, 2_000)
  } catch { /* no clipboard: the address stands in the browser's own field */ }
}

function kept() {
  try { return localStorage.getItem(ORDER) } catch { return null }
}

function keep(order) {
  try { localStorage.setItem(ORDER, order) } catch { /* private browsing: it holds until the page is left */ }
}
