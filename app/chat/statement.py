"""What the accessibility statement says was tested, read from the results of the tests (M36). Knows no page.

``web/accessibility.json`` is written by ``make statement``. It holds nothing but what the tests said; the words are here.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

from app.chat import languages, render
from app.chat.languages import N_

FILE: Final = render.WEB / "accessibility.json"

CRITERIA: Final[Mapping[str, str]] = {
    "1.1.1": N_("Bilder har ett textalternativ"),
    "1.3.1": N_("Rubriker, listor och fält är märkta som det de är"),
    "1.3.2": N_("Ordningen i läsningen är den som syns"),
    "1.3.5": N_("Fält säger vad de är till för, så att webbläsaren kan fylla i dem"),
    "1.4.1": N_("Ingenting sägs med färg allena"),
    "1.4.3": N_("Text syns tydligt mot sin bakgrund"),
    "1.4.4": N_("Text kan göras dubbelt så stor"),
    "1.4.10": N_("Sidan går att läsa vid 400 procents förstoring utan att rullas i sidled"),
    "1.4.11": N_("Fält, knappar och fokus syns tydligt mot sin bakgrund"),
    "1.4.12": N_("Texten tål större avstånd mellan rader, ord och bokstäver"),
    "2.1.1": N_("Allt går att göra med tangentbordet"),
    "2.1.2": N_("Ingenstans fastnar man med tangentbordet"),
    "2.1.4": N_("Kortkommandon går att stänga av"),
    "2.2.2": N_("Det som rör sig eller uppdateras kan pausas"),
    "2.3.1": N_("Ingenting blinkar"),
    "2.4.1": N_("Man kan hoppa förbi det som återkommer"),
    "2.4.2": N_("Varje sida har en titel som säger vad den är"),
    "2.4.3": N_("Fokus kommer i en ordning som går att följa"),
    "2.4.6": N_("Rubriker och etiketter beskriver det de gäller"),
    "2.4.7": N_("Det syns var fokus är"),
    "2.4.11": N_("Det som har fokus skyms inte"),
    "2.5.8": N_("Knappar och länkar är stora nog att träffa"),
    "3.1.1": N_("Sidan säger vilket språk den är på"),
    "3.1.2": N_("Text på ett annat språk är märkt med det"),
    "3.3.1": N_("Fel i ett formulär beskrivs i ord, vid fältet"),
    "3.3.2": N_("Fält har etiketter och anvisningar"),
    "3.3.7": N_("Man behöver inte skriva samma sak en gång till"),
    "3.3.8": N_("Inloggning kräver inget minnestest"),
    "4.1.2": N_("Varje del har ett namn och en roll som hjälpmedel kan läsa"),
    "4.1.3": N_("Det som händer på sidan sägs också till den som lyssnar"),
}
"""Each success criterion of WCAG 2.2 that a test of ours tries, in words."""


@dataclass(frozen=True, slots=True)
class Tried:
    """A criterion: how many tests tried it, and how many of them failed."""

    criterion: str
    tests: int
    failed: int


@dataclass(frozen=True, slots=True)
class Statement:
    """The results of a run of the accessibility tests. ``browsers``: name and version of each."""

    tested_on: date
    version: str
    tests: int
    failed: int
    pages: int
    browsers: tuple[str, ...]
    tried: tuple[Tried, ...]

    @property
    def failing(self) -> tuple[Tried, ...]:
        return tuple(each for each in self.tried if each.failed)

    @property
    def passing(self) -> tuple[Tried, ...]:
        return tuple(each for each in self.tried if not each.failed)


@cache
def latest() -> Statement:
    """The results that this version of the program came with."""
    read = json.loads(FILE.read_text(encoding="utf-8"))
    return Statement(
        tested_on=date.fromisoformat(read["tested_on"]),
        version=read["version"],
        tests=read["tests"],
        failed=read["failed"],
        pages=read["pages"],
        browsers=tuple(read["browsers"]),
        tried=tuple(Tried(**each) for each in read["tried"]),
    )


def criteria(lang: str) -> dict[str, str]:
    """Each criterion in the reader's words."""
    translate = languages.words(lang)
    return {number: translate(text) for number, text in CRITERIA.items()}
