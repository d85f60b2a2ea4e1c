"""A listen-only socket as a lean protocol: a cursor that writes shared bytes (design.md, "The live stream").

It stands behind a handshake that was made by others. No task, no queue, no buffer of its own: at most one piece of 32 KB waits
in the transport, and a viewer whose socket is full stands still until it has left. Knows no channel and no template.
"""

import asyncio
import os
from collections.abc import Callable
from typing import Any, Protocol

from app.chat import wire
from app.chat.tail import Frame, Piece
from app.chat.viewer import PATIENCE, Viewer

MOST_PINGS = 64
"""Pings answered between two pieces of news or heartbeats. A page pings never, a program now and then."""


class Following(Protocol):
    """What a listener needs of whoever lets it follow."""

    def serve(self, viewer: Viewer) -> None:
        """What it was given has left."""

    def leave(self, viewer: Viewer) -> None:
        """Nobody is there any more."""


class Listener(asyncio.Protocol):
    """One open page. Its slots are all that it costs us; what it is sent is shared with everybody."""

    __slots__ = (
        "_connections",
        "_deflate",
        "_descriptor",
        "_following",
        "_left",
        "_pings",
        "_rest",
        "_transport",
        "seq",
        "writable",
    )

    def __init__(
        self,
        transport: asyncio.Transport,
        connections: set[Any],
        following: Following,
        after: int,
        *,
        deflate: bool = False,
        left: Callable[[], None] | None = None,
    ) -> None:
        """``connections``: those that the server ends when it stops. ``left`` is called when the socket is gone."""
        self.seq = after
        self.writable = True
        self._transport = transport
        self._descriptor = transport.get_extra_info("socket").fileno()
        self._connections = connections
        self._following = following
        self._deflate = deflate
        self._left = left
        self._rest = b""
        self._pings = 0
        connections.add(self)
        # Full is full: with anything left in its buffer the transport says so, and when it is empty it says that.
        transport.set_write_buffer_limits(high=0, low=0)
        transport.set_protocol(self)

    # -- as a viewer

    def take(self, piece: Piece) -> None:
        """Write a piece: straight to the kernel, and what it does not take through the transport."""
        data = piece.deflated if self._deflate else piece.wire
        self._pings = 0
        try:
            sent = os.write(self._descriptor, data)
        except BlockingIOError:
            sent = 0
        except OSError:
            self._transport.abort()
            return
        if sent < len(data):
            self._transport.write(data[sent:])  # which calls pause_writing

    def dismiss(self, code: int, reason: str, last: Frame | None = None) -> None:
        """Say ``last``, close with the code, and end. A socket that nobody reads from does not hold us up."""
        self.writable = False
        if self._transport.is_closing():
            return
        word = b"" if last is None else b"".join(map(wire.text_frame, last.texts))
        self._transport.write(word + wire.close_frame(code, reason))
        self._transport.close()
        if self._transport.get_write_buffer_size():
            asyncio.get_running_loop().call_later(PATIENCE, self._transport.abort)

    # -- as a protocol

    def data_received(self, data: bytes) -> None:
        said, self._rest, wrong = wire.heard(self._rest + data)
        for each in said:
            if each.kind == wire.CLOSE:
                self._end(wire.farewell(each.payload))
                return
            if each.kind == wire.PING and not self._answered(each.payload):
                return
        if wrong is not None:
            self._end(wire.close_frame(wrong.code))

    def pause_writing(self) -> None:
        self.writable = False

    def resume_writing(self) -> None:
        if not self._transport.is_closing():
            self.writable = True
            self._following.serve(self)

    def connection_lost(self, exc: Exception | None) -> None:
        self.writable = False
        self._connections.discard(self)
        self._following.leave(self)
        if self._left is not None:
            self._left()

    def shutdown(self) -> None:
        """The server stops, and this one had not been sent away before."""
        self.dismiss(1012, "")

    def _answered(self, payload: bytes) -> bool:
        """Answer a ping where there is room for it. A flood of them ends the connection (S9)."""
        self._pings += 1
        if self._pings > MOST_PINGS:
            self._end(wire.close_frame(wire.LISTEN_ONLY))
            return False
        if self.writable:
            self._transport.write(wire.pong_frame(payload))
        return True

    def _end(self, word: bytes) -> None:
        self.writable = False
        self._rest = b""
        if not self._transport.get_write_buffer_size():
            self._transport.write(word)
        self._transport.close()
        if self._transport.get_write_buffer_size():
            self._transport.abort()  # whoever does not read does not hear why
