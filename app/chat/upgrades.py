"""The server's HTTP protocol where requests become sockets, and where too many of them are told to wait. Knows no page.

Relies on uvicorn 0.54 and httptools 0.9 (pinned; tests/chat/test_upgrades.py tries each): a protocol may put another in its
place on the transport; ``connections`` holds what is told to shut down; ``app_state`` holds what the lifespan has yielded; the
parser stops at the upgrade and says where, and ``handle_websocket_upgrade`` is called where that is caught.
"""

import asyncio
import sys
from typing import Any, ClassVar

from httptools import HttpParserUpgrade

from app.access.line import UNREADABLE, BoundedHttp
from app.chat.threshold import STATE, Threshold


class ListeningHttp(BoundedHttp):
    """The server's HTTP protocol: an upgrade is tried on the threshold first, without a second parse and without a task."""

    head_within_crowd: ClassVar[float] = 2.0

    _size: int = 0
    _from: bytes | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as uvicorn narrows it
        super().connection_made(transport)
        threshold = self._threshold
        if threshold is None:
            return
        crowd, count = threshold.crowd, len(self.connections)
        peer = self.client[0] if self.client else None
        if crowd.requests.most and not threshold.proxies.trusts(peer):
            self._from = crowd.requests.enter(peer)
        if crowd.overcrowded(count) or crowd.hopeless(self._from):
            transport.abort()
        elif crowd.requests.over(self._from):
            self.app = _turned_away
        if crowd.crowded(count):
            self.head_within = self.head_within_crowd
            self._expect_head()

    def connection_lost(self, exc: Exception | None) -> None:
        self._uncount()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        self._size = len(data)
        super().data_received(data)

    def on_headers_complete(self) -> None:
        super().on_headers_complete()
        threshold = self._threshold
        if threshold is None or self.cycle is None:
            return
        if threshold.hub.closing or threshold.crowd.crowded(len(self.connections)):
            self.cycle.keep_alive = False

    def handle_websocket_upgrade(self) -> None:
        threshold = self._threshold
        if not self._plain_upgrade():
            self._cancel()
            self.transport.write(UNREADABLE)
            self.transport.close()
        elif threshold is not None and threshold.admit(self):
            self._cancel()
            self._uncount()
        else:
            super().handle_websocket_upgrade()
            self._uncount()
        # It holds on to this protocol, which otherwise lay about until the collector came.
        self.parser = None  # type: ignore[assignment]  # as uvicorn does where a connection is lost

    @property
    def _threshold(self) -> Threshold | None:
        return self.app_state.get(STATE)

    def _plain_upgrade(self) -> bool:
        """A GET of HTTP/1.1 with nothing before it and nothing after it.

        An answer still under way would come out between the socket's frames, and its deadlines would fall on the socket. A
        client waits for the answer to its handshake before it says more (RFC 6455 4.1).
        """
        if self.scope["method"] != "GET" or self.scope["http_version"] != "1.1":
            return False
        if self.pipeline or not getattr(self.cycle, "response_complete", True):
            return False
        stopped = sys.exc_info()[1]  # uvicorn calls this where it catches it
        at_the_end = isinstance(stopped, HttpParserUpgrade) and stopped.args[0] == self._size
        return at_the_end and not self.transport.get_write_buffer_size()

    def _uncount(self) -> None:
        counted, self._from = self._from, None
        if counted is not None and self._threshold is not None:
            self._threshold.crowd.requests.leave(counted)


async def _turned_away(scope: Any, receive: Any, send: Any) -> None:
    """What is answered where too many connections are open from one address."""
    headers = [(b"retry-after", b"5"), (b"connection", b"close"), (b"content-length", b"0")]
    await send({"type": "http.response.start", "status": 503, "headers": headers})
    await send({"type": "http.response.body", "body": b""})
