"""The server's HTTP protocol with patience that ends: for the head of a request, and for a reader who does not read (S7, S8).

Given to uvicorn as ``http="app.access.line:BoundedHttp"``. Relies on the pinned uvicorn's ``HttpToolsProtocol``: on its
callbacks and on ``cycle``. Knows nothing of what is asked; bodies have their own limits (``app.access.bodies``).
"""

import asyncio
from typing import ClassVar

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

_REFUSED = b"HTTP/1.1 431 Request Header Fields Too Large\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"
UNREADABLE = b"HTTP/1.1 400 Bad Request\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"


class BoundedHttp(HttpToolsProtocol):
    """A connection that has to finish the head of its request within ``head_within`` seconds and ``head_size`` bytes.

    The head is counted as it comes in: what is larger is cut off long before it has all been read. A connection that
    does not take its answer is given up after ``read_within`` seconds.
    """

    head_within: float = 8.0
    head_size: ClassVar[int] = 16 * 1024
    read_within: ClassVar[float] = 30.0

    _head: int = 0
    _in_head: bool = True
    _deadline: asyncio.TimerHandle | None = None
    _unread: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as uvicorn narrows it
        super().connection_made(transport)
        self._expect_head()

    def connection_lost(self, exc: Exception | None) -> None:
        self._cancel()
        self.resume_writing()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self._in_head:
            self._head += len(data)
        super().data_received(data)
        if self._in_head and self._head > self.head_size and not self.transport.is_closing():
            self.transport.write(_REFUSED)
            self.transport.close()

    def on_message_begin(self) -> None:
        self._in_head = True
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        self._in_head, self._head = False, 0
        # A body before an upgrade belongs to no protocol: whoever announces one has to be done with it in time too.
        if not self.parser.should_upgrade():
            self._cancel()
        super().on_headers_complete()

    def handle_websocket_upgrade(self) -> None:
        """Hand over to the socket's protocol; what that cannot read (a body, a line too long) is refused here.

        It would leave such a connection open and unanswered, and stumble over it when the server stops.
        """
        self._cancel()
        super().handle_websocket_upgrade()
        if not getattr(self.transport.get_protocol(), "handshake_initiated", True):
            self.transport.write(UNREADABLE)
            self.transport.close()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        self._expect_head()

    def pause_writing(self) -> None:
        super().pause_writing()
        self._unread = self.loop.call_later(self.read_within, self.transport.abort)

    def resume_writing(self) -> None:
        if self._unread is not None:
            self._unread.cancel()
            self._unread = None
        super().resume_writing()

    def _expect_head(self) -> None:
        self._cancel()
        self._in_head = True
        if not self.transport.is_closing():
            self._deadline = self.loop.call_later(self.head_within, self._give_up)

    def _give_up(self) -> None:
        """Close, unless an earlier request on this connection is being answered: then the next head may wait."""
        if getattr(self.cycle, "response_complete", True):  # there is no cycle before the first request
            self.transport.close()

    def _cancel(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None
