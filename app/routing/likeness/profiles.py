"""The measure: how alike two texts are, from 0 to 1, by the pieces of their words. Knows Swedish only through ``words``.

Each word is taken apart in pieces of three signs, so that compounds and misspelt words are alike in part; longer words count
for more. No word counts by how common it is among other questions: so the likeness of two questions is theirs alone, and
neither a new question nor the order in which they came changes it.
"""

from dataclasses import dataclass
from math import sqrt
from typing import Final

from app.routing.likeness.words import spoken_of

ALIKE: Final = 0.5
"""From here on two questions are somewhat alike: worth a look."""

VERY_ALIKE: Final = 0.65
"""From here on they are most often the same question."""

_FAINT: Final = 0.5
_SHORTEST: Final = 4
_LONGEST: Final = 10

LONGER: Final = 0.7
BRIEFER: Final = 1.3
"""The sizes' powers that what two texts share is divided by. With 1 and 1 a brief one within a long one would count for less."""


@dataclass(frozen=True, slots=True)
class Profile:
    """A text as a direction: how much there is of each piece. ``size`` is its length; 0 where nothing was said."""

    pieces: dict[str, float]
    size: float


def profile(text: str) -> Profile:
    """What likeness sees of a text. A text is taken apart once and compared with many."""
    pieces: dict[str, float] = {}
    for word, faint in spoken_of(text).items():
        counted = _counted(word)
        size = sqrt(sum(count * count for count in counted.values()))
        weight = sqrt(min(max(len(word), _SHORTEST), _LONGEST)) * (_FAINT if faint else 1) / size
        for piece, count in counted.items():
            pieces[piece] = pieces.get(piece, 0.0) + weight * count
    return Profile(pieces, sqrt(sum(much * much for much in pieces.values())))


def likeness(one: Profile, other: Profile) -> float:
    """How alike the two texts are: 1 for the same, 0 where they have nothing in common or say nothing."""
    few, many = sorted((one.pieces, other.pieces), key=len)
    shared = sum(much * many.get(piece, 0.0) for piece, much in few.items())
    small, large = sorted((one.size, other.size))
    return min(1.0, shared / (large**LONGER * small**BRIEFER)) if shared else 0.0


def _counted(word: str) -> dict[str, int]:
    """The word's pieces of three signs, its borders being signs too, each with how often it comes. A number is one piece."""
    bordered = f"<{word}>"
    if word.isascii() and word.isdigit():
        return {bordered: 1}
    counted: dict[str, int] = {}
    for place in range(len(bordered) - 2):
        piece = bordered[place : place + 3]
        counted[piece] = counted.get(piece, 0) + 1
    return counted
