"""The server's HTTP protocol with patience that ends: for the head of a request, and for a reader who does not read (S7, S8).

Given to uvicorn as ``http="app.access.line:BoundedHttp"``. Relies on the pinned uvicorn's ``HttpToolsProtocol``: on its
callbacks, on ``cycle`` and on ``pipeline``. Knows nothing of what is asked; bodies have their own limits (``app.access.bodies``).
"""

import asyncio
from typing import Any, ClassVar

from uvicorn.protocols.http.flow_control import FlowControl
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

_REFUSED = b"HTTP/1.1 431 Request Header Fields Too Large\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"
UNREADABLE = b"HTTP/1.1 400 Bad Request\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"

_WRAPPING = 8
"""Bytes that may come for one byte of a body: a chunk of a single byte takes six."""


MOST_WAITING = 16
"""Requests that may wait on one connection for their turn. Browsers and proxies wait for each answer before they ask again."""


class _TooMany(Exception):
    """So many requests wait on a connection that nobody means them."""


class BoundedHttp(HttpToolsProtocol):
    """A connection that has to finish the head of its request within ``head_within`` seconds and ``head_size`` bytes.

    The head is counted as it comes in: what is larger is cut off long before it has all been read. So is what stands around
    a body that comes in chunks, which may be as large as a head. A connection that does not take its answer is given up
    after ``read_within`` seconds.
    """

    head_within: float = 8.0
    head_size: ClassVar[int] = 16 * 1024
    read_within: ClassVar[float] = 30.0

    _head: int = 0
    _around: int = 0
    _in_head: bool = True
    _answering: RequestResponseCycle | None = None
    _deadline: asyncio.TimerHandle | None = None
    _unread: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as uvicorn narrows it
        super().connection_made(_Addresses(transport))
        self.transport, self.flow = transport, FlowControl(transport)
        self._expect_head()

    def connection_lost(self, exc: Exception | None) -> None:
        self._cancel()
        self.resume_writing()
        self._answer_nobody()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self._in_head:
            self._head += len(data)
        else:
            self._around += len(data)
        super().data_received(data)
        much = self._head if self._in_head else self._around
        if much > self.head_size and not self.transport.is_closing():
            self._refuse()

    def on_message_begin(self) -> None:
        if len(self.pipeline) >= MOST_WAITING:
            raise _TooMany  # the parser stops there, and it ends as whatever cannot be read
        self._in_head = True
        super().on_message_begin()

    def on_body(self, body: bytes) -> None:
        self._around = max(0, self._around - _WRAPPING * len(body))
        super().on_body(body)

    def on_headers_complete(self) -> None:
        self._in_head, self._head, self._around = False, 0, 0
        # A body before an upgrade belongs to no protocol: whoever announces one has to be done with it in time too.
        asks_to_upgrade = self.parser.should_upgrade()
        if not asks_to_upgrade:
            self._cancel()
        super().on_headers_complete()
        if not asks_to_upgrade:
            self.headers = []  # one that comes after the body would be added to a request that was let in without it
        if not self.pipeline:
            self._answering = self.cycle

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
        self._answering = self.pipeline[-1][0] if self.pipeline else None
        super().on_response_complete()
        if self._answering is None:  # else a head is here already, and its body may follow
            self._expect_head()

    def pause_writing(self) -> None:
        super().pause_writing()
        self._unread = self.loop.call_later(self.read_within, self.transport.abort)

    def resume_writing(self) -> None:
        if self._unread is not None:
            self._unread.cancel()
            self._unread = None
        super().resume_writing()

    def send_400_response(self, msg: str) -> None:
        if self._answer_begun:
            self._answer_nobody()
            self.transport.close()
        else:
            super().send_400_response(msg)

    def _expect_head(self) -> None:
        self._cancel()
        self._in_head = True
        if not self.transport.is_closing():
            self._deadline = self.loop.call_later(self.head_within, self._give_up)

    def _give_up(self) -> None:
        """Close, unless an earlier request on this connection is being answered: then the next head may wait."""
        if getattr(self.cycle, "response_complete", True):  # there is no cycle before the first request
            self.transport.close()

    def _refuse(self) -> None:
        if not self._answer_begun:
            self.transport.write(_REFUSED)
        self._answer_nobody()
        self.transport.close()

    @property
    def _answer_begun(self) -> bool:
        """Whether an answer is under way, which anything that is written now would fall into."""
        answering = self._answering
        return answering is not None and answering.response_started and not answering.response_complete

    def _answer_nobody(self) -> None:
        """uvicorn tells only the request that came last that its client has gone, not the one that is being answered."""
        answering, self._answering = self._answering, None
        if answering is not None and not answering.response_complete:
            answering.disconnected = True
            answering.message_event.set()

    def _cancel(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None


class _Addresses(asyncio.Transport):
    """A transport as uvicorn sees it while a connection is made, when it asks for the addresses of both ends.

    Asked for the socket, uvloop makes one, and then keeps both addresses with it for as long as the connection lasts: of ten
    thousand open pages 3 MB. The transport itself knows the addresses, and writes them down for whoever asks.
    """

    __slots__ = ("_transport",)

    def __init__(self, transport: asyncio.Transport) -> None:
        super().__init__()
        self._transport = transport

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        if name == "socket":
            return default
        found = self._transport.get_extra_info(name, default)
        return found[:2] if isinstance(found, tuple) else found  # IPv6 has two numbers more
