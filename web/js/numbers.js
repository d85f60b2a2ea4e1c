// Judges numbers by their check digits and the calendar. Knows no text around them. No register is asked.

const LENGTHS = "AD24AE23AL28AT20AZ28BA20BE16BG22BH22BR29BY28CH21CR22CY28CZ24DE22DK18DO28EE20EG29ES24FI18FO18FR27GB22" +
  "GE22GI23GL18GR27GT28HR21HU28IE22IL23IQ23IS26IT27JO30KW30KZ20LB28LI21LT20LU20LV21MC27MD24ME22MK19MT31NL18NO15PK24" +
  "PL28PS29PT25QA29RO24RS22SA24SE24SI19SK24SM27TN24TR26UA29VA22XK20"

const ISSUED = /^(4(\d{12}|\d{15}|\d{18})|5\d{15}|2[2-7]\d{14}|3[47]\d{13}|3[068]\d{12}|6\d{15,18})$/

/** Which kind of Swedish number these parts are, or nothing; a year of two digits is of any century that `pastHundred` allows. */
export function kindOfPerson(year, month, day, lastFour, pastHundred) {
  if (lastFour.startsWith("000") || !passesLuhn(year.slice(-2) + month + day + lastFour)) return
  const centuries = year.length > 2 ? [0] : pastHundred ? [1800, 1900] : [1900, 2000]
  const date = day > 60 ? day - 60 : +day
  const lasts = century => new Date(Date.UTC(century + +year, month, 0)).getUTCDate()
  if (date && centuries.some(century => date <= lasts(century))) return day > 60 ? "coordination_number" : "personal_number"
}

function passesLuhn(digits) {
  const values = [...digits].reverse().map((digit, place) => digit * (1 + place % 2))
  return values.reduce((sum, value) => sum + value - 9 * (value > 9), 0) % 10 === 0
}

/** How much of a candidate in small letters is its country's IBAN, or 0. */
export function lengthOfIban(candidate) {
  const [, length] = LENGTHS.match(`(?:^|\\d)${candidate.slice(0, 2).toUpperCase()}(\\d\\d)`) || []
  const signs = [...candidate.matchAll(/[0-9a-z]/g)].slice(0, length)
  if (!length || signs.length < length) return 0
  let rest = 0
  for (const [sign] of [...signs.slice(4), ...signs.slice(0, 4)]) rest = `${rest}${parseInt(sign, 36)}` % 97
  return rest === 1 ? signs[length - 1].index + 1 : 0
}

/** Whether a number with or without spaces is of an issued length and beginning, with the right check digit. */
export function isCard(number) {
  const digits = number.replace(/\D/g, "")
  return ISSUED.test(digits) && passesLuhn(digits)
}
