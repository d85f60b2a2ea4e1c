"""Reed-Solomon over the field of 256 elements: the words that let a torn or dirty code still be read. Knows no square."""

from collections.abc import Sequence
from functools import cache

_POLYNOMIAL = 0x11D
"""x⁸ + x⁴ + x³ + x² + 1, the field's modulus in ISO/IEC 18004."""


@cache
def _tables() -> tuple[list[int], list[int]]:
    """The powers of two in the field, twice over, and what each element is a power of."""
    power, log, value = [0] * 510, [0] * 256, 1
    for exponent in range(255):
        power[exponent] = power[exponent + 255] = value
        log[value] = exponent
        value = value << 1 ^ (_POLYNOMIAL if value & 0x80 else 0)
    return power, log


def multiply(a: int, b: int) -> int:
    """The product of two elements of the field."""
    power, log = _tables()
    return power[log[a] + log[b]] if a and b else 0


@cache
def generator(degree: int) -> tuple[int, ...]:
    """The polynomial whose roots are the first powers of two, highest coefficient (1) first."""
    found, root = [1], 1
    for _ in range(degree):
        found = [a ^ multiply(b, root) for a, b in zip([*found, 0], [0, *found], strict=True)]
        root = multiply(root, 2)
    return tuple(found)


def correction(data: Sequence[int], count: int) -> list[int]:
    """The ``count`` correction words of a block: what is left of it after division by the generator."""
    rest = [0] * count
    divisor = generator(count)[1:]
    for word in data:
        factor = word ^ rest[0]
        rest = [left ^ multiply(each, factor) for left, each in zip([*rest[1:], 0], divisor, strict=True)]
    return rest
