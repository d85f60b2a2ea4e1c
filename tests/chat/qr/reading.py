"""Reads a QR code back, written from the standard without a look at what writes them: squares to text, errors mended.

Format by nearest match over all levels, unmasking, the zigzag, de-interleaving, syndromes and Gauss for errors, then byte mode.
"""

from collections.abc import Iterator

Rows = list[list[bool]]

# Blocks by version and level: [(how many, all words, data words)], ISO/IEC 18004 table 9.
BLOCKS = {
    "M": [
        [(1, 26, 16)], [(1, 44, 28)], [(1, 70, 44)], [(2, 50, 32)], [(2, 67, 43)], [(4, 43, 27)], [(4, 49, 31)],
        [(2, 60, 38), (2, 61, 39)], [(3, 58, 36), (2, 59, 37)], [(4, 69, 43), (1, 70, 44)],
    ],
    "L": [[(1, 26, 19)], [(1, 44, 34)], [(1, 70, 55)], [(1, 100, 80)]],
    "Q": [[(1, 26, 13)], [(1, 44, 22)], [(2, 35, 17)], [(2, 50, 24)]],
    "H": [[(1, 26, 9)], [(1, 44, 16)], [(2, 35, 13)], [(4, 25, 9)]],
}  # fmt: skip
CENTRES = {
    1: [],
    **{v: [6, 10 + 4 * v] for v in range(2, 7)},
    7: [6, 22, 38],
    8: [6, 24, 42],
    9: [6, 26, 46],
    10: [6, 28, 50],
}
LEVELS = {1: "L", 0: "M", 3: "Q", 2: "H"}


def read(rows: Rows) -> tuple[str, str]:
    """The text, and the level at which it was written."""
    version, level = (len(rows) - 17) // 4, _format(rows)[0]
    return _text(_mended(words_in(rows), BLOCKS[level][version - 1]), version), level


