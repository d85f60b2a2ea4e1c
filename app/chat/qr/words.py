"""A text as the code words of the smallest version that holds it, its correction words among them. Knows no square."""

from dataclasses import dataclass
from itertools import zip_longest
from typing import Final

from app.chat.qr.correcting import correction

_BYTES = 0b0100
_PADDING = (0xEC, 0x11)


@dataclass(frozen=True, slots=True)
class Version:
    """A size of code at level M: the data words of each block, and the correction words that every block has."""

    number: int
    blocks: tuple[int, ...]
    correction: int

    @property
    def counting(self) -> int:
        """How many bits say how long the text is."""
        return 8 if self.number < 10 else 16

    @property
    def holds(self) -> int:
        """The longest text, in bytes."""
        return sum(self.blocks) - (4 + self.counting + 7) // 8


VERSIONS: Final = (
    Version(1, (16,), 10),
    Version(2, (28,), 16),
    Version(3, (44,), 26),
    Version(4, (32,) * 2, 18),
    Version(5, (43,) * 2, 24),
    Version(6, (27,) * 4, 16),
    Version(7, (31,) * 4, 18),
    Version(8, (38,) * 2 + (39,) * 2, 22),
    Version(9, (36,) * 3 + (37,) * 2, 22),
    Version(10, (43,) * 4 + (44,), 26),
)

MOST: Final = VERSIONS[-1].holds
"""The longest text that is written, in bytes."""


def version_for(text: bytes) -> Version:
    """The smallest version that holds the text. Raises ``ValueError`` for one that no version holds."""
    for version in VERSIONS:
        if len(text) <= version.holds:
            return version
    raise ValueError(f"{len(text)} bytes are more than {MOST}")


def words(text: bytes, version: Version) -> list[int]:
    """Every word in the order in which it is placed: the blocks' data interleaved, then their corrections."""
    data, at, blocks = _data(text, version), 0, []
    for size in version.blocks:
        blocks.append(data[at : at + size])
        at += size
    corrections = [correction(block, version.correction) for block in blocks]
    return [*_interleaved(blocks), *_interleaved(corrections)]


def _data(text: bytes, version: Version) -> list[int]:
    bits = f"{_BYTES:04b}{len(text):0{version.counting}b}" + "".join(f"{byte:08b}" for byte in text) + "0000"
    whole = bits.ljust(-(-len(bits) // 8) * 8, "0")
    found = [int(whole[at : at + 8], 2) for at in range(0, len(whole), 8)]
    size = sum(version.blocks)
    # A text that fills its version has no room for all of the terminator: the last words are cut off with it.
    return [*found, *(_PADDING[at % 2] for at in range(size - len(found)))][:size]


def _interleaved(blocks: list[list[int]]) -> list[int]:
    return [word for row in zip_longest(*blocks) for word in row if word is not None]
