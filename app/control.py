"""The control socket: how commands on the same machine ask the running server. Knows no command by name."""

import asyncio
import json
import os
import socket
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

NAME = "control.sock"
LARGEST = 1 << 20

Answer = Callable[[str, Mapping[str, Any]], Awaitable[dict[str, Any]]]


@contextmanager
def _reachable(folder: Path) -> Iterator[str]:
    """The socket's path through the folder's descriptor: a socket's own path holds 107 bytes, a data folder's may be longer."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{descriptor}/{NAME}"
    finally:
        os.close(descriptor)


async def serve(folder: Path, answer: Answer) -> asyncio.Server:
    """Answer commands, one JSON line each way. Only the owner of the folder can connect (mode 0600)."""

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            request = json.loads(await reader.readline())
            reply = await answer(request["command"], request["arguments"])
            writer.write(json.dumps(reply).encode() + b"\n")
            await writer.drain()
        except (ConnectionError, ValueError, KeyError):
            pass  # the command went away or spoke another language: there is nobody to tell
        finally:
            writer.close()

    with _reachable(folder) as path:
        # A socket left by a server that was killed is replaced: we hold the lock, so nobody listens on it.
        server = await asyncio.start_unix_server(connected, path=path, limit=LARGEST)
        os.chmod(path, 0o600)
    return server


def ask(folder: Path, command: str, arguments: Mapping[str, Any]) -> dict[str, Any] | None:
    """The running server's answer, or None when no server runs on this folder."""
    if not folder.is_dir():
        return None
    with _reachable(folder) as path, socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        try:
            connection.connect(path)
        except (FileNotFoundError, ConnectionRefusedError):
            return None
        connection.sendall(json.dumps({"command": command, "arguments": arguments}).encode() + b"\n")
        with connection.makefile("rb") as lines:
            reply: dict[str, Any] = json.loads(lines.readline(LARGEST))
            return reply
