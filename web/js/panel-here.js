// Who else in the chair has the same question in hand, told beside the editor. Locks nothing.
import { sayHere } from "./here.js"

/** `state()`: {doing, number} of this browser. Returns what to call when that may have changed. */
export function withOthers(page, path, state) {
  const look = sayHere(`${path}/here`, state)
  const show = () => tell(page.dataset.me, state().number)
  page.addEventListener("placed", ({ detail }) => { if (detail.id === "here") show() })
  show()
  return () => { look(); show() }
}

function tell(me, number) {
  const place = document.querySelector("[data-also]")
  if (!place) return
  const others = [...document.querySelectorAll(`#here [data-number="${CSS.escape(number ?? "")}"]`)].filter(({ dataset }) => dataset.account !== me)
  const writing = others.find(({ dataset }) => dataset.doing === "writing")
  const other = writing ?? others[0]
  const text = other ? place.dataset[writing ? "writing" : "reading"].replace("#", other.querySelector("bdi").textContent) : ""
  if (place.textContent !== text) place.textContent = text
  place.hidden = !text
}
