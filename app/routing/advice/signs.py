"""The signs that every detector reads a text by. Knows no detector and no language but the alphabets written out here.

Nothing is left to a Unicode table: `\\s`, `\\w` and case-blind matching differ between Python and the browser, and both
must find the same. The same classes stand in web/js/advice.js.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

# For use inside brackets. Letters are Latin with combining signs, Greek and Cyrillic; the soft hyphen is a dash.
SPACE = " \\t\u00a0\u2007\u2009\u202f"
DASH = "\\-\u00ad\u2010-\u2015\u2212"
LETTER = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0300-\u036f\u0386-\u03ce\u0400-\u045f"

# ä as one sign or as a letter and a combining one: what is pasted from a PDF has the second.
AE = "(?:\u00e4|a\u0308)"

# Ends a pattern of digits: what is counted in kronor is no number to reach anyone by.
NOT_MONEY = f"(?![{SPACE}]?(?:%|€|:-|(?:kr|kronor|[mt]kr|mnkr|sek|eur|euro)(?![{LETTER}])))"

_SMALL = {code: code + 32 for code in (*range(0x41, 0x5B), *range(0xC0, 0xD7), *range(0xD8, 0xDF))}
_SMALL_BYTES = bytes(_SMALL.get(code, code) for code in range(256))


@lru_cache(maxsize=1)  # every detector asks for the same text, one after the other
def lowered(text: str) -> str:
    """The text with A-Z and À-Þ small, sign for sign, so that places stay what they are (`lower` can lengthen a text)."""
    try:
        return text.encode("latin-1").translate(_SMALL_BYTES).decode("latin-1")
    except UnicodeEncodeError:
        return text.translate(_SMALL)


def starting_after(boundary: str, pattern: str) -> re.Pattern[str]:
    """Compile `pattern` to be tried at every place after no `boundary`; what it takes in is group 1.

    A pattern takes in a bounded number of signs, so that the work grows with the length of the text and no faster.
    """
    return re.compile(f"(?<![{boundary}])(?=({pattern}))")


def candidates(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Every place where a pattern of `starting_after` fits the lowered text, also where they overlap."""
    return pattern.finditer(lowered(text))


def words(listed: str) -> frozenset[str]:
    """The words of a line, as a set."""
    return frozenset(listed.split())


def passes_luhn(digits: str) -> bool:
    """The check digit of Swedish personal numbers and of payment cards (ISO/IEC 7812-1)."""
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits)))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0
