"""A small real server for one page with a live list: the page, its scripts, the socket and the news; what it says is up to the test."""

import asyncio
import json
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.datastructures import Headers
from websockets.http11 import Request, Response

WEB = Path(__file__).parents[2] / "web"
POLICY = "default-src 'self'; require-trusted-types-for 'script'; trusted-types live"
KINDS = {".js": "text/javascript", ".css": "text/css", ".woff2": "font/woff2", ".svg": "image/svg+xml"}


@dataclass
class Line:
    """What the server shows, what it answers with, and what it has seen."""

    page: str = ""
    sockets_open: bool = True
    news: list[dict[str, Any]] | None = None
    asked: list[dict[str, str]] = field(default_factory=list)
    polled: list[dict[str, str]] = field(default_factory=list)
    pages: int = 0
    port: int = 0
    arrived: asyncio.Queue[ServerConnection] = field(default_factory=asyncio.Queue)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/page"

    async def listener(self) -> ServerConnection:
        """The next socket that a page opens."""
        async with asyncio.timeout(10):
            return await self.arrived.get()

    async def hold(self, connection: ServerConnection) -> None:
        self.arrived.put_nowait(connection)
        await connection.wait_closed()

    def answer(self, connection: ServerConnection, request: Request) -> Response | None:
        address = urlsplit(request.path)
        query = {name: values[0] for name, values in parse_qs(address.query).items()}
        if address.path == "/x/live":
            self.asked.append(query)
            return None if self.sockets_open else _response(HTTPStatus.FORBIDDEN, "", "text/plain")
        if address.path == "/x/news":
            self.polled.append(query)
            if self.news is None:
                return _response(HTTPStatus.SERVICE_UNAVAILABLE, "", "text/plain")
            return _response(
                HTTPStatus.OK, json.dumps({"head": 0, "epoch": "e", "frames": self.news}), "application/json"
            )
        if address.path == "/page":
            self.pages += 1
            return _response(HTTPStatus.OK, self.page, "text/html; charset=utf-8")
        return _file(address.path)


async def started(line: Line) -> Server:
    """Serves the line on a port of its own, until it is closed."""
    server = await serve(line.hold, "127.0.0.1", 0, process_request=line.answer)
    line.port = next(iter(server.sockets)).getsockname()[1]
    return server


def put(seq: int | None, name: str, at: int | None, html: str, parent: str | None = None) -> str:
    """A frame with the state of one thing."""
    return json.dumps({"seq": seq, "put": name, "in": parent, "at": at, "html": html})


def _file(path: str) -> Response:
    file = WEB / path.lstrip("/")
    if not file.is_file():
        return _response(HTTPStatus.NOT_FOUND, "", "text/plain")
    return _response(HTTPStatus.OK, file.read_bytes(), KINDS.get(file.suffix, "text/plain"))


def _response(status: HTTPStatus, body: str | bytes, kind: str) -> Response:
    content = body.encode() if isinstance(body, str) else body
    headers = Headers(
        {
            "Content-Type": kind,
            "Content-Length": str(len(content)),
            "Content-Security-Policy": POLICY,
            "Connection": "close",
        }
    )
    return Response(status.value, status.phrase, headers, content)
