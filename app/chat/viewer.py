"""A viewer is a cursor: how far it has been told, and whether it can take more now. Knows no channel and no record."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol

from app.chat.tail import Frame, Piece

PATIENCE = 2.0


class Viewer(Protocol):
    """What a line needs of whoever follows it. Everything here is called on the event loop and returns at once.

    ``seq`` is the number reached, moved by the line. ``writable``: whether the viewer takes more now; one that does not
    stands still, and calls ``Line.serve`` when what it was given has left. ``descriptor``: the number of a socket that the line
    may write to straight away while the viewer is ``writable``; such a one calls ``Line.pause`` when that ends, and is an
    ``Outlet``. Its ``seq`` holds while it is behind: up to date it is where the line is.
    """

    seq: int
    writable: bool

    @property
    def descriptor(self) -> int | None: ...

    def take(self, piece: Piece) -> None:
        """Send its frames, in order. At most 32 KB together, and only while ``writable``."""

    def dismiss(self, code: int, reason: str, last: Frame | None = None) -> None:
        """Send ``last`` after what was taken, and nothing after that; a socket of its own is closed with the code."""


class PlainViewer:
    """A cursor whose frames are sent by a task that is there anyway: the socket's own, over plain ASGI.

    It holds at most the one piece that is on its way out, and that is shared with all who got the same.
    """

    __slots__ = ("_dismissed", "_given", "_send", "_sending", "_wake", "seq", "writable")

    descriptor = None

    def __init__(self, send: Callable[[str], Awaitable[None]], after: int) -> None:
        self.seq = after
        self.writable = True
        self._send = send
        self._given: Sequence[Frame] = ()
        self._wake = asyncio.Event()
        self._dismissed: tuple[int, str] | None = None
        self._sending: asyncio.Task[object] | None = None

    def take(self, piece: Piece) -> None:
        self._given = piece.frames
        self.writable = False
        self._wake.set()

    def dismiss(self, code: int, reason: str, last: Frame | None = None) -> None:
        """As for every viewer. What was taken and has not left is dropped: it may have been a right that ended."""
        self._dismissed = self._dismissed or (code, reason)
        self._given = () if last is None else (last,)
        self.writable = False
        self._wake.set()
        if self._sending is not None:
            # A socket that nobody reads from would hold on to it for ever.
            asyncio.get_running_loop().call_later(PATIENCE, self._sending.cancel)

    async def send(self, drained: Callable[["PlainViewer"], None]) -> tuple[int, str]:
        """Send what is taken until dismissed, and return the code and reason of that.

        ``drained`` is called each time all of it has left. Raises what the socket raises when nobody is there any more, and is
        cancelled where a dismissed one takes nothing for ``PATIENCE`` seconds.
        """
        self._sending = asyncio.current_task()
        while True:
            await self._wake.wait()
            self._wake.clear()
            while self._given:
                frame, *rest = self._given
                self._given = rest
                await self._send_frame(frame)
            if self._dismissed:
                return self._dismissed
            self.writable = True
            drained(self)

    async def _send_frame(self, frame: Frame) -> None:
        for text in frame.texts:
            if not frame.old:  # it may be replaced while the socket is full
                await self._send(text)
