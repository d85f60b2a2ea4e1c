"""How hard a code is to read, in points: long runs, blocks, what looks like a corner, too much of one shade. Pure."""

from itertools import groupby, pairwise

_LIKE_A_CORNER = ("10111010000", "00001011101")


def penalty(rows: list[list[bool]]) -> int:
    """The sum of the four rules of ISO/IEC 18004, 7.8.3."""
    lines = ["".join("1" if dark else "0" for dark in row) for row in (*rows, *zip(*rows, strict=True))]
    return sum(_runs(line) + _corners(line) for line in lines) + _blocks(rows) + _shade(rows)


def _runs(line: str) -> int:
    lengths = (len(list(run)) for _, run in groupby(line))
    return sum(length - 2 for length in lengths if length >= 5)


def _corners(line: str) -> int:
    return 40 * sum(line.startswith(_LIKE_A_CORNER, at) for at in range(len(line) - 10))


def _blocks(rows: list[list[bool]]) -> int:
    return 3 * sum(
        above[at] == above[at + 1] == below[at] == below[at + 1]
        for above, below in pairwise(rows)
        for at in range(len(above) - 1)
    )


def _shade(rows: list[list[bool]]) -> int:
    total = len(rows) ** 2
    dark = sum(map(sum, rows))
    return 10 * (abs(20 * dark - 10 * total) // total)
