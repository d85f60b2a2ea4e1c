// What can be measured on a page as it is laid out: what does not fit, what is cut off, what a finger misses, what moves.
window.probe = (() => {
  const name = element => {
    const id = element.id ? `#${element.id}` : ""
    const kind = element.classList.length ? `.${[...element.classList].join(".")}` : ""
    return `${element.localName}${id}${kind} "${(element.innerText ?? "").trim().slice(0, 40)}"`
  }

  const isSeen = element => {
    const { width, height } = element.getBoundingClientRect()
    return width > 1 && height > 1 && element.checkVisibility({ visibilityProperty: true })
  }

  const inScroller = element => {
    for (let each = element.parentElement; each; each = each.parentElement) {
      if (getComputedStyle(each).overflowX !== "visible" && each !== document.documentElement) return true
    }
    return false
  }

  // What reaches outside the window, and no box of its own lets one scroll to.
  const wide = () => [...document.body.querySelectorAll("*")]
    .filter(each => isSeen(each) && !inScroller(each) && each.getBoundingClientRect().right > innerWidth + 1)
    .map(name)

  // Text that its own box cuts off or lets run out over its neighbours.
  const cut = () => [...document.body.querySelectorAll("*")].filter(each => {
    if (!isSeen(each) || each.matches("svg, svg *, select, option, textarea, input, .post-text, .vh, .vh *")) return false
    const { display, overflowX, overflowY } = getComputedStyle(each)
    if (display.startsWith("inline") && display !== "inline-flex" && display !== "inline-grid") return false
    const text = [...each.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim())
    const scrolls = [overflowX, overflowY].some(way => way === "auto" || way === "scroll")
    if (scrolls || (!text && overflowY === "visible")) return false
    // A plain button stands half a rem outside its line on purpose.
    return each.scrollWidth > each.clientWidth + (overflowX === "visible" ? 9 : 1) || each.scrollHeight > each.clientHeight + 3
  }).map(name)

  const CONTROLS = "a[href], button, input:not([type=hidden]), select, textarea, summary"

  // A link in a sentence may be as high as its line (WCAG 2.5.8); whoever ticks a box may press its words.
  const isInSentence = element => element.localName === "a" && getComputedStyle(element).display === "inline"
    && element.parentElement.innerText.trim().length > element.innerText.trim().length + 1

  const small = least => [...document.querySelectorAll(CONTROLS)].filter(each => {
    if (!isSeen(each) || each.matches(".vh, .skip") || isInSentence(each)) return false
    const target = each.matches("[type=checkbox], [type=radio]") ? each.closest("label") ?? each : each
    const { width, height } = target.getBoundingClientRect()
    return width < least - 0.5 || height < least - 0.5
  }).map(each => `${name(each)} ${Math.round(each.getBoundingClientRect().width)} by ${Math.round(each.getBoundingClientRect().height)}`)

  const moving = longest => document.getAnimations()
    .filter(each => each.effect.getComputedTiming().endTime > longest)
    .map(each => `${each.animationName ?? "transition"} on ${name(each.effect.target)}`)

  const spoken = element => {
    const copy = element?.cloneNode(true)
    copy?.querySelectorAll("[aria-hidden=true], template").forEach(each => each.remove())
    return copy?.textContent
  }

  const words = element => (element.getAttribute("aria-label") || spoken(element.labels?.[0]) || spoken(element) || "").replace(/\s+/g, " ").trim()

  // In a date the browser itself marks the button that opens its calendar.
  const isRinged = element => {
    const { outlineStyle, outlineWidth } = getComputedStyle(element)
    const browsers = element.matches("[type=date], [type=datetime-local]") && !element.matches(":focus-visible")
    return browsers || (outlineStyle !== "none" && parseFloat(outlineWidth) >= 2)
  }

  // Every control that a keyboard has to come to. Of radio buttons with one name it comes to one.
  const controls = () => {
    const all = [...document.querySelectorAll(`${CONTROLS}, [tabindex="0"]`)]
      .filter(each => !each.disabled && each.tabIndex >= 0 && each.checkVisibility({ visibilityProperty: true }))
    return all.filter((each, place) => each.type !== "radio" || all.findIndex(other => other.name === each.name && other.type === "radio") === place)
      .map(each => each.type === "radio" ? `radio ${each.name}` : name(each))
  }

  const met = []

  // Several controls may have the same words: every element has a number of its own.
  const place = element => {
    if (!met.includes(element)) met.push(element)
    return met.indexOf(element)
  }

  // What has the keyboard now: null where that is the page itself.
  const focused = () => {
    const element = document.activeElement
    if (!element || element === document.body) return null
    const { left, top, width, height } = element.getBoundingClientRect()
    const spots = [[0.5, 0.5], [0.1, 0.5], [0.5, 0.1], [0.9, 0.9], [0.02, 0.02]].map(([x, y]) => [left + width * x, top + height * y])
    const hit = spots.some(([x, y]) => {
      const there = document.elementFromPoint(x, y)
      return there && (element.contains(there) || there.contains(element) && !there.matches("main, body, html, live-list") || there.closest("label")?.control === element)
    })
    return { name: element.type === "radio" ? `radio ${element.name}` : name(element), words: words(element), place: place(element), ringed: isRinged(element), hit }
  }

  return { wide, cut, small, moving, controls, focused }
})()
