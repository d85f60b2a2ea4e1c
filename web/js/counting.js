// Counts a text as the server counts it. Knows no page.

/** The text with one unit for every code point, so that places in it are places in code points. */
export function flat(text) {
  return text.replace(/[\ud800-\udbff][\udc00-\udfff]/g, "\ufffd")
}

/** The length in code points: an emoji is one, a letter with a combining sign two, as Python's len() has it. */
export function codePoints(text) {
  return flat(text).length
}

/** The size in bytes of UTF-8 with line ends as the server stores them: what the limit of 8 KiB is about. */
export function bytes(text) {
  return new TextEncoder().encode(text.replace(/\r\n?/g, "\n")).length
}

/** Whether no half of a surrogate pair stands alone; a form would send U+FFFD in its place without a word. */
export function isWellFormed(text) {
  if (text.isWellFormed) return text.isWellFormed()
  return !/[\ud800-\udfff]/.test(flat(text))
}
