"""uvicorn's socket, bounded, and able to hand its transport over once the framework has let somebody in. Decides nothing on what is said.

Relies on uvicorn 0.54 and websockets 17 (pinned; tests/chat/test_handover.py tries each): the transport stays open when the
ASGI task ends, ``connections`` holds what is told to shut down, and the parser's generator holds on to its protocol.
"""

import asyncio
from collections.abc import Callable
from typing import Any, ClassVar

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import Frame
from websockets.http11 import Request

from app.chat import wire
from app.chat.listener import Listener
from app.chat.viewer import PATIENCE

HAND_OVER = "fragestund.hand_over"

MOST_FRAGMENTS = 128
"""Fragments of one message. A browser sends one, or a few of a message that is large (S10)."""

MOST_UNFINISHED = 32 * 1024 * 1024
"""Bytes of messages that have begun and not ended, of all sockets together. Four thousand that begin a large one and wait
would otherwise hold a gigabyte (S10)."""

_AT_ONCE = 2048
"""Bytes that are taken apart before it is looked at what they said."""

Make = Callable[[Any, set[Any]], Listener]


class HandingOver(WebSocketsSansIOProtocol):
    """uvicorn's socket, bounded, and able to hand its transport to a lean protocol once the framework has let somebody in."""

    unfinished_in_all: ClassVar[int] = 0

    _reads: int = 0
    _unfinished: int = 0
    _fragments: int = 0
    _spoken: float = 0.0
    _looking: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        # One frame at a time: with anything left of it in the buffer, whoever sends waits.
        transport.set_write_buffer_limits(high=0)

    def data_received(self, data: bytes) -> None:
        """In small portions, because what is heard is answered and counted only after each (S9)."""
        self._reads += 1
        if self._reads == 1:  # the request, which uvicorn writes down anew
            super().data_received(data)
            return
        for at in range(0, len(data), _AT_ONCE):
            if not self.close_sent or self.close_timer is not None:
                super().data_received(data[at : at + _AT_ONCE])
        self._weigh()

    def handle_connect(self, event: Request) -> None:
        super().handle_connect(event)
        scope = getattr(self, "scope", None)  # there is none where the handshake was refused
        if scope is not None:
            scope["extensions"][HAND_OVER] = self.hand_over

    async def send(self, message: Any) -> None:
        await super().send(message)
        # A refusal with a status of its own is an answer too: uvicorn would write each of them down as an error.
        if self.close_sent:
            self.handshake_complete = True

    def handle_ping(self) -> None:
        if self._let_speak():
            super().handle_ping()

    def handle_pong(self, event: Frame) -> None:
        if self._let_speak():
            super().handle_pong(event)

    def handle_cont(self, event: Frame) -> None:
        self._fragments += 1
        if self._fragments > MOST_FRAGMENTS:
            self._turn_out()
            return
        super().handle_cont(event)
        if event.fin:
            self._fragments = 0

    def pause_writing(self) -> None:
        super().pause_writing()
        self._look_again()

    def resume_writing(self) -> None:
        self._look_no_more()
        super().resume_writing()

    def connection_lost(self, exc: Exception | None) -> None:
        self._look_no_more()
        self._hold(0)
        super().connection_lost(exc)

    def hand_over(self, make: Make) -> Listener | None:
        """Let ``make(transport, connections)`` take the transport; this protocol and its task then end without touching it.

        None where that cannot be: the other side has left or has said something, or the transport encrypts, or is not empty.
        """
        transport = self.transport
        if self._reads > 1 or self.disconnected or self.close_sent or self.scheme == "wss":
            return None
        if transport.is_closing() or transport.get_write_buffer_size():
            return None
        self.stop_keepalive()
        self.connections.discard(self)
        self.disconnected = True  # whatever the framework might still send goes nowhere
        self.transport = _GONE  # type: ignore[assignment]  # all of a transport that is still called
        # These two hold on to this protocol, which otherwise lay about until the collector came.
        del self.scope["extensions"][HAND_OVER]
        self.conn.parser.close()
        return make(transport, self.connections)

    def _let_speak(self) -> bool:
        """Count a control frame; a flood of them ends the connection (S9)."""
        now = self.loop.time()
        self._spoken = wire.spoke(self._spoken, now)
        if wire.flood(self._spoken, now):
            self._turn_out()
        elif self.close_sent:
            self.conn.data_to_send()  # no answer is owed any more, and none is kept
        return not self.close_sent

    def _weigh(self) -> None:
        """Count what has begun and not ended; where that is too much, whoever has begun something large is told to come back."""
        self._hold(len(self.conn.reader.buffer) + sum(map(len, self.frames)))
        if self._unfinished > _AT_ONCE and self.unfinished_in_all > MOST_UNFINISHED and not self.close_sent:
            self._turn_out(wire.TRY_AGAIN)

    def _hold(self, unfinished: int) -> None:
        HandingOver.unfinished_in_all += unfinished - self._unfinished
        self._unfinished = unfinished

    def _turn_out(self, code: int = wire.POLICY) -> None:
        self.conn.data_to_send()  # the answers to a flood
        if self.close_sent:
            self.transport.abort()
        else:
            self.conn.fail(code)
            self.handle_parser_exception()

    def _look_again(self) -> None:
        self._looking = self.loop.call_later(PATIENCE, self._look)

    def _look(self) -> None:
        """Whoever reads nothing would hold on to a transport that was closed for ever."""
        if self.transport.is_closing():
            self.transport.abort()
        else:
            self._look_again()

    def _look_no_more(self) -> None:
        if self._looking is not None:
            self._looking.cancel()
            self._looking = None


class _Gone:
    """What is left of a transport that was handed over: closing it closes nothing."""

    def is_closing(self) -> bool:
        return True

    def close(self) -> None:
        """The lean protocol closes it."""

    def write(self, data: bytes) -> None:
        """The lean protocol writes."""

    def pause_reading(self) -> None:
        """The lean protocol reads."""

    def resume_reading(self) -> None:
        """The lean protocol reads."""


_GONE = _Gone()
