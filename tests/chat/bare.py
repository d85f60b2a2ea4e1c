"""A small app of a test's own in the program's server, with the program's protocols: for what uvicorn is relied on to do."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import uvicorn
from starlette.types import ASGIApp

from app.chat.upgrades import ListeningHttp
from app.chat.viewer import Viewer
from app.serving import bound, server
from app.settings import Settings
from tests.chat.raw import PATIENCE


class Nobody:
    """Lets listeners follow and tells them nothing."""

    def __init__(self) -> None:
        self.left: list[Viewer] = []

    def serve(self, viewer: Viewer) -> None:
        """There is nothing to tell."""

    def pause(self, viewer: Viewer) -> None:
        """Nobody was about to tell it anything."""

    def leave(self, viewer: Viewer) -> None:
        self.left.append(viewer)


class Hurried(ListeningHttp):
    """With little patience, so that a test does not need much."""

    head_within = 0.4


@asynccontextmanager
async def running(app: ASGIApp) -> AsyncIterator[tuple[int, uvicorn.Server]]:
    """An app of the test's own in the program's server."""
    listening = bound(Settings.read({}, demo=True, port=0))
    started = asyncio.Event()
    serves = server(app, started=started.set)
    serves.config.http, serves.config.lifespan = Hurried, "off"
    task = asyncio.create_task(serves.serve([listening]))
    await asyncio.wait_for(started.wait(), PATIENCE)
    yield listening.getsockname()[1], serves
    serves.should_exit = True
    await task


def app_that(on_socket: Callable[[Any, Any, Any], Awaitable[None]]) -> ASGIApp:
    """Answers requests with two bytes, sockets as it is told."""

    async def app(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.accept"})
            await on_socket(scope, receive, send)
            return
        if scope["path"] == "/slow":
            await asyncio.sleep(0.1)
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
        await send({"type": "http.response.body", "body": b"ok"})

    return app


async def listen(scope: Any, receive: Any, send: Any) -> None:
    """Until the other side goes."""
    while (await receive())["type"] != "websocket.disconnect":
        pass


async def until(holds: Callable[[], bool], within: float = PATIENCE) -> None:
    """Wait for what happens in the server without a word to anybody."""
    async with asyncio.timeout(within):
        while not holds():  # noqa: ASYNC110 - the program has no event for the sake of its tests
            await asyncio.sleep(0.01)
