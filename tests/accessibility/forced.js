// What a page loses where the system's few colours take the place of its own: backgrounds and shadows.
window.forced = (() => {
  const isSeen = element => element.checkVisibility({ visibilityProperty: true }) && element.getBoundingClientRect().width > 1
  const name = element => `${element.localName}.${[...element.classList].join(".")} "${(element.innerText ?? "").trim().slice(0, 40)}"`
  const seen = () => [...document.body.querySelectorAll("*")].filter(isSeen)
  const isPainted = style => style.backgroundImage !== "none" || !/^(transparent|rgba\(.*, 0\))$/.test(style.backgroundColor)
  const isBordered = style => ["Top", "Bottom", "Left", "Right"].some(side => style[`border${side}Style`] !== "none" && parseFloat(style[`border${side}Width`]) > 0)
  const isEmpty = element => !element.textContent.trim() && !element.children.length && !element.matches("input, textarea, select, iframe, img, svg *, svg, audio, video")

  // Dashes, dots and bars that are nothing but a background: there is none left of them.
  const painted = () => seen().flatMap(element => {
    const parts = [["::before", getComputedStyle(element, "::before")], ["::after", getComputedStyle(element, "::after")]]
      .filter(([, style]) => style.content === '""')
    if (isEmpty(element)) parts.push(["", getComputedStyle(element)])
    return parts.filter(([, style]) => isPainted(style) && !isBordered(style) && style.display !== "none").map(([which]) => name(element) + which)
  })

  // What stands out by a background of its own within a sentence, or by a shadow: something else must say it as well.
  const shaded = () => {
    window.shadedOnes ??= seen().filter(each => getComputedStyle(each).boxShadow !== "none" || each.matches("ins, mark"))
    return window.shadedOnes.filter(each => {
      const style = getComputedStyle(each)
      return style.textDecorationLine === "none" && style.outlineStyle === "none" && !isBordered(style)
    }).map(name)
  }

  const look = (element, part) => {
    const style = getComputedStyle(element, part)
    return [style.outlineStyle, style.outlineColor, style.fontWeight, style.textDecorationLine, style.borderTopWidth,
      style.borderTopStyle, style.borderBottomWidth, style.borderBottomColor].join()
  }

  const STATES = { "aria-current": "[aria-current]:not([aria-current=false])", "aria-pressed": "[aria-pressed=true]" }

  // The current one among its like, and what is pressed, looks as if it were not.
  const unmarked = () => Object.entries(STATES).flatMap(([attribute, chosen]) => seen().filter(each => each.matches(`a${chosen}, button${chosen}`)).filter(each => {
    const before = [look(each), look(each, "::before"), look(each.parentElement), look(each.parentElement.firstElementChild, "::before")].join()
    const value = each.getAttribute(attribute)
    each.setAttribute(attribute, "false")
    if (attribute === "aria-current") each.removeAttribute(attribute)
    const after = [look(each), look(each, "::before"), look(each.parentElement), look(each.parentElement.firstElementChild, "::before")].join()
    each.setAttribute(attribute, value)
    return before === after
  }).map(name))

  // Pictures drawn in the page's own ink would be gone on the system's ground.
  const drawn = () => seen().filter(each => each.matches("svg.icon, svg.brand")).filter(each => {
    const { stroke, fill } = getComputedStyle(each)
    const ground = getComputedStyle(document.body).backgroundColor
    return [stroke, fill].every(ink => ink === "none" || ink === ground)
  }).map(name)

  return { painted, shaded, unmarked, drawn }
})()
