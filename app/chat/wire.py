"""WebSocket frames as bytes (RFC 6455, RFC 7692): what a server sends, and what a listener may say. Pure; knows no socket."""

import zlib
from dataclasses import dataclass

TEXT, BINARY, CLOSE, PING, PONG = 0x1, 0x2, 0x8, 0x9, 0xA

NO_BYTES, POLICY, PROTOCOL_ERROR, NOT_UTF8, TRY_AGAIN = 1003, 1008, 1002, 1007, 1013

MOST_AT_ONCE = 64
"""Control frames that somebody may send at once, and one more every second. A page sends none, a program now and then (S9)."""

_FIN, _RSV1, _MASKED = 0x80, 0x40, 0x80
_LARGEST_CONTROL = 125
_WORTH_COMPRESSING = 200

# What a peer may give as its reason to close (RFC 6455 7.4): never those that only a program tells itself.
_CLOSE_CODES = frozenset([*range(1000, 1004), *range(1007, 1015)])


FRAME_HEAD = 4
"""Bytes before a message of at most 64 KB, where there are more than 125 of it."""


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
    """The end, and why. A reason too long for a control frame is cut, but not within a character."""
    said = reason.encode()[: _LARGEST_CONTROL - 2].decode(errors="ignore")
    return _framed(_FIN | CLOSE, code.to_bytes(2, "big") + said.encode())


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


def heard(data: bytes, *, deflate: bool = False) -> tuple[list[Said], bytes, Wrong | None]:
    """What a listener has said: its control frames, the beginning of one that is not all there, and what was wrong.

    A listener may ping, pong and close; every frame it sends is small, whole and masked. Anything else ends the
    connection, and nothing is kept of it: at most 130 bytes wait for their rest (S9, S10). Nothing is looked at after a
    close, nor after more frames than anybody needs. ``deflate``: compression was agreed on.
    """
    said: list[Said] = []
    at = 0
    while len(data) - at >= 2:
        wrong = _wrong_head(data[at], data[at + 1], deflate)
        if wrong is None and len(said) == MOST_AT_ONCE:
            wrong = Wrong(POLICY)
        if wrong is not None:
            return said, b"", wrong
        end = at + 6 + (data[at + 1] & 0x7F)
        if len(data) < end:
            break
        each = Said(data[at] & 0x0F, _unmasked(data[at + 2 : at + 6], data[at + 6 : end]))
        said.append(each)
        if each.kind == CLOSE:
            return said, b"", None
        at = end
    return said, data[at:], None


def _wrong_head(first: int, second: int, deflate: bool) -> Wrong | None:
    kind = first & 0x0F
    if first & 0x70 and not (deflate and first & 0x70 == _RSV1 and kind in (TEXT, BINARY)):
        return Wrong(
            PROTOCOL_ERROR
        )  # reserved bits; the first is compression's, where agreed on, and only on data
    if not second & _MASKED:
        return Wrong(PROTOCOL_ERROR)
    if kind == TEXT:
        return Wrong(POLICY)
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


def spoke(until: float, now: float) -> float:
    """The bucket of control frames after one more at ``now`` seconds. It is flowing over where ``flood`` says so."""
    return max(until, now) + 1.0


def flood(until: float, now: float) -> bool:
    """Whether more control frames came than anybody needs (S9)."""
    return until - now > MOST_AT_ONCE


def _unmasked(mask: bytes, masked: bytes) -> bytes:
    size = len(masked)
    key = int.from_bytes((mask * (size // 4 + 1))[:size], "big")
    return (int.from_bytes(masked, "big") ^ key).to_bytes(size, "big")
