"""WebSocket frames as bytes (RFC 6455, RFC 7692): what a server sends, and what a listener may say. Pure; knows no socket."""

import zlib
from dataclasses import dataclass

TEXT, BINARY, CLOSE, PING, PONG = 0x1, 0x2, 0x8, 0x9, 0xA

NO_BYTES, LISTEN_ONLY, PROTOCOL_ERROR, NOT_UTF8 = 1003, 1008, 1002, 1007

_FIN, _RSV1, _MASKED = 0x80, 0x40, 0x80
_LARGEST_CONTROL = 125
_WORTH_COMPRESSING = 200

# What a peer may give as its reason to close (RFC 6455 7.4): never those that only a program tells itself.
_CLOSE_CODES = frozenset([*range(1000, 1004), *range(1007, 1016)]) - {1015}


def text_frame(text: str) -> bytes:
    """A whole message in one frame, as it is sent to everybody."""
    return _framed(_FIN | TEXT, text.encode())


def deflated_frame(text: str) -> bytes:
    """The same, compressed by itself: it leans on no earlier message, so one result fits every viewer."""
    payload = text.encode()
    if len(payload) < _WORTH_COMPRESSING:
        return _framed(_FIN | TEXT, payload)
    packing = zlib.compressobj(level=6, wbits=-zlib.MAX_WBITS)
    packed = packing.compress(payload) + packing.flush(zlib.Z_SYNC_FLUSH)
    return _framed(_FIN | _RSV1 | TEXT, packed[:-4])  # RFC 7692 7.2.1: the empty block at the end is left out


def close_frame(code: int, reason: str = "") -> bytes:
    return _framed(_FIN | CLOSE, code.to_bytes(2, "big") + reason.encode()[: _LARGEST_CONTROL - 2])


def pong_frame(payload: bytes) -> bytes:
    return _framed(_FIN | PONG, payload)


def _framed(head: int, payload: bytes) -> bytes:
    size = len(payload)
    if size < 126:
        return bytes((head, size)) + payload
    if size < 65_536:
        return bytes((head, 126)) + size.to_bytes(2, "big") + payload
    return bytes((head, 127)) + size.to_bytes(8, "big") + payload


@dataclass(frozen=True, slots=True)
class Said:
    """A control frame from a listener: ``kind`` is PING, PONG or CLOSE."""

    kind: int
    payload: bytes


@dataclass(frozen=True, slots=True)
class Wrong:
    """The listener broke the protocol, or said something: the code to close with."""

    code: int


def heard(data: bytes) -> tuple[list[Said], bytes, Wrong | None]:
    """What a listener has said: its control frames, the beginning of one that is not all there, and what was wrong.

    A listener may ping, pong and close; every frame it sends is small, whole and masked. Anything else ends the
    connection, and nothing is kept of it: at most 131 bytes wait for their rest (S9, S10).
    """
    said: list[Said] = []
    while len(data) >= 2:
        wrong = _wrong_head(data[0], data[1])
        if wrong is not None:
            return said, b"", wrong
        size = data[1] & 0x7F
        if len(data) < 6 + size:
            break
        mask, masked = data[2:6], data[6 : 6 + size]
        said.append(Said(data[0] & 0x0F, _unmasked(mask, masked)))
        data = data[6 + size :]
    return said, data, None


def _wrong_head(first: int, second: int) -> Wrong | None:
    kind = first & 0x0F
    if first & 0x70 and not (first & 0x70 == _RSV1 and kind in (TEXT, BINARY)):
        return Wrong(PROTOCOL_ERROR)  # reserved bits; the first is compression's, and only on data
    if not second & _MASKED:
        return Wrong(PROTOCOL_ERROR)
    if kind == TEXT:
        return Wrong(LISTEN_ONLY)
    if kind == BINARY:
        return Wrong(NO_BYTES)
    if kind not in (CLOSE, PING, PONG) or not first & _FIN or second & 0x7F > _LARGEST_CONTROL:
        return Wrong(PROTOCOL_ERROR)
    return None


def farewell(payload: bytes) -> bytes:
    """The close frame that answers a close frame: its own code back, or what was wrong with it."""
    if not payload:
        return _framed(_FIN | CLOSE, b"")
    code = int.from_bytes(payload[:2], "big")
    if len(payload) == 1 or not (code in _CLOSE_CODES or 3000 <= code <= 4999):
        return close_frame(PROTOCOL_ERROR)
    try:
        payload[2:].decode()
    except UnicodeDecodeError:
        return close_frame(NOT_UTF8)
    return close_frame(code)


def _unmasked(mask: bytes, masked: bytes) -> bytes:
    size = len(masked)
    key = int.from_bytes((mask * (size // 4 + 1))[:size], "big")
    return (int.from_bytes(masked, "big") ^ key).to_bytes(size, "big")
