// Finds in a post what its writer may regret, before it is sent. Advice only: knows no page and refuses nothing.
// The same as app/routing/advice, by the same tests/cases/advice.json. No look-behind: old browsers lack it.

import { codePoints, flat } from "./counting.js"
import { isCard, kindOfPerson, lengthOfIban } from "./numbers.js"
import { LETTER, shouting } from "./shouting.js"

export { shouting }

const BLANK = " \\t\u00a0\u2007\u2009\u202f"
const DASH = "\\-\u00ad\u2010-\u2015\u2212"
const SPACE = `[${BLANK}]`
const JOIN = `[${BLANK}${DASH}]`
const CUT = `[${BLANK}${DASH}./]`
const END = `(?![0-9${LETTER}])`
const AE = "(?:ä|a\u0308)"
const E = "(?:é|e\u0301)"
const NOT_MONEY = `(?!${SPACE}?(?:%|€|:-|(?:kr|kronor|[mt]kr|mnkr|sek|eur|euro)(?![${LETTER}])))`

const startingAfter = (boundary, pattern) => new RegExp(`[^${boundary}](?=(${pattern}))`, "g")

const PERSONAL = startingAfter("0-9", `((?:18|19|20)?\\d\\d)(${CUT}?)(0[1-9]|1[0-2])\\3(\\d\\d)` +
  `([${BLANK}${DASH}+\u200b\u2060]{0,3})(\\d{4})(?!\\d)(?![${DASH}]\\d)${NOT_MONEY}`)

const LOCAL = `0-9${LETTER}._%+\\-`
const EMAIL = startingAfter(LOCAL, `[${LOCAL}]{1,64}(?:[@\uff20]|${SPACE}?[(\\[](?:at|@|snabel-?a)[)\\]]${SPACE}?)` +
  `(?:[0-9${LETTER}\\-]{1,63}\\.){1,8}[${LETTER}]{2,24}${END}`)

const IBAN = startingAfter("0-9a-z", `[a-z]{2}\\d\\d(?:${JOIN}?[0-9a-z]){11,27}`)

const CARD = startingAfter("0-9", `(?:\\d{13,19}|\\d{4}(?:${JOIN}\\d{4}){3}|3\\d{3}${JOIN}\\d{6}${JOIN}\\d{4,5})(?!\\d)`)

const GAP = `[${BLANK}${DASH}/().]{0,3}`
const PHONE = startingAfter(`0-9${LETTER}_+`,
  `\\(?(?:0[1-9](?:${GAP}\\d){6,8}|(?:\\+|00)[1-9](?:${GAP}\\d){8,13})${END}${NOT_MONEY}`)
const NO_PHONE = new RegExp(`^(?:[0-2]\\d([ .]?)[0-5]\\d${JOIN}{1,3}[0-2]\\d\\1[0-5]\\d|[0-3]\\d${CUT}[01]\\d` +
  `${CUT}(?:19|20)\\d\\d|\\d\\d([./-])[01]\\d\\2\\d\\d)(?!\\d)`)
const THOUSANDS = new RegExp(`^0\\d\\d(?:${SPACE}\\d{3})+$`)
const BEFORE_THOUSANDS = new RegExp(`(?:^|\\D)\\d{1,3}${SPACE}$`)

const STREET = startingAfter(LETTER, `(?!(?:motor|riks|l${AE}ns|j${AE}rn|cykel|bil|hela|halva)v${AE}gen)` +
  `(?:[${LETTER}]{1,30}(?:gatan?|v${AE}gen|gr${AE}nd(?:en)?|stigen|torget|all${E}n|backen|esplanaden)` +
  `|([${LETTER}]{2,30}s${SPACE})(?:gata|v${AE}g|gr${AE}nd|stig|torg|plats|all${E}|backe))${SPACE}{1,2}` +
  `(?:(?:nr|nummer)\\.?${SPACE})?(?!(?:19|20)\\d\\d(?!\\d))\\d{1,4}(?:${SPACE}?[a-h])?${END}(?![.,:]\\d)` +
  `(?!${SPACE}?(?:km|m|mil|min|minuter|meter|gånger|filer|år|st|procent|dagar|veckor|personer|bilar|(?:jan|febr)uari|` +
  `mars|april|maj|ju[nl]i|augusti|(?:septem|okto|novem|decem)ber)(?![${LETTER}]))${NOT_MONEY}`)

// Where two lay claim to the same signs the first has them. Each gives the kind, and the length where it is not all.
const DETECTORS = [
  [PERSONAL, match => [personal(match)]],
  [EMAIL, () => ["email"]],
  [IBAN, iban],
  [CARD, match => [isCard(match[1]) && "card"]],
  [PHONE, match => [isPhone(match) && "phone"]],
  [STREET, (match, written) => [(!match[2] || written[match.index] !== match[1][0]) && "address"]],
]

/** The personal data in a text, in its order: [{kind, start, end}], counted in code points. */
export function find(text) {
  const written = flat(text)
  const searched = "\n" + written.replace(/[A-Z\u00c0-\u00d6\u00d8-\u00de]/g, letter => letter.toLowerCase())
  const found = [], taken = new Uint8Array(written.length)
  for (const [pattern, judge] of DETECTORS) {
    for (const match of searched.matchAll(pattern)) {
      const [kind, length = match[1].length] = judge(match, written)
      const start = match.index, end = start + length
      if (!kind || taken.subarray(start, end).includes(1)) continue
      taken.fill(1, start, end)
      found.push({ kind, start, end })
    }
  }
  return found.sort((one, other) => one.start - other.start)
}

const before = ({ input, index }) => input.slice(Math.max(index - 4, 0), index + 1)

function personal(match) {
  const [, , year, , month, day, gap, lastFour] = match
  return !new RegExp(`\\d[${DASH}]$`).test(before(match)) && kindOfPerson(year, month, day, lastFour, gap.includes("+"))
}

function iban({ 1: candidate, input, index }) {
  const length = lengthOfIban(candidate)
  return [length && !/[0-9a-z]/.test(input.charAt(index + 1 + length)) && "iban", length]
}

function isPhone(match) {
  const inThousands = THOUSANDS.test(match[1]) && BEFORE_THOUSANDS.test(before(match))
  return !inThousands && !new RegExp(`\\d[${DASH}.,:/]$`).test(before(match)) && !NO_PHONE.test(match[1])
}

const KINDS = ["personal_number", "coordination_number", "phone", "email", "address", "iban", "card"]

/** What to tell the writer, each thing once: the kinds of personal data, then `shouting` and `long`. */
export function advice(text, advisedLength) {
  const found = find(text)
  const codes = KINDS.filter(kind => found.some(each => each.kind === kind))
  if (shouting(text)) codes.push("shouting")
  if (codePoints(text) > advisedLength) codes.push("long")
  return codes
}
