"""A client that says exactly the bytes it is told to, and reads frames as they come: for what no library would do."""

import asyncio
import socket
from dataclasses import dataclass, field

PATIENCE = 10.0

KEY = "dGhlIHNhbXBsZSBub25jZQ=="

TEXT, BINARY, CLOSE, PING, PONG, MORE = 0x1, 0x2, 0x8, 0x9, 0xA, 0x0


def masked(
    kind: int, payload: bytes = b"", *, fin: bool = True, bits: int = 0, size: int | None = None
) -> bytes:
    """A client's frame. ``bits``: reserved bits; ``size``: what the head says, where it lies."""
    mask, said = b"abcd", len(payload) if size is None else size
    if said < 126:
        head = bytes((0x80 | said,))
    elif said < 65_536:
        head = bytes((0x80 | 126,)) + said.to_bytes(2, "big")
    else:
        head = bytes((0x80 | 127,)) + said.to_bytes(8, "big")
    body = bytes(byte ^ mask[place % 4] for place, byte in enumerate(payload))
    return bytes((fin << 7 | bits | kind,)) + head + mask + body


def handshake(port: int, path: str, **headers: str) -> bytes:
    """A handshake as a page of ours makes it. A header given as "" is left out; an underscore stands for a hyphen."""
    said = {
        "Host": f"127.0.0.1:{port}",
        "Origin": f"http://127.0.0.1:{port}",
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": KEY,
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    lines = [f"{name}: {value}" for name, value in said.items() if value]
    return "\r\n".join([f"GET {path} HTTP/1.1", *lines, "", ""]).encode()


@dataclass
class Raw:
    """A connection that speaks in bytes."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    head: bytes = b""
    heard: list[tuple[int, bytes]] = field(default_factory=list)

    @classmethod
    async def connect(cls, port: int, *, window: int | None = None) -> "Raw":
        """``window``: bytes that the system takes in while nobody reads."""
        line = socket.socket()
        line.setblocking(False)
        if window is not None:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, window)
        await asyncio.get_running_loop().sock_connect(line, ("127.0.0.1", port))
        limit = 2**16 if window is None else 1024
        reader, writer = await asyncio.open_connection(sock=line, limit=limit)
        return cls(reader, writer)

    @classmethod
    async def opened(cls, port: int, path: str, *, window: int | None = None, **headers: str) -> "Raw":
        """With its handshake made."""
        made = await cls.connect(port, window=window)
        made.say(handshake(port, path, **headers))
        async with asyncio.timeout(PATIENCE):
            made.head = await made.reader.readuntil(b"\r\n\r\n")
        return made

    @property
    def status(self) -> int:
        return int(self.head.split(b" ", 2)[1])

    def say(self, data: bytes) -> None:
        self.writer.write(data)

    async def frame(self) -> tuple[int, bytes]:
        """The next frame: its first byte and its payload. Raises ``EOFError``, ``ConnectionError``."""
        async with asyncio.timeout(PATIENCE):
            first, size = await self.reader.readexactly(2)
            if size == 126:
                size = int.from_bytes(await self.reader.readexactly(2), "big")
            elif size == 127:
                size = int.from_bytes(await self.reader.readexactly(8), "big")
            return first, await self.reader.readexactly(size)

    async def until(self, kind: int) -> bytes:
        """The payload of the next frame of a kind. What came before it is noted."""
        while True:
            first, payload = await self.frame()
            self.heard.append((first, payload))
            if first & 0x0F == kind:
                return payload

    async def closed(self) -> tuple[int | None, str]:
        """The code and the reason that the socket is closed with; None where the line ends without a word."""
        try:
            payload = await self.until(CLOSE)
        except (EOFError, ConnectionError):
            return None, ""
        return (int.from_bytes(payload[:2], "big") if payload else 1005), payload[2:].decode()

    async def ended(self) -> bool:
        """Whether the other side has ended the connection, by now or before patience ends."""
        try:
            async with asyncio.timeout(PATIENCE):
                while await self.reader.read(65_536):
                    pass
        except ConnectionError:
            pass
        return True

    def abort(self) -> None:
        self.writer.transport.abort()
