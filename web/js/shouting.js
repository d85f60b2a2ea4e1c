// Finds shouting: words in capitals. Knows no page. The same as app/routing/advice/tone.py.

import { flat } from "./counting.js"

/** Inside brackets: Latin with combining signs, Greek and Cyrillic letters. */
export const LETTER = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0300-\u036f\u0386-\u03ce\u0400-\u045f"
const WORD = new RegExp(`[${LETTER}]+`, "g")
const ACRONYMS = new Set(("AB AI BB BUP BVC DO EKG EU FN FHM GDPR HBTQ HVB ID IMY IT IVA IVO JO KD KRY LSS LVM LVU MP MR" +
  " MVC NATO PC PDF RS SCB SD SFI SJ SKR SL SMHI SMS SOL SOS SVT TBE TV UK USA VAB VGR VVC XL").split(" "))

/** Where a text shouts in capitals, as [[start, end]]: three words in a row, or over half of at least 12 letters. */
export function shoutingSpans(text) {
  let letters = 0, capitals = 0, row
  const rows = []
  for (const { 0: word, index } of flat(text).matchAll(WORD)) {
    if (word.length < 2 || ACRONYMS.has(word)) continue
    letters += word.length
    if (!inCapitals(word)) {
      row = null
      continue
    }
    capitals += word.length
    if (!row) rows.push(row = { start: index, long: 0 })
    row.end = index + word.length
    row.long += word.length > 2
  }
  const most = letters >= 12 && capitals * 2 > letters
  return rows.filter(({ long }) => most || long >= 3).map(({ start, end }) => [start, end])
}

function inCapitals(word) {
  const letters = [...word.replace(/[\u0300-\u036f]/g, "")]
  return letters.length > 0 && letters.every(letter => letter !== letter.toLowerCase())
}

/** Whether a text shouts in capitals. */
export function shouting(text) {
  return shoutingSpans(text).length > 0
}
