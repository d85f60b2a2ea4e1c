"""Small files of every kind that is shown, made byte by byte, and how they are found again."""

import struct
import zlib

from sqlmodel import select

from app.records.tables import Text
from tests.routing.stage import Stage


def png(width: int = 30, height: int = 20, shade: int = 200) -> bytes:
    """A whole picture, which a browser shows."""
    rows = b"".join(b"\0" + bytes((shade, shade, 180)) * width for _ in range(height))

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pieces = chunk(b"IHDR", head), chunk(b"IDAT", zlib.compress(rows)), chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(pieces)


def jpeg(width: int = 30, height: int = 20) -> bytes:
    """As much of one as says its size, after a segment that has to be passed over."""
    said = b"\xff\xe0" + struct.pack(">H", 16) + b"JFIF\0" + bytes(9)
    return b"\xff\xd8" + said + b"\xff\xc2" + struct.pack(">HBHHB", 8, 8, height, width, 0) + b"\xff\xd9"


def webp(form: str, width: int = 30, height: int = 20) -> bytes:
    """The beginning of one in each of its three forms."""
    if form == "VP8X":
        body = bytes(4) + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    elif form == "VP8L":
        body = b"\x2f" + ((width - 1) | (height - 1) << 14).to_bytes(4, "little")
    else:
        body = bytes(3) + b"\x9d\x01\x2a" + struct.pack("<HH", width, height)
    inside = b"WEBP" + form.ljust(4).encode() + struct.pack("<I", len(body)) + body
    return b"RIFF" + struct.pack("<I", len(inside)) + inside


PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj << >> endobj\n%%EOF\n"


def every_text(stage: Stage) -> list[Text]:
    """Every text that is kept, as it is kept."""
    return stage.reading.look(lambda session: list(session.exec(select(Text)).all()))