def words_in(rows: Rows) -> list[int]:
    """Every word that stands in the squares, in the order in which they were placed."""
    size, mask = len(rows), _format(rows)[1]
    bits = [rows[y][x] ^ _mask(mask, y, x) for y, x in _zigzag(size, _taken(size, (size - 17) // 4))]
    return [_number(bits[at : at + 8]) for at in range(0, len(bits) - 7, 8)]


def _number(bits: list[bool]) -> int:
    return int("".join("1" if bit else "0" for bit in bits), 2)


def _format(rows: Rows) -> tuple[str, int]:
    spots = [(8, x) for x in (0, 1, 2, 3, 4, 5, 7, 8)] + [(y, 8) for y in (7, 5, 4, 3, 2, 1, 0)]
    seen = _number([rows[y][x] for y, x in spots])
    best = min(range(32), key=lambda data: bin(seen ^ _bch(data)).count("1"))
    return LEVELS[best >> 3], best & 7


def _bch(data: int) -> int:
    rest = data << 10
    for bit in range(14, 9, -1):
        if rest >> bit & 1:
            rest ^= 0b10100110111 << bit - 10
    return (data << 10 | rest) ^ 0b101010000010010


def _mask(number: int, i: int, j: int) -> bool:
    return [
        (i + j) % 2, i % 2, j % 3, (i + j) % 3, (i // 2 + j // 3) % 2, i * j % 2 + i * j % 3,
        (i * j % 2 + i * j % 3) % 2, ((i + j) % 2 + i * j % 3) % 2,
    ][number] == 0  # fmt: skip


def _taken(size: int, version: int) -> set[tuple[int, int]]:
    taken = {(y, x) for y in range(9) for x in range(9)}
    taken |= {(y, x) for y in range(9) for x in range(size - 8, size)}
    taken |= {(y, x) for y in range(size - 8, size) for x in range(9)}
    taken |= {(6, at) for at in range(size)} | {(at, 6) for at in range(size)}
    centres = CENTRES[version]
    for cy in centres:
        for cx in centres:
            if not ({cy, cx} == {6} or {cy, cx} == {6, centres[-1]}):
                taken |= {(cy + y, cx + x) for y in range(-2, 3) for x in range(-2, 3)}
    if version >= 7:
        taken |= {(y, x) for y in range(6) for x in range(size - 11, size - 8)}
        taken |= {(y, x) for x in range(6) for y in range(size - 11, size - 8)}
    return taken


def _zigzag(size: int, taken: set[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    x, up = size - 1, True
    while x > 0:
        x -= x == 6
        for step in range(size):
            y = size - 1 - step if up else step
            yield from ((y, each) for each in (x, x - 1) if (y, each) not in taken)
        x, up = x - 2, not up


def _mended(stream: list[int], kinds: list[tuple[int, int, int]]) -> list[int]:
    shapes = [(total, data) for count, total, data in kinds for _ in range(count)]
    blocks: list[list[int]] = [[] for _ in shapes]
    words = iter(stream)
    for at in range(max(data for _, data in shapes)):
        for block, (_, data) in zip(blocks, shapes, strict=True):
            if at < data:
                block.append(next(words))
    for _ in range(shapes[0][0] - shapes[0][1]):
        for block in blocks:
            block.append(next(words))
    return [
        word
        for block, (total, data) in zip(blocks, shapes, strict=True)
        for word in _mend(block, total - data)[:data]
    ]


EXP = [1]
for _ in range(254):
    EXP.append(EXP[-1] * 2 if EXP[-1] < 128 else EXP[-1] * 2 ^ 285)
LOG = {value: at for at, value in enumerate(EXP)}


def _times(a: int, b: int) -> int:
    return EXP[(LOG[a] + LOG[b]) % 255] if a and b else 0


def _over(a: int, b: int) -> int:
    return EXP[(LOG[a] - LOG[b]) % 255] if a else 0


def _mend(block: list[int], extra: int) -> list[int]:
    """Find as many wrong words as can be mended: the fewest errors whose locator fits the syndromes."""
    syndromes = [_value(block, EXP[at]) for at in range(extra)]
    if not any(syndromes):
        return block
    for errors in range(1, extra // 2 + 1):
        rows = [[syndromes[i + j] for j in range(errors)] + [syndromes[i + errors]] for i in range(errors)]
        locator = _solved(rows)
        if locator is None:
            continue
        places = [at for at in range(len(block)) if _is_root(locator, EXP[(len(block) - 1 - at) % 255])]
        if len(places) != errors:
            continue
        powers = [EXP[(len(block) - 1 - at) % 255] for at in places]
        found = _solved([[_power(p, i) for p in powers] + [syndromes[i]] for i in range(errors)])
        mended = list(block)
        for at, wrong in zip(places, found or [], strict=True):
            mended[at] ^= wrong
        if not any(_value(mended, EXP[at]) for at in range(extra)):
            return mended
    raise ValueError("too many errors")


def _value(block: list[int], at: int) -> int:
    total = 0
    for word in block:
        total = _times(total, at) ^ word
    return total


def _power(base: int, exponent: int) -> int:
    return EXP[LOG[base] * exponent % 255]


def _is_root(locator: list[int], x: int) -> bool:
    """Whether x is a root of x^n + l[n-1] x^(n-1) + ... + l[0]."""
    return _value([1, *reversed(locator)], x) == 0


def _solved(rows: list[list[int]]) -> list[int] | None:
    count = len(rows)
    for column in range(count):
        pivot = next((r for r in range(column, count) if rows[r][column]), None)
        if pivot is None:
            return None
        rows[column], rows[pivot] = rows[pivot], rows[column]
        rows[column] = [_over(value, rows[column][column]) for value in rows[column]]
        for other in range(count):
            if other != column and rows[other][column]:
                factor = rows[other][column]
                rows[other] = [a ^ _times(factor, b) for a, b in zip(rows[other], rows[column], strict=True)]
    return [row[-1] for row in rows]


def _text(data: list[int], version: int) -> str:
    bits = "".join(f"{word:08b}" for word in data)
    assert bits[:4] == "0100", "byte mode"
    width = 8 if version < 10 else 16
    length, at = int(bits[4 : 4 + width], 2), 4 + width
    return bytes(int(bits[at + 8 * i : at + 8 * i + 8], 2) for i in range(length)).decode()
