"""Lets public listeners in before any framework runs, on what is in memory alone. Knows no template and no record.

Whatever cannot be decided here goes the long way, where everything is decided; what is decided here is what would be decided
there (tests/chat/test_threshold.py compares the two).
"""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Protocol

from app.access.crowd import Crowd, Leave
from app.access.gate import MOST_HEADERS
from app.access.origins import Origins
from app.access.proxies import Client, Proxies
from app.chat import languages, wire
from app.chat.handshake import opening
from app.chat.hub import RESTART, TRY_AGAIN, Hub
from app.chat.listener import Listener
from app.chat.newsroom import html
from app.records import channels

STATE = "threshold"

_PUBLIC = re.compile(rb"/([a-z0-9-]{3,60})/live(?:\?(.*))?")
_ASKED = re.compile(rb"(after)=([0-9]{1,15})|(epoch)=([A-Za-z0-9_-]{1,100})|(lang)=([a-z]{2,3})")
_LANGUAGE = re.compile(rb"(?:^|;)\s*lang=([a-z]{2,3})\s*(?=;|$)")

# What is remembered of askers has to be small: they choose it (a query, an Accept-Language).
_LONGEST_QUERY, _LANGUAGES_READ = 200, 200

RawHeaders = list[tuple[bytes, bytes]]


class Arriving(Protocol):
    """A connection whose request wants to become a socket: the part of uvicorn's HTTP protocol that is looked at."""

    transport: Any
    connections: set[Any]
    url: bytes
    headers: RawHeaders
    client: tuple[str, int] | None
    scheme: Any


@dataclass(frozen=True, slots=True)
class Threshold:
    """The checks are the gate's (``app.access.gate``): the page's origin, the host, how much the request says, and https."""

    hub: Hub
    origins: Origins
    proxies: Proxies
    plain_http: bool
    crowd: Crowd = field(default_factory=Crowd)

    def admit(self, arriving: Arriving) -> bool:
        """Open the socket of somebody who wants to listen to a sitting's public page. False: not decided here."""
        wanted = _PUBLIC.fullmatch(arriving.url)
        asked = _asked(wanted[2] or b"") if wanted else None
        headers = arriving.headers
        if wanted is None or asked is None or not self._welcome(arriving, headers):
            return False
        name = channels.public(wanted[1].decode())
        if not self.hub.knows(name, asked.after, asked.epoch):
            return False
        opened = opening(headers, deflate=True)
        if opened is None:
            return False
        arriving.transport.write(opened.response)
        leave = self._counted(arriving, headers)
        if leave is None:
            self._turn_away(arriving)
            return True
        arriving.connections.discard(arriving)
        listener = Listener(
            arriving.transport,
            arriving.connections,
            self.hub,
            asked.after,
            deflate=opened.deflate,
            left=leave,
        )
        self.hub.admit(name, html(_language(asked.lang, headers)), listener)
        return True

    def _turn_away(self, arriving: Arriving) -> None:
        """A script cannot see why a handshake failed, so it succeeds, and says how long to stay away."""
        code = RESTART if self.hub.closing else TRY_AGAIN
        arriving.transport.write(wire.close_frame(code, self.hub.wait()))
        arriving.transport.close()

    def _welcome(self, arriving: Arriving, headers: RawHeaders) -> bool:
        if arriving.scheme == "https":
            return False  # what we write goes to the kernel as it is: nothing would encrypt it
        if len(headers) > MOST_HEADERS or not self.origins.welcome_host(headers):
            return False
        if not self.origins.welcome_socket(headers):
            return False
        return self.plain_http or self._client(arriving, headers).secure

    def _counted(self, arriving: Arriving, headers: RawHeaders) -> Leave | None:
        """What to call when the listener has left; None where it cannot stay."""
        if self.hub.closing:
            return None
        host = self._client(arriving, headers).host if self.crowd.limited else None
        return self.crowd.let_in(host)

    def _client(self, arriving: Arriving, headers: RawHeaders) -> Client:
        return self.proxies.client(arriving.client[0] if arriving.client else None, False, headers)


@dataclass(frozen=True, slots=True)
class _Asked:
    after: int = 0
    epoch: str | None = None
    lang: str | None = None


def _asked(query: bytes) -> _Asked | None:
    """The query of a stream; None for anything that is not plainly one."""
    return _read(query) if len(query) <= _LONGEST_QUERY else None


@lru_cache(maxsize=4096)
def _read(query: bytes) -> _Asked | None:
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


def _language(asked: str | None, headers: RawHeaders) -> str:
    kept, accepted = b"", None
    for name, value in headers:
        if name == b"cookie":
            kept = [kept, *_LANGUAGE.findall(value)][-1]
        elif name == b"accept-language" and accepted is None:
            accepted = value[:_LANGUAGES_READ]
    return _chosen(asked, kept, accepted or b"")


@lru_cache(maxsize=4096)
def _chosen(asked: str | None, kept: bytes, accepted: bytes) -> str:
    return languages.choose(asked, kept.decode() or None, accepted.decode("latin-1"))
