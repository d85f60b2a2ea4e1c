"""Whether everything can be read in a set of colours: the pairs that the pages use, and what each needs (WCAG 2.2). Pure; no words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from app.chat import colours, tokens
from app.chat.colours import Colour
from app.chat.tokens import CLEAR, CLEAR_DARK, DARK, LIGHT, Sheet

TEXT: Final = 4.5
PART: Final = 3.0
CLEAR_TEXT: Final = 7.0

_SURFACES: Final = ("--ground", "--paper", "--band")
PAIRS: Final = (
    ("--ink", (*_SURFACES, "--act-tint", "--caution-tint", "--stop-tint"), TEXT),
    ("--ink-soft", _SURFACES, TEXT),
    ("--act", (*_SURFACES, "--act-tint"), TEXT),
    ("--on-act", ("--act", "--act-strong"), TEXT),
    ("--caution", (*_SURFACES, "--caution-tint"), TEXT),
    ("--stop", (*_SURFACES, "--stop-tint"), TEXT),
    ("--edge", _SURFACES, PART),
    ("--focus", _SURFACES, PART),
)
"""What stands on what, and the contrast it needs: text 4.5, edges and rings 3."""

SCHEMES: Final[Mapping[str, tuple[str, ...]]] = {
    "light": (LIGHT,),
    "dark": (LIGHT, DARK),
    "clear": (LIGHT, CLEAR),
    "clear_dark": (LIGHT, DARK, CLEAR, CLEAR_DARK),
}
"""What the pages may be seen in, with the media queries that hold there, the later over the earlier."""

_HUES: Final = range(0, 360, 10)


@dataclass(frozen=True, slots=True)
class Pair:
    """Something on a surface, as seen in one scheme. ``better``: the nearest colour for it that would do, where it does not."""

    scheme: str
    what: str
    on: str
    contrast: float
    needed: float
    better: str | None = None

    @property
    def well(self) -> bool:
        return self.contrast >= self.needed


def pairs(given: Sheet | None = None) -> Iterator[Pair]:
    """Every pair in daylight and in the dark, with what a profile gives; the product's own at high contrast as well."""
    for scheme in SCHEMES if given is None else ("light", "dark"):
        shown = seen(scheme, given)
        for what, surfaces, needed in PAIRS:
            wanted = CLEAR_TEXT if needed == TEXT and scheme.startswith("clear") else needed
            together = tuple(shown[on] for on in surfaces)
            for on in surfaces:
                found = colours.contrast(shown[what], shown[on])
                better = colours.clearer(shown[what], together, wanted) if found < wanted else None
                yield Pair(scheme, what, on, found, wanted, None if better is None else better.hex)
        yield from _marks(scheme, shown)


def seen(scheme: str, given: Sheet | None = None) -> dict[str, Colour]:
    """The colour of every meaning in a scheme."""
    values = tokens.ours().shown(*SCHEMES[scheme])
    if given is not None:
        own = {"light": (LIGHT,), "dark": (DARK,)}[scheme]
        values |= given.shown(*own)
    read = {name: colours.read(value) for name, value in values.items()}
    return {name: colour for name, colour in read.items() if colour is not None}


def _marks(scheme: str, shown: Mapping[str, Colour]) -> Iterator[Pair]:
    """The parties' dashes, of whatever hue: they are brought into one window of lightness, so the surfaces decide."""
    values = tokens.ours().shown(*SCHEMES[scheme])
    light, dark = float(values["--mark-light"]), float(values["--mark-dark"])
    strength = float(values["--mark-strong"])
    marks = [colours.from_oklch(each, strength, hue) for each in (light, dark) for hue in _HUES]
    for on in _SURFACES:
        lowest = min(colours.contrast(mark, shown[on]) for mark in marks)
        yield Pair(scheme, "--mark", on, lowest, PART)
