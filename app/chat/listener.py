"""A listen-only socket as a lean protocol: a cursor that writes shared bytes (design.md, "The live stream").

It stands behind a handshake that was made by others. No task, no queue, no buffer of its own: at most one piece of 32 KB waits
in the transport, and a viewer whose socket is full stands still until it has left. Knows no channel and no template.
"""

import asyncio
import os
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Protocol

from app.chat import wire
from app.chat.abreast import GONE
from app.chat.tail import Frame, Piece
from app.chat.viewer import PATIENCE, Viewer

_HEARD_OUT = 1024 * 1024
"""Bytes read, and thrown away, from whoever was told to go and is still talking."""


class Following(Protocol):
    """What a listener needs of whoever lets it follow."""

    def serve(self, viewer: Viewer) -> None:
        """What it was given has left."""

    def pause(self, viewer: Viewer) -> None:
        """It takes no more now, or never again."""

    def leave(self, viewer: Viewer) -> None:
        """Nobody is there any more."""


class Listener(asyncio.Protocol):
    """One open page. Its slots are all that it costs us; what it is sent is shared with everybody."""

    __slots__ = (
        "_connections",
        "_following",
        "_left",
        "_owed",
        "_rest",
        "_spoken",
        "_transport",
        "deflate",
        "descriptor",
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
        self._transport = transport
        # Written to only while writable, which ends before the transport closes it: the number is never another's.
        self.descriptor: int = transport.get_extra_info("socket").fileno()
        self._connections = connections
        self._following = following
        self.deflate = deflate
        self._left = left
        self._rest = b""
        self._owed: bytes | None = None
        self._spoken = 0.0
        connections.add(self)
        transport.set_protocol(self)
        # Full is full: with anything left in its buffer the transport says so, and when it is empty it says that.
        transport.set_write_buffer_limits(high=0, low=0)
        self.writable = not transport.get_write_buffer_size()

    # -- as a viewer

    def take(self, piece: Piece) -> None:
        """Write a piece: straight to the kernel, and what it does not take through the transport, which holds no copy."""
        data = piece.deflated if self.deflate else piece.wire
        try:
            sent = os.write(self.descriptor, data)
        except BlockingIOError:
            sent = 0
        except OSError:
            sent = GONE
        if sent != len(data):
            self.rest(data, sent)

    def rest(self, data: bytes, sent: int) -> None:
        if sent == GONE:
            self._stop()
            self._transport.abort()
        else:
            self._transport.write(memoryview(data)[sent:])  # which calls pause_writing

    def dismiss(self, code: int, reason: str, last: Frame | None = None) -> None:
        """Say ``last``, close with the code, and end. A socket that nobody reads from does not hold us up."""
        self._stop()
        transport = self._transport
        if transport.is_closing():
            return
        if code == wire.POLICY and transport.get_write_buffer_size():
            transport.abort()  # a right has ended: what waits here is not for them any more
            return
        word = b"" if last is None else b"".join(map(wire.text_frame, last.texts))
        transport.write(word + wire.close_frame(code, reason))
        transport.close()
        if transport.get_write_buffer_size():
            asyncio.get_running_loop().call_later(PATIENCE, transport.abort)

    # -- as a protocol

    def data_received(self, data: bytes) -> None:
        said, self._rest, wrong = wire.heard(self._rest + data, deflate=self.deflate)
        now, pongs = asyncio.get_running_loop().time(), b""
        for each in said:
            if each.kind == wire.CLOSE:
                self._end(wire.farewell(each.payload))
                return
            self._spoken = wire.spoke(self._spoken, now)
            if each.kind == wire.PING:
                pongs += wire.pong_frame(each.payload)
                self._owed = each.payload
        if wire.flood(self._spoken, now):
            wrong = wire.Wrong(wire.POLICY)
        if wrong is not None:
            self._end(wire.close_frame(wrong.code), hear_out=True)
        elif pongs and self.writable:
            self._owed = None
            self._transport.write(pongs)

    def eof_received(self) -> None:
        """Whoever says nothing more is gone. What they have not read would keep the transport open for ever."""
        self._stop()
        if self._transport.get_write_buffer_size():
            self._transport.abort()

    def pause_writing(self) -> None:
        self._stop()

    def resume_writing(self) -> None:
        if self._transport.is_closing():
            return
        self.writable = True
        if self._owed is not None:
            owed, self._owed = self._owed, None  # of several pings the last is answered (RFC 6455 5.5.3)
            self._transport.write(wire.pong_frame(owed))
        self._following.serve(self)

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop()
        self._connections.discard(self)
        self._following.leave(self)
        left, self._left = self._left, None
        if left is not None:
            left()

    def shutdown(self) -> None:
        """The server stops, and this one had not been sent away before."""
        self.dismiss(1012, "")

    def _stop(self) -> None:
        """Nothing more is written to the socket by others than the transport."""
        self.writable = False
        self._following.pause(self)

    def _end(self, word: bytes, *, hear_out: bool = False) -> None:
        """Say a last word where there is room for it: whoever does not read does not hear why."""
        self._stop()
        self._rest = b""
        if self._transport.get_write_buffer_size():
            self._transport.abort()
            return
        self._transport.write(word)
        if hear_out and not self._transport.is_closing():
            self.connection_lost(None)
            _HearingOut(self._transport, self._connections)
            return
        self._transport.close()
        if self._transport.get_write_buffer_size():
            self._transport.abort()


class _HearingOut(asyncio.Protocol):
    """What is left of a listener that did wrong. A socket closed with bytes unread is reset, and its last word may be lost."""

    __slots__ = ("_connections", "_deadline", "_left", "_transport")

    def __init__(self, transport: asyncio.Transport, connections: set[Any]) -> None:
        self._transport = transport
        self._connections = connections
        self._left = _HEARD_OUT
        self._deadline = asyncio.get_running_loop().call_later(PATIENCE, transport.abort)
        connections.add(self)
        transport.set_protocol(self)
        with suppress(OSError):  # the other side may have broken off meanwhile
            transport.write_eof()

    def data_received(self, data: bytes) -> None:
        self._left -= len(data)
        if self._left < 0:
            self._transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        self._deadline.cancel()
        self._connections.discard(self)

    def shutdown(self) -> None:
        self._transport.abort()
