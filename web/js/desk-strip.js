// In which parties somebody is and who of them writes, in words at their places on the strip. Knows no move.
const live = document.querySelector("live-list")
const TOLD_FOR = 45_000 // What nobody has renewed for so long is not so any more.
let told

live.addEventListener("placed", ({ detail: item }) => {
  if (item.id === "writing") { renew(); show() }
  if (item.id === "sitting") show()
})
live.addEventListener("connection", ({ detail }) => { if (detail !== "open") forget() })
renew()
show()

function renew() {
  clearTimeout(told)
  told = setTimeout(forget, TOLD_FOR)
}

function forget() {
  document.getElementById("writing").replaceChildren()
  show()
}

function show() {
  const now = new Map([...document.querySelectorAll("#writing > li")].map(said => [said.dataset.seat, said]))
  for (const place of live.querySelectorAll("[data-says]")) {
    const said = now.get(place.dataset.says)
    const words = said?.textContent ?? ""
    if (place.textContent !== words) place.textContent = words
    place.parentElement.querySelector(".mark").classList.toggle("mark--writing", said !== undefined && "writes" in said.dataset)
  }
}
