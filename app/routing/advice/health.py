"""Notices that somebody tells of their own health, or of that of somebody near. Knows words, not meaning: a hint to a human."""

import re
import unicodedata
from typing import Final

from app.routing.advice.signs import words

_SENTENCE = re.compile(r"[^.!?\n]+")
_WORD = re.compile(r"[^\W\d_]+")
_REACH = 7

_MINE: Final = words("min mitt mina")
_SAYING: Final = words(
    "har hade haft fick fått får lider led är var blev blivit drabbades drabbats väntar går gick gått äter tar"
)
# After one of these something is asked or said about an illness, not told of one's own.
_ABOUT: Final = words(
    "om kring angående gällande fråga frågor frågan undrar att hur varför när vad ni varje alla mot läst hört"
)
_TERMS: Final = words(
    "adhd aids allergi allergisk alkoholist alzheimer alzheimers anorexi aspergers astma autism autistisk bipolär"
    " blind borrelia bulimi bröstcancer cancer cellgifter cellgiftsbehandling crohns demens dement"
    " depression deprimerad diabetes diabetiker diagnos diagnoser döv endometrios epilepsi fibromyalgi gravid hepatit"
    " hiv hjärtfel hjärtflimmer hjärtinfarkt hjärtsvikt hörselskadad kol kronisk kroniska leukemi missbruk missfall"
    " narkolepsi njursvikt ocd panikångest parkinson parkinsons prostatacancer psykisk psykiska psykos psykosen"
    " reumatism rullstol rullstolsburen schizofreni sjuk sjukdom sjukdomen sjukdomar sjukskriven sjukskrivning självmordstankar"
    " självskadebeteende stroke synskadad tumör utbränd utmattad utmattning utmattningsdepression utmattningssyndrom"
    " ångest ätstörning"
)


def tells_of_health(text: str) -> bool:
    """Whether "jag har", "min" or the like is followed within seven words of the sentence by an illness or the like.

    Such a post may fall under secrecy (OSL 25:1) or hold sensitive data (GDPR 9): the moderator should look.
    """
    composed = unicodedata.normalize("NFC", text).lower()
    if _TERMS.isdisjoint(_WORD.findall(composed)):
        return False
    return any(_told_in(_WORD.findall(sentence)) for sentence in _SENTENCE.findall(composed))


def health_spans(text: str) -> list[tuple[int, int]]:
    """The words that tell of it, from the first one to the illness. None where signs are composed, and places would not fit."""
    composed = unicodedata.normalize("NFC", text).lower()
    if len(composed) != len(text) or not tells_of_health(text):
        return []
    return [
        (words[place - (words[place][0] not in _MINE)].start(), words[place + reach].end())
        for sentence in _SENTENCE.finditer(composed)
        for words in [list(_WORD.finditer(composed, *sentence.span()))]
        for place in range(len(words))
        for reach in [_reached([word[0] for word in words], place)]
        if reach
    ]


def _told_in(spoken: list[str]) -> bool:
    return any(_reached(spoken, place) for place in range(len(spoken)))


def _reached(spoken: list[str], place: int) -> int:
    """How many words after this one the illness stands, where this one begins to tell of it; 0 where it does not."""
    return _reaches_term(spoken[place + 1 : place + 1 + _REACH]) if _begins(spoken, place) else 0


def _begins(spoken: list[str], place: int) -> bool:
    if spoken[place] in _MINE:
        return True
    pair = spoken[max(place - 1, 0) : place + 1]
    return len(pair) == 2 and "jag" in pair and not _SAYING.isdisjoint(pair)


def _reaches_term(following: list[str]) -> int:
    for turn, word in enumerate(following, 1):
        if word in _ABOUT:
            return 0
        if word in _TERMS:
            return turn
    return 0
