"""Gives memory back to the machine when a crowd has gone. Knows no viewer, only how many there are.

What a crowd has left lies scattered, and the C library keeps it for the next one: after ten thousand viewers that is a
sixth of all the memory of the process (P1).
"""

import ctypes
import gc
from collections.abc import Callable, MutableMapping, MutableSet
from contextlib import suppress
from typing import Any

A_CROWD = 500
"""Fewer than this leave nothing behind that is worth looking for."""


class GivingBack:
    """``give`` is called once for every crowd that has gone down to a quarter of what it was."""

    def __init__(self, give: Callable[[], None]) -> None:
        self._give = give
        self._most = 0

    def count(self, here: int) -> None:
        """So many are here now."""
        self._most = max(self._most, here)
        if self._most >= A_CROWD and here * 4 <= self._most:
            self._most = here
            self._give()


def draw_in(table: MutableMapping[Any, Any] | MutableSet[Any]) -> None:
    """Make a table as small as what is left in it: by itself it keeps the room of the most that it ever held."""
    if isinstance(table, MutableMapping):
        pairs = dict(table)
        table.clear()
        table.update(pairs)
        return
    members = list(table)
    table.clear()
    for member in members:
        table.add(member)


def to_the_machine() -> None:
    """Let the C library return what it holds and nobody uses. Only glibc keeps such stores, and only it has the function."""
    gc.collect()
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)
