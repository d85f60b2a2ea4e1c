"""Reading a request's body whole before anything looks at it: never more than the limit, never for longer (S7, S8)."""

import asyncio
from dataclasses import dataclass

from starlette.types import Message, Receive

from app.records.vocabulary import Malformed, TooLarge

LARGEST = 64 * 1024
LARGEST_FILE = 3 * 1024 * 1024 + LARGEST
"""Where those who work here hand in a file, with what is said of it."""
SLOWEST = 10.0
# A browser that is still sending cannot read our refusal: a little more is read and thrown away first.
_THROWN_AWAY = 4 * 1024 * 1024


class Gone(Exception):
    """The client went away before its body was here."""


def stated_length(headers: list[tuple[bytes, bytes]]) -> int | None:
    """What ``Content-Length`` says. None: nothing, or nothing readable."""
    stated = [value for name, value in headers if name == b"content-length"]
    return int(stated[0]) if len(stated) == 1 and stated[0].isdigit() else None


def has_body(headers: list[tuple[bytes, bytes]]) -> bool:
    """Whether a body follows the headers."""
    for name, _ in headers:  # noqa: SIM110 - a plain loop takes a third of the time, and every request is asked
        if name == b"content-length" or name == b"transfer-encoding":
            return True
    return False


async def whole_body(
    receive: Receive, stated: int | None, *, largest: int = LARGEST, slowest: float = SLOWEST
) -> bytes:
    """The body, at most ``largest`` bytes within ``slowest`` seconds. Raises ``TooLarge``, ``Malformed`` (``slow``), ``Gone``."""
    if stated is not None and stated > _THROWN_AWAY:
        raise TooLarge("body", limit=largest)
    try:
        async with asyncio.timeout(slowest):
            read = await _read(receive, largest)
    except TimeoutError:
        raise Malformed("slow") from None
    if read.size > largest:
        raise TooLarge("body", limit=largest)
    return read.body


async def thrown_away(receive: Receive, stated: int | None, *, slowest: float = 2.0) -> bool:
    """Read past the body of a request that is refused anyway, and tell whether all of it went by.

    A connection closed while its client still sends is reset, and the client never reads why it was refused.
    """
    if stated is not None and stated > _THROWN_AWAY:
        return False
    try:
        async with asyncio.timeout(slowest):
            return (await _read(receive, 0)).whole
    except (TimeoutError, Gone):
        return False


def again(body: bytes, receive: Receive) -> Receive:
    """A ``receive`` that gives the body once more, and then what comes after it."""
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def replay() -> Message:
        return waiting.pop() if waiting else await receive()

    return replay


@dataclass(frozen=True, slots=True)
class _Read:
    """What came of a body: its bytes up to the limit, its size so far, and whether that was all."""

    body: bytes
    size: int
    whole: bool


async def _read(receive: Receive, largest: int) -> _Read:
    pieces: list[bytes] = []
    size, more = 0, True
    while more and size <= _THROWN_AWAY:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Gone
        piece, more = message.get("body", b""), message.get("more_body", False)
        size += len(piece)
        if size <= largest:
            pieces.append(piece)
    return _Read(b"".join(pieces), size, not more)
