"""The opening of a WebSocket, decided on the request's headers alone (RFC 6455 4.2). Pure; knows no connection."""

import hashlib
import re
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass

Headers = Sequence[tuple[bytes, bytes]]

LONGEST_LINE = 8000
"""Bytes of a header that are read here. The other way in cannot read lines much longer."""

_GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
_KEY = re.compile(rb"[A-Za-z0-9+/]{21}[AQgw]==")  # 16 bytes in base64, and in no other way of writing them

_ONCE = (b"sec-websocket-key", b"sec-websocket-version", b"upgrade")
# We speak no subprotocol, and nobody who opens a socket sends a body: whoever comes with one is answered elsewhere.
_ELSEWHERE = (b"sec-websocket-protocol", b"content-length", b"transfer-encoding")

_DEFLATE = b"permessage-deflate; server_no_context_takeover; client_no_context_takeover"
_WHOLE_WINDOW = b"; server_max_window_bits=15"


@dataclass(frozen=True, slots=True)
class Opening:
    """An answer to a handshake: the bytes of it, and whether what is sent may be compressed."""

    response: bytes
    deflate: bool


def opening(headers: Headers, *, deflate: bool) -> Opening | None:
    """The answer that opens the socket; None for whatever is not a plain, whole handshake of this version.

    ``deflate``: whether to accept the offer of compression. It is declined where the client wants a smaller window than
    the one the shared frames are made with, and where the offer cannot be read.
    """
    found: dict[bytes, bytes] = {}
    offers: list[bytes] = []
    for name, value in headers:
        if name in _ELSEWHERE or len(name) + len(value) > LONGEST_LINE:
            return None
        if name in _ONCE:
            if name in found:
                return None
            found[name] = value
        elif name == b"sec-websocket-extensions":
            offers += value.split(b",")
    key = found.get(b"sec-websocket-key", b"")
    if found.get(b"sec-websocket-version") != b"13" or not _KEY.fullmatch(key):
        return None
    if found.get(b"upgrade", b"").lower() != b"websocket":
        return None
    agreed = next(filter(None, map(_agreed, offers)), None) if deflate else None
    return Opening(_answer(key, agreed), agreed is not None)


def _answer(key: bytes, agreed: bytes | None) -> bytes:
    accept = b64encode(hashlib.sha1(key + _GUID, usedforsecurity=False).digest())
    extensions = b"" if agreed is None else b"Sec-WebSocket-Extensions: " + agreed + b"\r\n"
    return (
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Accept: " + accept + b"\r\n" + extensions + b"\r\n"
    )


def _agreed(offer: bytes) -> bytes | None:
    """What to answer to an offer of compression; None where it is declined."""
    name, *parameters = (part.strip() for part in offer.split(b";"))
    if name != b"permessage-deflate":
        return None
    seen: set[bytes] = set()
    for parameter in parameters:
        what, _, value = parameter.partition(b"=")
        if what in seen or not _known(what, value.strip(b'"')):
            return None
        seen.add(what)
    # A window that was asked for has to be confirmed (RFC 7692 7.1.2.1).
    return _DEFLATE + _WHOLE_WINDOW if b"server_max_window_bits" in seen else _DEFLATE


def _known(what: bytes, value: bytes) -> bool:
    if what in (b"server_no_context_takeover", b"client_no_context_takeover"):
        return not value
    if what == b"server_max_window_bits":
        return value == b"15"  # a smaller window would need frames of its own
    if what == b"client_max_window_bits":
        return value in (b"", b"8", b"9", b"10", b"11", b"12", b"13", b"14", b"15")
    return False
