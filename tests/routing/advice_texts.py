"""Texts to try the advice on: the shared cases, pieces to mix, and inputs made to be slow."""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random

from app.routing.advice.tone import ACRONYMS

CASES = json.loads((Path(__file__).parent.parent / "cases" / "advice.json").read_text())

SIGNS = (
    "\u0308",
    "a\u0308",
    "\u200b",
    "\u2060",
    "\ufeff",
    "\u2028",
    "\x00",
    "\x1c",
    "\x85",
    "٣",
    "９",
    "ſ",
    "\u212a",
    "🏳️‍🌈",
    "𝟗",
)
SPACES = ("", " ", " ", "  ", "\n", "\r\n", "\u00a0", "\u202f", " - ", ", ", ": ")
JOINS = (*SPACES, *"-–/.()+@😀\u00ad")


def listed(pieces: str) -> list[str]:
    """The pieces of a line."""
    return pieces.split(" ")


PIECES = (
    *(case["text"] for case in CASES),
    *sorted(ACRONYMS),
    *SIGNS,
    *listed(
        "0 00 1 12 0123 070 08 040 46 19 20 1990 2026 900101 9802 628 04 00 SE45 5000 4111 kr kronor % € :- km maj"
    ),
    *listed(
        "gatan vägen Storgatan väg Johans gata torget nr 12 B anna example.com @ (at) se JAG ÄR SÅ TRÖTT på Š ß İ Ǆ Σ"
    ),
)

# Each is repeated to a length; none may cost more than its length.
SLOW = (
    *listed(
        "1 0 A + ! a. a@ a@b. @a a- x.y. (0 (( 0( 0)))1 a(at) (at) 19900101 900101-980 gatan se45 www. 😀 \u0301"
    ),
    *(
        " ",
        "1 ",
        "01 ",
        "0-1 ",
        "AB ",
        "s gata ",
        "1990-01-01 ",
        "storgatan ",
        "se45 ",
        "4111 ",
        "min ",
        "jag har ",
    ),
    "a" * 30 + "vägen ",
    "Ass gata 1",
)


def mixture(chance: Random) -> str:
    """Some pieces in a row, joined by what may stand between numbers and words."""
    pieces = [chance.choice(PIECES) + chance.choice(JOINS) for _ in range(chance.randrange(1, 12))]
    return "".join(pieces)


@dataclass(frozen=True)
class Planted:
    """A made-up personal number: the same with the right check digit and with a wrong one."""

    right: str
    wrong: str
    coordination: bool


def planted(born: date, serial: int, form: str, coordination: bool, error: int) -> Planted:
    """Write a number by `form` ("{century}{year}{month}{day}-{last}"), its check digit off by `error` (1 to 9) in `wrong`."""
    day = f"{born.day + 60 * coordination:02}"
    nine = f"{born:%y%m}{day}{serial:03}"
    check = _check_digit(nine)
    right, wrong = (
        form.format(
            century=f"{born.year // 100}",
            year=f"{born:%y}",
            month=f"{born:%m}",
            day=day,
            last=f"{serial:03}{digit}",
        )
        for digit in (check, (check + error) % 10)
    )
    return Planted(right, wrong, coordination)


def _check_digit(nine: str) -> int:
    doubled = [int(digit) * (2 if place % 2 == 0 else 1) for place, digit in enumerate(nine)]
    return -sum(value // 10 + value % 10 for value in doubled) % 10


FORMS = (
    "{year}{month}{day}{last}",
    "{year}{month}{day}-{last}",
    "{year}{month}{day}–{last}",
    "{year}{month}{day} {last}",
    "{year}{month}{day}\u00a0{last}",
    "{year}{month}{day} - {last}",
    "{year} {month} {day} {last}",
    "{century}{year}{month}{day}{last}",
    "{century}{year}{month}{day}-{last}",
    "{century}{year}{month}{day}+{last}",
    "{century}{year}-{month}-{day}-{last}",
    "{century}{year}-{month}-{day} {last}",
    "{century}{year}/{month}/{day} – {last}",
)
