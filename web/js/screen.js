// The screen in the hall: turns the pages of a long answer calmly, and goes on to what is new or what the moderator puts up.
// Without this file the page is loaded again twice a minute and is scrolled.

const live = document.querySelector(".screen-live")
const main = document.querySelector("[data-screen]")
const pages = document.querySelector("[data-pages]")
const list = document.querySelector("#threads")
const pageOf = document.querySelector("[data-page-of]")
const pause = document.querySelector("[data-screen-pause]")
const clock = document.querySelector("[data-now]")
const calm = matchMedia("(prefers-reduced-motion: reduce)")
const wide = matchMedia("(min-width: 48rem) and (min-height: 30rem)")

const SIGNS_A_SECOND = 14 // As fast as a hall reads.
const SHORTEST = 9_000
const AT_LEAST = 20_000 // However short an answer is, it stands for so long.
const FADE = 300
const POINTER = 3_000
const begun = performance.now()

let page = 0
let paused = false
let seenAll = false
let waiting = false // Something newer is on the page, and its turn comes when this has been read.
let pinned = document.querySelector("#sitting").dataset.screen
const timers = {}

function start() {
  pause.hidden = clock.hidden = false
  live.addEventListener("placed", ({ detail }) => placed(detail))
  new MutationObserver(gone).observe(list, { childList: true })
  new ResizeObserver(lay).observe(pages)
  document.fonts.ready.then(lay)
  addEventListener("keydown", key)
  addEventListener("pointermove", moving)
  pause.addEventListener("click", () => pausing(!paused))
  wide.addEventListener("change", lay)
  tick()
  lay()
}

const chosen = () => main.dataset.chosen && document.getElementById(`q-${main.dataset.chosen}`)
const gap = () => parseFloat(getComputedStyle(pages).columnGap) || 0
const count = () => Math.max(1, Math.round((pages.scrollWidth + gap()) / (pages.clientWidth + gap())))

function lay() {
  chosen()?.setAttribute("data-on-screen", "")
  live.toggleAttribute("data-paged", true)
  show(Math.min(page, wide.matches ? count() - 1 : 0))
}

function show(number) {
  page = number
  const all = wide.matches ? count() : 1
  pages.scrollLeft = page * (pages.clientWidth + gap())
  pageOf.hidden = all < 2
  pageOf.textContent = pageOf.dataset.words.replace("##", all).replace("#", page + 1)
  seenAll ||= page === all - 1
  later(all)
}

function later(all) {
  clearTimeout(timers.turn)
  if (paused || (all < 2 && !waiting)) return
  const reading = Math.max(SHORTEST, pages.textContent.length / all / SIGNS_A_SECOND * 1_000)
  timers.turn = setTimeout(() => turn(all), reading)
}

function turn(all) {
  const stood = performance.now() - begun
  if (waiting && seenAll && stood >= AT_LEAST) return go()
  if (all < 2) return later(all)
  fade((page + 1) % all)
}

function fade(number) {
  if (calm.matches || !wide.matches) return show(number)
  live.setAttribute("data-turning", "")
  clearTimeout(timers.fade)
  timers.fade = setTimeout(() => { show(number); live.removeAttribute("data-turning") }, FADE)
}

function placed(item) {
  if (item.id === "sitting") stage(item)
  else if (item.id === "writing") writing([...item.children])
  else if (item === chosen() || chosen()?.contains(item)) lay()
  else if (item.parentNode === list && item.id.startsWith("q-")) newer()
}

// Each state has its own words; all of them are on the page.
function stage({ dataset: { state, intake, screen } }) {
  const now = intake === "paused" ? intake : state
  for (const each of live.querySelectorAll("[data-while]")) each.hidden = !each.dataset.while.split(" ").includes(now)
  if ("fixed" in main.dataset) return
  if (screen ? screen !== main.dataset.chosen : pinned) go()
  pinned = screen
}

function newer() {
  if ("fixed" in main.dataset || pinned) return
  if (!chosen()) return go()
  waiting = true
  later(wide.matches ? count() : 1)
}

function gone() {
  if (main.dataset.chosen && !chosen()) go()
}

function go() {
  clearTimeout(timers.turn)
  location.replace(main.dataset.screen)
}

function writing(seats) {
  clearTimeout(timers.writing)
  if (seats.length) timers.writing = setTimeout(writing, 45_000, [])
  const words = new Map(seats.map(seat => [seat.dataset.seat, seat.textContent]))
  for (const seat of live.querySelectorAll("[data-seat]:has(> .mark)")) {
    seat.querySelector("[data-says]").textContent = words.get(seat.dataset.seat) ?? ""
    seat.querySelector(".mark").classList.toggle("mark--writing", words.has(seat.dataset.seat))
  }
}

function pausing(now) {
  paused = now
  pause.setAttribute("aria-pressed", paused)
  later(wide.matches ? count() : 1)
}

function key(event) {
  if (event.altKey || event.ctrlKey || event.metaKey || event.target.closest("input, textarea, select")) return
  const all = wide.matches ? count() : 1
  const does = {
    ArrowRight: () => page + 1 < all ? fade(page + 1) : follow("after"),
    ArrowLeft: () => page > 0 ? fade(page - 1) : follow("before"),
    ArrowDown: () => wide.matches && follow("after"),
    ArrowUp: () => wide.matches && follow("before"),
    Home: () => go(),
    " ": () => event.target.closest("a, button") ? false : pausing(!paused),
  }[event.key]
  if (does && does() !== false) event.preventDefault()
}

function follow(way) {
  const link = document.querySelector(`[data-${way}]`)
  if (!link) return false
  location.assign(link.href)
}

function moving() {
  live.setAttribute("data-moving", "")
  clearTimeout(timers.moving)
  timers.moving = setTimeout(() => live.removeAttribute("data-moving"), POINTER)
}

function tick() {
  const now = new Date()
  clock.textContent = new Intl.DateTimeFormat("sv", { timeStyle: "short", timeZone: clock.dataset.now }).format(now).replace(":", ".")
  clock.dateTime = now.toISOString()
  setTimeout(tick, 60_000 - now % 60_000)
}

start()
