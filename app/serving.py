"""Runs the program in uvicorn, with everything set that its defaults leave open. Knows no page."""

import asyncio
import gc
import logging
import resource
import socket
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from functools import partial
from typing import Any

import uvicorn
from starlette.types import ASGIApp

from app.chat.giving_back import GivingBack, draw_in, to_the_machine
from app.chat.handover import HandingOver
from app.chat.hearing import LARGEST_ANSWERED
from app.chat.hub import Hub
from app.chat.upgrades import ListeningHttp
from app.settings import Settings

GRACE = 5
"""Seconds for requests under way when the server is told to stop."""

BACKLOG = 4096

OWN_FILES = 200
"""Files that the program itself has open: its database, its readers, what it writes."""

_TICK = 1.0
"""Seconds between two looks at what has no hurry: the date that answers are given, and how many connections there are."""

_BACK_AFTER = 1.0
"""Seconds until the next process serves, where it cannot begin before this one has ended."""

# A connection that is idle is asked about after 45 seconds, and given up when it has not answered four times.
_KEEP_ALIVE = {"TCP_KEEPIDLE": 45, "TCP_KEEPINTVL": 15, "TCP_KEEPCNT": 4}

_UNSENT = 64 * 1024
"""Bytes that the kernel holds for somebody who does not read. Without a limit it would be 4 MB each."""

log = logging.getLogger("fragestund")


def bound(settings: Settings) -> socket.socket:
    """A socket bound to the address to listen on. Raises ``OSError`` when another program has it.

    What is set here, the connections that come to it inherit.
    """
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, value in {**_KEEP_ALIVE, "TCP_NOTSENT_LOWAT": _UNSENT}.items():
        if hasattr(socket, name):
            listening.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), value)
    if settings.share_port:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    listening.bind((settings.host, settings.port))
    return listening


def room_for_viewers(settings: Settings) -> int:
    """How many viewers may come: as many as the settings say and the system's limit of open files leaves room for."""
    files = let_files_be_open(settings)
    if settings.viewers and files < _needed(settings):
        log.warning("only %d files may be open: room for %d viewers", files, _left(files, settings))
    return min(settings.viewers, _left(files, settings))


def let_files_be_open(settings: Settings) -> int:
    """Raise the limit of open files to what the settings need, as far as it may be (RLIMIT_NOFILE), and return it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    needed = _needed(settings)
    if soft < needed:
        soft = needed if hard == resource.RLIM_INFINITY else min(needed, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return soft


def _needed(settings: Settings) -> int:
    return settings.viewers + settings.reserve + OWN_FILES


def _left(files: int, settings: Settings) -> int:
    return max(1, files - settings.reserve - OWN_FILES)


def overlaps(settings: Settings) -> bool:
    """Whether the next process can serve before this one has ended: port and database are shared."""
    return settings.share_port and bool(settings.database_url)


def drain(hub: Hub, settings: Settings) -> Coroutine[Any, Any, None]:
    """Send the viewers away within the announced window, each to come back when somebody serves again (R7).

    Where the next process is there already, they come back at a moment of their own. Otherwise it begins when this one has
    ended: then everybody stays away for that long, and they come back as evenly as they were sent off.
    """
    window = float(settings.reconnect_window)
    away = (0.0, window) if overlaps(settings) else (window + _BACK_AFTER, window + 2 * _BACK_AFTER)
    return hub.close(over=window, away=away)


def server(
    program: ASGIApp,
    *,
    started: Callable[[], None] | None = None,
    leaving: Callable[[], Awaitable[None]] | None = None,
    give_way: bool = False,
) -> uvicorn.Server:
    """A server for the program. ``started`` is called once it serves, ``leaving`` before it closes its sockets.

    ``give_way``: when told to stop it listens no more, because another process does.
    """
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
        backlog=BACKLOG,
    )
    return _Server(config, started, leaving, give_way)


def run(serving: uvicorn.Server, running: Coroutine[Any, Any, None]) -> None:
    """Run what serves on the server's own event loop, which is the fast one."""
    if isinstance(serving, _Server):
        serving.alone = True
    _spare_the_collector()
    with asyncio.Runner(loop_factory=serving.config.get_loop_factory()) as runner:
        runner.run(running)


def _spare_the_collector() -> None:
    """What there is now stays as long as the program runs.

    To look through it for garbage would stop everything for an eighth of a second, in the middle of an answer to a thousand
    viewers (docs/decisions/0017).
    """
    gc.collect()
    gc.freeze()


class _Server(uvicorn.Server):
    """uvicorn's server, which says when it serves and when it is about to stop. ``alone``: it has the process to itself.

    Its own loop looks ten times a second whether it is to stop, and does little else that costs anything while nobody asks for
    anything. Here it is woken for that.
    """

    alone = False
    _to_stop = False
    _wake: Callable[[], object] | None = None

    def __init__(
        self,
        config: uvicorn.Config,
        started: Callable[[], None] | None,
        leaving: Callable[[], Awaitable[None]] | None,
        give_way: bool,
    ) -> None:
        super().__init__(config)
        self._tell = started
        self._leaving = leaving
        self._give_way = give_way
        self._giving_back = GivingBack(self._give_back)

    @property
    def should_exit(self) -> bool:
        """Whether it is to stop. Set by uvicorn's signal handlers, from any thread."""
        return self._to_stop

    @should_exit.setter
    def should_exit(self, to_stop: bool) -> None:
        self._to_stop = to_stop
        if self._wake is not None:
            with suppress(RuntimeError):  # the loop has been closed
                self._wake()

    async def main_loop(self) -> None:
        woken = asyncio.Event()
        self._wake = partial(asyncio.get_running_loop().call_soon_threadsafe, woken.set)
        while not await self.on_tick(0):
            self._giving_back.count(len(self.server_state.connections))
            with suppress(TimeoutError):
                async with asyncio.timeout(_TICK):
                    await woken.wait()

    def _give_back(self) -> None:
        draw_in(self.server_state.connections)
        to_the_machine()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        # From here on it would write down whatever a stranger sends wrong, with a traceback each. What goes wrong in the program
        # is the gate's to tell, without paths or addresses (S17); what keeps it from starting was told before.
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
        if self.alone:
            _spare_the_collector()
        if self.started and self._tell is not None:
            self._tell()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Viewers are told how long to stay away each, before uvicorn sends everybody off at once."""
        if self._give_way:
            for each in self.servers:
                each.close()
            for listening in sockets or ():
                listening.close()
        if self._leaving is not None:
            await self._unless_forced(self._leaving())
        await super().shutdown(sockets)

    async def _unless_forced(self, leaving: Awaitable[None]) -> None:
        """Whoever presses Ctrl-C a second time does not want to wait for it."""
        under_way = asyncio.ensure_future(leaving)
        while not under_way.done() and not self.force_exit:
            await asyncio.wait({under_way}, timeout=0.1)
        under_way.cancel()
        with suppress(asyncio.CancelledError):
            await under_way
