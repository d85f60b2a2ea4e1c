"""The code words laid out as dark and light squares, under the mask that is easiest to read. Knows no drawing."""

from collections.abc import Callable, Iterator
from typing import Final

from app.chat.qr.penalty import penalty
from app.chat.qr.words import version_for, words

Squares = list[list[bool]]
"""Rows of squares, True where dark, without the light margin around them."""

_ALIGNMENT: Final = (
    *((), (6, 18), (6, 22), (6, 26), (6, 30), (6, 34)),
    *((6, 22, 38), (6, 24, 42), (6, 26, 46), (6, 28, 50)),
)
_LEVEL_M = 0b00
_FORMAT, _FORMAT_MASK = 0b10100110111, 0b101010000010010
_VERSION = 0b1111100100101

MASKS: Final[tuple[Callable[[int, int], bool], ...]] = (
    lambda row, column: (row + column) % 2 == 0,
    lambda row, column: row % 2 == 0,
    lambda row, column: column % 3 == 0,
    lambda row, column: (row + column) % 3 == 0,
    lambda row, column: (row // 2 + column // 3) % 2 == 0,
    lambda row, column: row * column % 2 + row * column % 3 == 0,
    lambda row, column: (row * column % 2 + row * column % 3) % 2 == 0,
    lambda row, column: ((row + column) % 2 + row * column % 3) % 2 == 0,
)


def squares(text: str) -> Squares:
    """The text's code. Raises ``ValueError`` for one longer than any version holds."""
    raw = text.encode()
    version = version_for(raw)
    patterns = _patterns(version.number)
    bits = "".join(f"{word:08b}" for word in words(raw, version))
    laid = dict(zip(_way(len(patterns), patterns), (bit == "1" for bit in bits), strict=False))
    masked = (_masked(patterns, laid, number) for number in range(len(MASKS)))
    return min(masked, key=penalty)


def format_bits(mask: int) -> int:
    """The 15 bits that say the level and the mask, guarded and masked themselves."""
    data = _LEVEL_M << 3 | mask
    return (data << 10 | _remainder(data << 10, _FORMAT)) ^ _FORMAT_MASK


def version_bits(number: int) -> int:
    """The 18 bits that say the version, from 7 on."""
    return number << 12 | _remainder(number << 12, _VERSION)


def _remainder(value: int, divisor: int) -> int:
    while value.bit_length() >= divisor.bit_length():
        value ^= divisor << value.bit_length() - divisor.bit_length()
    return value


Patterns = list[list[bool | None]]
"""The squares that are the same in every code of a version; None where data stand."""


def _patterns(number: int) -> Patterns:
    size = 17 + 4 * number
    grid: Patterns = [[None] * size for _ in range(size)]
    for at in range(size):
        grid[6][at] = grid[at][6] = at % 2 == 0
    _aligning(grid, _ALIGNMENT[number - 1])
    for top, left in ((0, 0), (0, size - 7), (size - 7, 0)):
        _finder(grid, top, left)
    _keep_format_free(grid)
    if number >= 7:
        _say_version(grid, version_bits(number))
    return grid


def _finder(grid: Patterns, top: int, left: int) -> None:
    """A corner: rings around a middle, and a light line between them and the rest."""
    for row in range(top - 1, top + 8):
        for column in range(left - 1, left + 8):
            if 0 <= row < len(grid) and 0 <= column < len(grid):
                ring = max(abs(row - top - 3), abs(column - left - 3))
                grid[row][column] = ring in (0, 1, 3)


def _aligning(grid: Patterns, places: tuple[int, ...]) -> None:
    """The small rings, but for where the corners are."""
    for top in places:
        for left in places:
            if (top, left) in ((6, 6), (6, places[-1]), (places[-1], 6)):
                continue
            for row in range(-2, 3):
                for column in range(-2, 3):
                    grid[top + row][left + column] = max(abs(row), abs(column)) != 1


def _keep_format_free(grid: Patterns) -> None:
    for first, second in zip(*_format_places(len(grid)), strict=True):
        grid[first[0]][first[1]] = grid[second[0]][second[1]] = False
    grid[-8][8] = True  # dark in every code


def _format_places(size: int) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Where the bits of the format stand, both times, the last bit first."""
    rows = (0, 1, 2, 3, 4, 5, 7, 8)
    once = [(row, 8) for row in rows] + [(8, 7)] + [(8, column) for column in range(5, -1, -1)]
    again = [(8, size - 1 - at) for at in range(8)] + [(size - 7 + at, 8) for at in range(7)]
    return once, again


def _say_version(grid: Patterns, bits: int) -> None:
    for at in range(18):
        row, column = at // 3, len(grid) - 11 + at % 3
        grid[row][column] = grid[column][row] = bool(bits >> at & 1)


def _way(size: int, patterns: Patterns) -> Iterator[tuple[int, int]]:
    """The free squares in the order in which they are filled: up and down in pairs of columns, from the right."""
    upwards = True
    for right in (*range(size - 1, 7, -2), 5, 3, 1):
        for row in range(size - 1, -1, -1) if upwards else range(size):
            for column in (right, right - 1):
                if patterns[row][column] is None:
                    yield row, column
        upwards = not upwards


def _masked(patterns: Patterns, laid: dict[tuple[int, int], bool], number: int) -> Squares:
    mask = MASKS[number]
    found = [
        [
            laid.get((row, column), False) != mask(row, column) if dark is None else dark
            for column, dark in each
        ]
        for row, each in ((row, list(enumerate(line))) for row, line in enumerate(patterns))
    ]
    bits = format_bits(number)
    for places in _format_places(len(found)):
        for at, (row, column) in enumerate(places):
            found[row][column] = bool(bits >> at & 1)
    found[-8][8] = True
    return found
