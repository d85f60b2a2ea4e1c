"""A crowd in even slices, so that nobody is met by all of it at once (R7). Knows neither viewers nor sockets."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from math import ceil
from typing import TypeVar

T = TypeVar("T")

SLICE = 0.05
"""Seconds between two slices."""

FEWEST = 20
"""Of how many together nobody need be afraid: so few come at once."""


async def slices(crowd: Sequence[T], over: float) -> AsyncIterator[Sequence[T]]:
    """The crowd within so many seconds; all at once where they are none.

    A slice that is late is not made up for: the next one waits as long as ever.
    """
    size = max(FEWEST, ceil(len(crowd) / max(1.0, over / SLICE))) if over else len(crowd)
    for first in range(0, len(crowd), size or 1):
        if first:
            await asyncio.sleep(SLICE)
        yield crowd[first : first + size]
