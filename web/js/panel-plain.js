// Reads an answer as somebody in a hurry reads it: long sentences, long words, abbreviations, other parties' names. Finds; forbids
// nothing. Knows no page.
import { codePoints } from "./counting.js"

const LONG_SENTENCE = 20 // Words.
const LONG_WORD = 22 // Letters: Swedish joins words, and most joined ones are read with ease.
const SHORTENED = /(?<![\p{L}\d])(?:t\.? ?ex\.?|bl\.? ?a\.|m\.? ?m\.|m\.? ?fl\.?|d\.? ?v\.? ?s\.?|p\.? ?g\.? ?a\.?|fr\.? ?o\.? ?m\.?|t\.? ?o\.? ?m\.?|o\.? ?s\.? ?v\.?|etc\.?|resp\.|enl\.|ang\.|ev\.|mkt|f\.n\.)(?![\p{L}\d])/giu
const CAPITALS = /(?<![\p{L}\d])\p{Lu}{2,6}(?![\p{L}\d])/gu
const LINKS = /https?:\/\/\S+|\S+@\S+/g

/** What to say of a text, most useful first: {kind, what}. `others`: names of other parties and their people. */
export function findings(text, { others = [], limit = 0 } = {}) {
  const said = text.replace(LINKS, " ")
  const found = []
  const over = limit ? codePoints(text.replace(/\r\n?/g, "\n")) - limit : 0
  if (over > 0) found.push({ kind: "over", what: over })
  const named = others.find(name => mentions(said, name))
  if (named) found.push({ kind: "named", what: named })
  const long = longSentences(said)
  if (long.length === 1) found.push({ kind: "longOne", what: long[0] })
  if (long.length > 1) found.push({ kind: "longMany", what: long.length })
  const word = (said.match(/[\p{L}-]+/gu) ?? []).find(each => each.length > LONG_WORD)
  if (word) found.push({ kind: "word", what: word })
  const short = said.match(SHORTENED)?.[0].trim() ?? said.match(CAPITALS)?.find(each => !others.includes(each))
  if (short) found.push({ kind: "short", what: short })
  return found
}

// How many words each sentence has that has too many.
function longSentences(text) {
  const calm = text.replace(SHORTENED, "x").replace(/(\d)[.:](?=\d)/g, "$1")
  return calm.split(/[.!?…]+(?=\s|$)|\n+/u).map(each => (each.match(/[\p{L}\d][\p{L}\d'’-]*/gu) ?? []).length).filter(count => count > LONG_SENTENCE)
}

// A party's letter alone is too much like a word: its name, or somebody's whole name, also in the genitive.
function mentions(text, name) {
  if (name.length < 2) return false
  const literal = name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")
  return new RegExp(`(?<![\\p{L}\\d])${literal}(?:s|n|na|nas|ns)?(?![\\p{L}\\d])`, "iu").test(text)
}
