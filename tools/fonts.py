"""Cuts the two families of type to what the pages need: the letters, the weights, the features. Run seldom, by hand.

Needs ``fonttools`` and ``brotli``, which nothing else does: ``pip install fonttools brotli`` in an environment of its own, then
``python tools/fonts.py ORIGINALS web/fonts``. The originals are the files ``*-latin-wght-normal.woff2`` and
``*-latin-ext-wght-normal.woff2`` of the packages ``@fontsource-variable/source-sans-3`` and ``@fontsource-variable/literata``.

What is cut is a modified version in the sense of the fonts' licence (OFL 1.1) and may not carry a reserved name, so the families
are called Talstreck Sans and Talstreck Serif. The letters come in two files each: those of Swedish, Finnish and Western Europe,
and those that are needed now and then (Sami, Central and South-Eastern Europe, the Baltic countries, Turkish, Romani).
"""

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

FIRST = "U+20-7E, U+A0, U+A7, U+A9, U+AB, U+AD, U+B0, U+B4, U+B7, U+BB-BD, U+BF-D6, U+D8-F6, U+F8-FF, " + (
    "U+2010-2014, U+2018-201A, U+201C-201E, U+2022, U+2026, U+2030, U+20AC, U+2191, U+2193, U+2212"
)
MORE = (
    "U+100-107, U+10A-113, U+116-11B, U+11E-123, U+126-12B, U+12E-131, U+136-138, U+139-148, U+14A-14D, "
    + ("U+150-15B, U+15E-16B, U+16E-173, U+178-17E, U+1B7, U+1E4-1E9, U+1EE-1EF, U+218-21B, U+292")
)


@dataclass(frozen=True)
class Family:
    """An original, what it is called when it has been cut, and the weights that the pages set it in."""

    original: str
    name: str
    lightest: int
    boldest: int


FAMILIES = (
    Family("source-sans-3", "Talstreck Sans", 400, 700),
    Family("literata", "Talstreck Serif", 400, 600),
)


def main(originals: Path, into: Path) -> None:
    """Cut both families."""
    for family in FAMILIES:
        stem = family.name.lower().replace(" ", "-")
        for part, letters, name in (("latin", FIRST, stem), ("latin-ext", MORE, f"{stem}-more")):
            font = cut(originals / f"{family.original}-{part}-wght-normal.woff2", family, numbers(letters))
            font.save(into / f"{name}.woff2")


def cut(original: Path, family: Family, letters: set[int]) -> Any:
    """The font with these letters and weights alone, under its own name."""
    font = TTFont(original)
    options = Options()
    options.flavor = "woff2"
    options.layout_features = ["ccmp", "kern", "locl", "mark", "tnum", "lnum"]
    options.hinting = False
    options.name_IDs = [0, 1, 2, 3, 4, 6, 13, 14]
    options.notdef_outline = True
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=letters)
    subsetter.subset(font)
    instancer.instantiateVariableFont(font, {"wght": (family.lightest, 400, family.boldest)}, inplace=True)
    rename(font, family.name)
    font.flavor = "woff2"
    return font


def rename(font: Any, name: str) -> None:
    """No reserved name stays in the file."""
    for number, said in {1: name, 3: name, 4: name, 6: name.replace(" ", "")}.items():
        font["name"].setName(said, number, 3, 1, 0x409)


def numbers(ranges: str) -> set[int]:
    """The code points of a ``unicode-range``."""
    found: set[int] = set()
    for each in ranges.replace("U+", "").split(", "):
        first, _, last = each.partition("-")
        found.update(range(int(first, 16), int(last or first, 16) + 1))
    return found


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:3]))
