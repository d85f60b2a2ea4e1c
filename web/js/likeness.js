// How alike two questions are, from 0 to 1: the same as app/routing/likeness, by tests/cases/likeness.json. Knows no page.

const SILENT = new Set(("alla allt alltid aldrig att av bara blev bli blir blivit både då de del den denna deras dess det detta dig din dina dit ditt " +
  "dock du där därför e efter egen egentligen eller en er era ert ett ens fick finns fortfarande fråga frågor från få får fått " +
  "för före ge genom ger gick går gå gällande gång gånger gör göra gjort ha hade haft han har hans hej hela helt henne hennes " +
  "hit hon honom hos hur här håller hör hört i in ingen inget inga inte ja jag ju jo kan kom kommer komma kunde kunna låta " +
  "låter man med mellan men mig min mina mitt mot måste ni nog nu när någon någonsin något några o och också om oss på redan sa " +
  "samma sant se sedan ser sig sin sina sitt ska skall skulle snälla som stämmer så sådan sån säga säger sätt tack till tills " +
  "tycker tänker tänkt under undrar upp ur ut utan vad var vara varandra varför varit vart vem vems verkligen vet vi vid vidare " +
  "vilka vilken vilket vill väl vår våra vårt är än ännu åt").split(" "))
const FAINT = "ansvar anser arbeta behöva beror borde bort bra brist bättre dag dålig fel fler flera färre gammal hjälp händer idag idé " +
  "igen införa jobba klar lite län länet lägga lång långt länge mest mer mindre mycket många möjlig ny nya nytt nästa ordna " +
  "parti partierna plan politiker problem region regionen sluta stor stora stort större svårt ta tar tas tid timmar tror åka år " +
  "året"
const SAME = "läkare läkar doktor|sjukhus lasarett|sköterska sjuksköterska|bb förlossning föda|vänta kö kön köer köerna väntetid|sen sena " +
  "sent försenad försening dröja|kosta kostnad pris avgift betala betalt dyr dyrt taxa|pengar bidrag anslag stöd miljoner " +
  "kronor|höja höjning höjd öka ökning|sänka sänkning minska lägre billig billigare|stänga stängd ned ner nedläggning nedlagd " +
  "avveckla kvar|spara besparing nedskärning skära|gratis fri avgiftsfri kostnadsfri|lön arvode tjänar|personal anställda " +
  "medarbetare|uppsägning sägas varsla varsel|underskott förlust back minus|äldre pensionär senior|unga ungdom tonåring|barn " +
  "barnen elev|landet landsbygd glesbygd|chaufför förare|järnväg tåg|cykelväg cykelbana|busskur väderskydd|mobil mobiltelefon|" +
  "badhus simhall|bio biograf|fritidsgård ungdomsgård|helg lördag söndag|bredband fiber|bostad lägenhet|bygga bygge byggd|skatt " +
  "skattesats|bup ungdomspsykiatri"
const ENDING = /^(.{3,}?)(?:heterna|heten|arnas|ernas|ornas|arna|erna|orna|ande|ende|ades|aste|aren|ade|het|are|ast|ing|ar|er|orn|or|en|et|at|an|as|na|a|e)$/u
const OF = /^(.{2,}[bcdfghjklmnoprtvy])s$/u
const MOST_WORDS = 80

/** From here on two texts are most often the same question. */
export const VERY_ALIKE = 0.65

const stem = word => word.replace(OF, "$1").replace(ENDING, "$1")
const faint = new Set(FAINT.split(" ").map(stem))
const means = new Map(SAME.split("|").map(group => group.split(" ").map(stem)).flatMap(stems => stems.map(each => [each, stems[0]])))

/** What likeness sees of a text: how much there is of each piece of its words, and the length of it all. */
export function profile(text) {
  const pieces = new Map()
  for (const [word, isFaint] of spokenOf(text)) {
    const counted = count([...word])
    const weight = Math.sqrt(Math.min(Math.max([...word].length, 4), 10)) * (isFaint ? 0.5 : 1) / length(counted)
    for (const [piece, times] of counted) pieces.set(piece, (pieces.get(piece) ?? 0) + weight * times)
  }
  return { pieces, size: length(pieces) }
}

/** How alike the texts of two profiles are. */
export function likeness(one, other) {
  let shared = 0
  for (const [piece, much] of one.pieces) shared += much * (other.pieces.get(piece) ?? 0)
  const [small, large] = one.size < other.size ? [one.size, other.size] : [other.size, one.size]
  return shared && Math.min(1, shared / (large ** 0.7 * small ** 1.3))
}

function spokenOf(text) {
  const found = new Map()
  for (const [word] of text.normalize("NFC").toLowerCase().matchAll(/[\p{L}\p{N}]+/gu)) {
    if (SILENT.has(word)) continue
    const stemmed = stem(word)
    found.set(means.get(stemmed) ?? stemmed, faint.has(stemmed))
    if (found.size === MOST_WORDS) break
  }
  return found
}

function count(signs) {
  const bordered = ["<", ...signs, ">"], counted = new Map()
  if (/^\d+$/.test(signs.join(""))) return counted.set(bordered.join(""), 1)
  for (let place = 2; place < bordered.length; place++) {
    const piece = bordered.slice(place - 2, place + 1).join("")
    counted.set(piece, (counted.get(piece) ?? 0) + 1)
  }
  return counted
}

function length(pieces) {
  let sum = 0
  for (const much of pieces.values()) sum += much * much
  return Math.sqrt(sum)
}
