// Puts a finished element in its place among those that are there. Knows nothing of sockets, numbers or what the elements mean.

// Items stand by their position (data-at); what has none, such as a heading, stays where it is.
export function insert(item, list, newestFirst) {
  const items = [...list.children].filter(other => other !== item && "at" in other.dataset)
  const active = item.contains(document.activeElement) ? document.activeElement : null
  const next = items.find(({ dataset }) => newestFirst ? +dataset.at < +item.dataset.at : +dataset.at > +item.dataset.at)
  if (next) next.before(item)
  else if (items.length) items.at(-1).after(item)
  else list.append(item)
  if (active) focusOn(active)
}

// The new version takes the old one's place; what the reader has opened, written or stands in goes with it.
export function replace(old, fresh) {
  const active = old.contains(document.activeElement) ? document.activeElement : null
  const caret = active && [active.selectionStart, active.selectionEnd]
  keepItems(old, fresh)
  keepState(old, fresh)
  const heir = active && (fresh.contains(active) ? active : twin(active, old, fresh) ?? fresh)
  old.replaceWith(fresh)
  if (heir) focusOn(heir)
  // Tick boxes and the like have no caret and refuse to be given one.
  if (Number.isInteger(caret?.[0]) && Number.isInteger(heir.selectionStart)) heir.setSelectionRange(...caret)
}

export function remove(item) {
  const neighbour = item.nextElementSibling ?? item.previousElementSibling ?? item.parentElement
  const focused = item.contains(document.activeElement)
  item.remove()
  if (focused) focusOn(neighbour)
}

// A keyboard goes on from here, and the page does not move unless it is meant to.
export function focusOn(element, preventScroll = true) {
  if (element.tabIndex < 0) element.tabIndex = -1
  element.focus({ preventScroll })
}

// Safari does not hold the line being read in its place while things above it change.
export function anchored(list, change) {
  const line = !CSS.supports("overflow-anchor: auto")
    && [...list.children].find(item => item.previousElementSibling && item.getBoundingClientRect().bottom > 0)
  const top = line && line.getBoundingClientRect().top
  change()
  if (line?.isConnected) scrollBy(0, line.getBoundingClientRect().top - top)
}

// Items inside an item are things of their own: only their own frames change them.
function keepItems(old, fresh) {
  for (const list of old.querySelectorAll("[data-items][id]")) {
    const heir = twin(list, old, fresh)
    if (!heir?.matches("[data-items]")) continue
    for (const item of [...list.children]) if (item.id && !twin(item, old, heir)) insert(item, heir)
  }
}

function keepState(old, fresh) {
  for (const details of old.querySelectorAll("details[open]")) twin(details, old, fresh)?.setAttribute("open", "")
  for (const field of old.querySelectorAll("[data-keep] :is(input:not([type=hidden]), textarea, select)")) {
    const heir = twin(field, old, fresh)
    if (!heir) continue
    if (field.checked !== field.defaultChecked) heir.checked = field.checked
    if (field.value !== field.defaultValue) heir.value = field.value
  }
}

// What in `to` is the same as this element in `from`: by id, by name or address, else by its turn among its kind.
function twin(element, from, to) {
  if (element === from) return to
  if (element.id) return to.querySelector(`#${CSS.escape(element.id)}`)
  let kind = element.localName
  for (const name of ["name", "href", "data-keep"]) {
    if (element.hasAttribute(name)) kind += `[${name}="${CSS.escape(element.getAttribute(name))}"]`
  }
  return to.querySelectorAll(kind)[[...from.querySelectorAll(kind)].indexOf(element)]
}
