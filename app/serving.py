"""Runs the program in uvicorn, with everything set that its defaults leave open. Knows no page."""

import socket
from collections.abc import Awaitable, Callable

import uvicorn
from starlette.types import ASGIApp

from app.chat.hearing import LARGEST_ANSWERED
from app.chat.threshold import HandingOver, ListeningHttp
from app.settings import Settings

GRACE = 5
"""Seconds for requests under way when the server is told to stop."""


def bound(settings: Settings) -> socket.socket:
    """A socket bound to the address to listen on. Raises ``OSError`` when another program has it."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.bind((settings.host, settings.port))
    return listening


def server(
    program: ASGIApp,
    *,
    started: Callable[[], None] | None = None,
    leaving: Callable[[], Awaitable[None]] | None = None,
) -> uvicorn.Server:
    """A server for the program. ``started`` is called once it serves, ``leaving`` before it closes its sockets."""
    config = uvicorn.Config(
        program,
        loop="uvloop",
        # Ends connections that send no request, or one without end (S7, S8).
        http=ListeningHttp,
        ws=HandingOver,
        # Deflate costs 34-50 KB a socket, and on a staff socket it would give away lengths (CRIME).
        ws_per_message_deflate=False,
        ws_max_size=LARGEST_ANSWERED,
        # Its loggers write addresses and paths: receipts are secrets in paths (R-07, S17).
        access_log=False,
        log_config=None,
        server_header=False,
        # Who is behind a proxy is the gate's to judge, by its own list (S13).
        proxy_headers=False,
        timeout_keep_alive=15,
        timeout_graceful_shutdown=GRACE,
        backlog=4096,
    )
    return _Server(config, started, leaving)


class _Server(uvicorn.Server):
    """uvicorn's server, which says when it serves and when it is about to stop."""

    def __init__(
        self,
        config: uvicorn.Config,
        started: Callable[[], None] | None,
        leaving: Callable[[], Awaitable[None]] | None,
    ) -> None:
        super().__init__(config)
        self._tell = started
        self._leaving = leaving

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started and self._tell is not None:
            self._tell()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Viewers are told how long to stay away each, before uvicorn sends everybody off at once."""
        if self._leaving is not None:
            await self._leaving()
        await super().shutdown(sockets)
