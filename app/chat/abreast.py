"""Those who are up to date and can take more, as nothing but the numbers of their sockets. Knows no channel and no news.

The loop in here runs once for every viewer and piece of news, thousands of times between two looks at anything else, so
whatever it touches has to be fetched from far away again. It touches a packed array of numbers and no viewer.
"""

import os
from array import array
from collections.abc import Iterator
from typing import Protocol

from app.chat.giving_back import draw_in
from app.chat.viewer import Viewer

GONE = -1
"""What somebody has taken whose socket is broken."""


class Outlet(Viewer, Protocol):
    """A viewer whose socket can be written to straight away."""

    deflate: bool

    def rest(self, data: bytes, sent: int) -> None:
        """The kernel took only so many bytes of ``data``, or the socket is ``GONE``."""


class Abreast:
    """Viewers by the numbers of their sockets. A viewer leaves before its socket is closed: the number is never another's."""

    __slots__ = ("_of", "_packed")

    def __init__(self) -> None:
        self._of: dict[int, Outlet] = {}
        self._packed: array[int] | None = None

    def add(self, viewer: Outlet, descriptor: int) -> None:
        self._of[descriptor] = viewer
        self._packed = None

    def remove(self, viewer: Viewer) -> bool:
        """Take the viewer out. Returns whether it was here."""
        if viewer not in self:
            return False
        del self._of[viewer.descriptor or 0]
        self._packed = None
        return True

    def write(self, data: bytes) -> list[tuple[Outlet, int]]:
        """The same bytes to everybody. Returns those who did not take all, with what they took; they are no longer here."""
        packed = self._packed
        if packed is None:
            packed = self._packed = array("i", self._of)
        write, whole, others = os.write, len(data), []
        for descriptor in packed:
            try:
                sent = write(descriptor, data)
            except BlockingIOError:
                others.append((descriptor, 0))
            except OSError:
                others.append((descriptor, GONE))
            else:
                if sent != whole:
                    others.append((descriptor, sent))
        if others:
            self._packed = None
        return [(self._of.pop(descriptor), sent) for descriptor, sent in others]

    def emptied(self) -> list[Outlet]:
        """Everybody, who is no longer here then."""
        everybody = list(self._of.values())
        self._of.clear()
        self._packed = None
        return everybody

    def draw_in(self) -> None:
        """Take no more room than those who are here need."""
        draw_in(self._of)
        self._packed = None

    def __iter__(self) -> Iterator[Outlet]:
        return iter(self._of.values())

    def __contains__(self, viewer: object) -> bool:
        number = getattr(viewer, "descriptor", None)
        return number is not None and self._of.get(number) is viewer

    def __len__(self) -> int:
        return len(self._of)
