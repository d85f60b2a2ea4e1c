"""Finds shouting: capitals, and signs or letters repeated for force. Knows nothing of what is said."""

import re
from typing import Final

from app.routing.advice.signs import LETTER, words

_WORD = re.compile(f"[{LETTER}]+")
_COMBINING = re.compile("[\u0300-\u036f]")
_CAPITALS = "".join(
    sign for sign in map(chr, range(0x41, 0x460)) if re.match(f"[{LETTER}]", sign) and sign != sign.lower()
)
_TWO_CAPITALS = re.compile(f"[{_CAPITALS}\u0300-\u036f]{{2}}")
_REPEATED = re.compile("[!?]{3}|([^\\s0-9._*=#\\-\u2013\u2014\u2026])\\1{5}")
_WORDS_IN_A_ROW = 3
_LETTERS_TO_JUDGE = 12

ACRONYMS: Final = words(
    "AB AI BB BUP BVC DO EKG EU FN FHM GDPR HBTQ HVB ID IMY IT IVA IVO JO KD KRY LSS LVM LVU MP MR MVC NATO PC"
    " PDF RS SCB SD SFI SJ SKR SL SMHI SMS SOL SOS SVT TBE TV UK USA VAB VGR VVC XL"
)


def shouting_spans(text: str) -> list[tuple[int, int]]:
    """Where a text shouts: three words in a row in capitals, or any where over half of at least 12 letters are capitals.

    Common abbreviations do not count. A word of two letters carries a row on without counting, one letter is no word.
    """
    if _TWO_CAPITALS.search(text) is None:
        return []  # no word of two letters is in capitals
    spoken = [word for word in _WORD.finditer(text) if len(word[0]) > 1 and word[0] not in ACRONYMS]
    rows = _rows_of_capitals(spoken)
    letters = sum(len(word[0]) for word in spoken)
    capitals = sum(len(word[0]) for row in rows for word in row)
    if letters < _LETTERS_TO_JUDGE or capitals * 2 <= letters:
        rows = [row for row in rows if sum(len(word[0]) > 2 for word in row) >= _WORDS_IN_A_ROW]
    return [(row[0].start(), row[-1].end()) for row in rows]


def _rows_of_capitals(spoken: list[re.Match[str]]) -> list[list[re.Match[str]]]:
    rows: list[list[re.Match[str]]] = [[]]
    for word in spoken:
        if _in_capitals(word[0]):
            rows[-1].append(word)
        elif rows[-1]:
            rows.append([])
    return [row for row in rows if row]


def _in_capitals(word: str) -> bool:
    letters = _COMBINING.sub("", word)
    return bool(letters) and all(letter != letter.lower() for letter in letters)


def shouting(text: str) -> bool:
    """Whether a text shouts in capitals (M8)."""
    return bool(shouting_spans(text))


def repeated_signs(text: str) -> bool:
    """Whether three ! or ? stand in a row, or any other sign six times: "Snälla!!!", "Neeeeeej"."""
    return bool(_REPEATED.search(text))


def repeated_spans(text: str) -> list[tuple[int, int]]:
    """Where they stand."""
    return [match.span() for match in _REPEATED.finditer(text)]
