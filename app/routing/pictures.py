"""What a file is, by its own bytes and not by its name: pictures and plans that may be shown (M34). Pure."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from app.records.vocabulary import Malformed, TooLarge

LARGEST: Final = 3 * 1024 * 1024
"""Bytes of a file."""

MOST_PIXELS: Final = 40_000_000
"""A few bytes can unfold into more than a telephone holds."""


class Kind(StrEnum):
    """The kinds of files that are shown: all that browsers show, and none that can run."""

    PNG = "image/png"
    JPEG = "image/jpeg"
    WEBP = "image/webp"
    PDF = "application/pdf"


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a file is. ``width`` and ``height`` in pixels, 0 for a plan."""

    kind: Kind
    width: int = 0
    height: int = 0


def recognised(content: bytes) -> Recognised:
    """What the file is. Raises ``TooLarge`` and ``Malformed`` (facts: ``field``): nothing, another kind, or a broken picture."""
    if len(content) > LARGEST:
        raise TooLarge("file", field="file", limit=LARGEST)
    if not content:
        raise Malformed("no_file", field="file")
    found = _recognised(content)
    if found is None:
        raise Malformed("kind_of_file", field="file")
    if found.kind is not Kind.PDF and not 0 < found.width * found.height <= MOST_PIXELS:
        raise Malformed("picture", field="file")
    return found


def _recognised(content: bytes) -> Recognised | None:
    try:
        if content.startswith(b"\x89PNG\r\n\x1a\n") and content[12:16] == b"IHDR":
            return Recognised(Kind.PNG, *struct.unpack(">II", content[16:24]))
        if content.startswith(b"\xff\xd8\xff"):
            return _jpeg(content)
        if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
            return _webp(content)
    except (struct.error, IndexError):
        return None
    return Recognised(Kind.PDF) if content.startswith(b"%PDF-") else None


_FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
"""The markers after which a JPEG says its size."""


def _jpeg(content: bytes) -> Recognised | None:
    for marker, at in _segments(content):
        if marker in _FRAMES:
            height, width = struct.unpack(">HH", content[at + 3 : at + 7])
            return Recognised(Kind.JPEG, width, height)
    return None


def _segments(content: bytes) -> Iterator[tuple[int, int]]:
    """Each marker with the place of what follows it."""
    at = 2
    while at + 4 <= len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if marker == 0xFF:  # a marker may be filled up before it begins
            at += 1
            continue
        yield marker, at + 2
        at += 2 + int.from_bytes(content[at + 2 : at + 4])


def _webp(content: bytes) -> Recognised | None:
    """Each of the three forms says its size in its own way (RFC 9649)."""
    form, body = content[12:16], content[20:]
    if form == b"VP8X":
        return Recognised(
            Kind.WEBP, 1 + int.from_bytes(body[4:7], "little"), 1 + int.from_bytes(body[7:10], "little")
        )
    if form == b"VP8L" and body[0] == 0x2F:
        bits = int.from_bytes(body[1:5], "little")
        return Recognised(Kind.WEBP, 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF))
    if form == b"VP8 " and body[3:6] == b"\x9d\x01\x2a":
        width, height = struct.unpack("<HH", body[6:10])
        return Recognised(Kind.WEBP, width & 0x3FFF, height & 0x3FFF)
    return None
