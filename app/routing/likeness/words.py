"""What a Swedish question is about: its words without those that say nothing, without endings, equal words as one. Knows no score."""

import re
import unicodedata
from typing import Final

MOST_WORDS: Final = 80
"""Different words that are looked at: a question says what it is about before that, and a post of 8 KiB costs no more."""

_WORD = re.compile(r"[^\W_]+")

_SILENT: Final = (
    "alla allt alltid aldrig att av bara blev bli blir blivit både då de del den denna deras dess det detta dig din dina dit"
    " ditt dock du där därför e efter egen egentligen eller en er era ert ett ens fick finns fortfarande fråga frågor från få"
    " får fått för före ge genom ger gick går gå gällande gång gånger gör göra gjort ha hade haft han har hans hej hela helt"
    " henne hennes hit hon honom hos hur här håller hör hört i in ingen inget inga inte ja jag ju jo kan kom kommer komma"
    " kunde kunna låta låter man med mellan men mig min mina mitt mot måste ni nog nu när någon någonsin något några o och"
    " också om oss på redan sa samma sant se sedan ser sig sin sina sitt ska skall skulle snälla som stämmer så sådan sån"
    " säga säger sätt tack till tills tycker tänker tänkt under undrar upp ur ut utan vad var vara varandra varför varit vart"
    " vem vems verkligen vet vi vid vidare vilka vilken vilket vill väl vår våra vårt är än ännu åt"
)

_FAINT: Final = (
    "ansvar anser arbeta behöva beror borde bort bra brist bättre dag dålig fel fler flera färre gammal hjälp händer idag idé igen"
    " införa jobba klar lite län länet lägga lång långt länge mest mer mindre mycket många möjlig ny nya nytt nästa ordna"
    " parti partierna plan politiker problem region regionen sluta stor stora stort större svårt ta tar tas tid timmar tror åka år året"
)

# Words that say the same of what citizens ask their region and municipality about, in the forms that do not end alike.
_SAME: Final = (
    "läkare läkar doktor|sjukhus lasarett|sköterska sjuksköterska|bb förlossning föda|vänta kö kön köer köerna väntetid"
    "|sen sena sent försenad försening dröja|kosta kostnad pris avgift betala betalt dyr dyrt taxa"
    "|pengar bidrag anslag stöd miljoner kronor|höja höjning höjd öka ökning|sänka sänkning minska lägre billig billigare"
    "|stänga stängd ned ner nedläggning nedlagd avveckla kvar|spara besparing nedskärning skära|gratis fri avgiftsfri kostnadsfri"
    "|lön arvode tjänar|personal anställda medarbetare|uppsägning sägas varsla varsel|underskott förlust back minus"
    "|äldre pensionär senior|unga ungdom tonåring|barn barnen elev|landet landsbygd glesbygd|chaufför förare|järnväg tåg"
    "|cykelväg cykelbana|busskur väderskydd|mobil mobiltelefon|badhus simhall|bio biograf|fritidsgård ungdomsgård"
    "|helg lördag söndag|bredband fiber|bostad lägenhet|bygga bygge byggd|skatt skattesats|bup ungdomspsykiatri"
)

_ENDING = re.compile(
    "(.{3,}?)(?:heterna|heten|arnas|ernas|ornas|arna|erna|orna|ande|ende|ades|aste|aren|ade|het|are|ast|ing"
    "|ar|er|orn|or|en|et|at|an|as|na|a|e)"
)
_OF = re.compile("(.{2,}[bcdfghjklmnoprtvy])s")


def stem(word: str) -> str:
    """The word without its ending: a genitive s, then the longest of some forty endings that leaves three signs."""
    if of := _OF.fullmatch(word):
        word = of[1]
    ending = _ENDING.fullmatch(word)
    return ending[1] if ending else word


_MEANS: Final = {stem(word): stem(group.split()[0]) for group in _SAME.split("|") for word in group.split()}
_SILENT_WORDS: Final = frozenset(_SILENT.split())
_FAINT_STEMS: Final = frozenset(map(stem, _FAINT.split()))


def spoken_of(text: str) -> dict[str, bool]:
    """The first ``MOST_WORDS`` different words that say what the text is about, in order, each with whether it says little.

    Without endings, and words that mean the same as one. Letters of every alphabet are read, but only Swedish is understood.
    """
    found: dict[str, bool] = {}
    for word in _WORD.findall(unicodedata.normalize("NFC", text).lower()):
        if word not in _SILENT_WORDS:
            stemmed = stem(word)
            found[_MEANS.get(stemmed, stemmed)] = stemmed in _FAINT_STEMS
            if len(found) == MOST_WORDS:
                break
    return found
