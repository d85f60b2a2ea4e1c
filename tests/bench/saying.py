"""A WebSocket server that says to each connection exactly what a test wants, right or wrong."""

import base64
import hashlib
import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"


def text(number: int, words: str = "hej") -> bytes:
    """A numbered frame."""
    payload = f'{{"seq":{number},"html":"{words}"}}'.encode()
    return bytes((0x81, len(payload))) + payload


@contextmanager
def saying(*each: Sequence[bytes]) -> Iterator[int]:
    """Let as many connections in as there are scripts, say to each its own, and keep them open. Gives the port."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(10)
        kept: list[socket.socket] = []
        thread = threading.Thread(target=_serve, args=(listening, each, kept))
        thread.start()
        try:
            yield listening.getsockname()[1]
        finally:
            thread.join(10)
            for connection in kept:
                connection.close()


def _serve(listening: socket.socket, each: Sequence[Sequence[bytes]], kept: list[socket.socket]) -> None:
    for frames in each:
        with suppress(OSError):
            connection, _ = listening.accept()
            kept.append(connection)
            _shake(connection)
            for frame in frames:
                connection.sendall(frame)


def _shake(connection: socket.socket) -> None:
    head = b""
    while b"\r\n\r\n" not in head:
        head += connection.recv(4096)
    key = head.lower().partition(b"sec-websocket-key: ")[0]
    given = head[len(key) :].partition(b": ")[2].partition(b"\r\n")[0]
    accept = base64.b64encode(hashlib.sha1(given + GUID, usedforsecurity=False).digest())
    connection.sendall(
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Accept: " + accept + b"\r\n\r\n"
    )
