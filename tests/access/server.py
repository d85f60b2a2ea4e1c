"""A real server on the loopback with the gate before it, and plain clients that send exactly what they are told."""

import asyncio
import base64
import http.client
import json
import logging
import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import uvicorn
from starlette.types import ASGIApp

Headers = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def facts(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.body)
        return found


@dataclass(frozen=True, slots=True)
class Served:
    """A running server: what is asked of it."""

    port: int

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    def ask(
        self,
        method: str,
        path: str,
        headers: Headers = (),
        body: bytes | None = None,
        *,
        host: str | None = None,
    ) -> Answer:
        """One request on a connection of its own. ``host`` "" sends none."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        line.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        for name, value in (("Host", self.host if host is None else host), *headers):
            if name != "Host" or value:
                line.putheader(name, value)
        if body is not None:
            line.putheader("Content-Length", str(len(body)))
        line.endheaders(body)
        got = line.getresponse()
        answer = Answer(got.status, {name.lower(): value for name, value in got.getheaders()}, got.read())
        line.close()
        return answer

    def own(self, method: str, path: str, headers: Headers = (), body: bytes | None = None) -> Answer:
        """A request as a page of ours makes it, for JSON."""
        ours = (("Origin", self.origin), ("Sec-Fetch-Site", "same-origin"), ("Accept", "application/json"))
        return self.ask(method, path, (*ours, *headers), body)

    def shake(self, path: str, headers: Headers = (), *, host: str | None = None) -> int:
        """The status that a WebSocket handshake is answered with: 101 where it opens."""
        key = base64.b64encode(b"0123456789abcdef").decode()
        upgrade = (("Connection", "Upgrade"), ("Upgrade", "websocket"))
        lines = [f"GET {path} HTTP/1.1", f"Host: {self.host if host is None else host}"]
        said = (*upgrade, ("Sec-WebSocket-Version", "13"), ("Sec-WebSocket-Key", key), *headers)
        lines += [f"{name}: {value}" for name, value in said]
        with socket.create_connection(("127.0.0.1", self.port), timeout=10) as line:
            line.sendall("\r\n".join([*lines, "", ""]).encode("latin-1"))
            return int(line.recv(4096).split(b" ", 2)[1])


class _Server(uvicorn.Server):
    """Serves on a port that the system chooses and tells when it does."""

    def __init__(self, app: ASGIApp, **options: Any) -> None:
        options = {
            "log_config": None,
            "lifespan": "off",
            "access_log": False,
            "proxy_headers": False,
            **options,
        }
        super().__init__(uvicorn.Config(app, host="127.0.0.1", port=0, **options))
        # As the program does: the server's own lines would hold the client's address and the path.
        for name in ("uvicorn.access", "uvicorn.error", "uvicorn.asgi"):
            logging.getLogger(name).disabled = True
        self.serving = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.loop = asyncio.get_running_loop()
        self.serving.set()


class Deferred:
    """An app that is made once its port is known: its origins hold it."""

    def __init__(self) -> None:
        self.app: ASGIApp | None = None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        assert self.app is not None
        await self.app(scope, receive, send)


@contextmanager
def serving(app: ASGIApp, **options: Any) -> Iterator[tuple[Served, asyncio.AbstractEventLoop]]:
    """Serve the app until the block ends. ``options`` go to uvicorn."""
    server = _Server(app, **options)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    assert server.serving.wait(10)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield Served(port), server.loop
    server.should_exit = True
    thread.join(10)
