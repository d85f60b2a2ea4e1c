"""Where sockets come in: public listeners are let in before any framework runs, others are handed over after their handshake.

Relies on uvicorn 0.54 (pinned; tests/chat/test_threshold.py tries each): a protocol may put another in its place on the
transport, which stays open when the ASGI task ends; ``connections`` holds what is told to shut down; ``app_state`` holds
what the lifespan has yielded; the parser stops at the upgrade. Knows no template and no record.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.http11 import Request

from app.access.gate import MOST_HEADERS
from app.access.line import BoundedHttp
from app.access.origins import Origins
from app.access.proxies import Proxies
from app.chat import languages
from app.chat.handshake import opening
from app.chat.hub import Hub
from app.chat.listener import Listener
from app.chat.newsroom import html
from app.records import channels

STATE = "threshold"
HAND_OVER = "fragestund.hand_over"

_PUBLIC = re.compile(rb"/([a-z0-9-]{3,60})/live(?:\?(.*))?")
_ASKED = re.compile(rb"(after)=([0-9]{1,15})|(epoch)=([A-Za-z0-9_-]{1,100})|(lang)=([a-z]{2,3})")
_LANGUAGE = re.compile(rb"(?:^|;\s*)lang=([a-z]{2,3})(?=;|$)")

Make = Callable[[Any, set[Any]], Listener]


@dataclass(frozen=True, slots=True)
class Threshold:
    """Decides on what is in memory alone. Whatever it cannot decide goes the long way, where everything is decided.

    The checks are the gate's (``app.access.gate``): the page's origin, the host, how much the request says, and https.
    """

    hub: Hub
    origins: Origins
    proxies: Proxies
    plain_http: bool

    def admit(self, protocol: "ListeningHttp") -> bool:
        """Open the socket of somebody who wants to listen to a sitting's public page. False: not decided here."""
        wanted = _PUBLIC.fullmatch(protocol.url)
        asked = _asked(wanted[2] or b"") if wanted else None
        headers = protocol.headers
        if wanted is None or asked is None or not self._welcome(protocol, headers):
            return False
        name = channels.public(wanted[1].decode())
        if not self.hub.knows(name, asked.after, asked.epoch):
            return False
        opened = opening(headers, deflate=True)
        if opened is None:
            return False
        transport = protocol.transport
        transport.write(opened.response)
        protocol.connections.discard(protocol)
        listener = Listener(transport, protocol.connections, self.hub, asked.after, deflate=opened.deflate)
        self.hub.admit(name, html(_language(asked.lang, headers)), listener)
        return True

    def _welcome(self, protocol: "ListeningHttp", headers: list[tuple[bytes, bytes]]) -> bool:
        if len(headers) > MOST_HEADERS or not self.origins.welcome_host(headers):
            return False
        if not self.origins.welcome_socket(headers):
            return False
        if self.plain_http:
            return True
        peer = protocol.client[0] if protocol.client else None
        return self.proxies.client(peer, protocol.scheme == "https", headers).secure


class ListeningHttp(BoundedHttp):
    """The server's HTTP protocol: an upgrade is tried on the threshold first, without a second parse and without a task."""

    _seen: bytes = b""

    def data_received(self, data: bytes) -> None:
        if self._in_head:
            self._seen = self._seen[-3:] + data
        super().data_received(data)

    def handle_websocket_upgrade(self) -> None:
        """What came in the same breath as the request belongs to the socket, whoever takes it over."""
        early = self._seen.partition(b"\r\n\r\n")[2]
        self._seen = b""
        threshold: Threshold | None = self.app_state.get(STATE)
        if threshold is not None and threshold.admit(self):
            self._cancel()
        else:
            super().handle_websocket_upgrade()
        if early and not self.transport.is_closing():
            self.transport.get_protocol().data_received(early)  # type: ignore[attr-defined]  # a Protocol, ours or uvicorn's


class HandingOver(WebSocketsSansIOProtocol):
    """uvicorn's socket, which can hand its transport to a lean protocol once the framework has let somebody in."""

    def handle_connect(self, event: Request) -> None:
        super().handle_connect(event)
        scope = getattr(self, "scope", None)  # there is none where the handshake was refused
        if scope is not None:
            scope["extensions"][HAND_OVER] = self.hand_over

    def hand_over(self, make: Make) -> Listener | None:
        """Let ``make(transport, connections)`` take the transport; this protocol and its task then end without touching it.

        None where there is nothing to hand over any more: the other side has left, or has said something already.
        """
        if self.disconnected or self.close_sent or self.transport.is_closing() or self.read_paused:
            return None
        transport, early = self.transport, bytes(self.conn.reader.buffer)
        self.stop_keepalive()
        self.connections.discard(self)
        self.transport = _Gone()  # type: ignore[assignment]  # all of a transport that is still called
        listener = make(transport, self.connections)
        if early:
            listener.data_received(early)
        return listener


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


@dataclass(frozen=True, slots=True)
class _Asked:
    after: int = 0
    epoch: str | None = None
    lang: str | None = None


@lru_cache(maxsize=4096)
def _asked(query: bytes) -> _Asked | None:
    """The query of a stream; None for anything that is not plainly one."""
    found: dict[str, str] = {}
    for part in query.split(b"&") if query else ():
        known = _ASKED.fullmatch(part)
        if known is None:
            return None
        name, value = (group.decode() for group in known.groups() if group is not None)
        if name in found:
            return None
        found[name] = value
    return _Asked(int(found.get("after", 0)), found.get("epoch"), found.get("lang"))


def _language(asked: str | None, headers: list[tuple[bytes, bytes]]) -> str:
    kept = accepted = b""
    for name, value in headers:
        if name == b"cookie" and (chosen := _LANGUAGE.search(value)):
            kept = chosen[1]
        elif name == b"accept-language":
            accepted = value
    return _chosen(asked, kept, accepted)


@lru_cache(maxsize=4096)
def _chosen(asked: str | None, kept: bytes, accepted: bytes) -> str:
    return languages.choose(asked, kept.decode() or None, accepted.decode("latin-1"))
