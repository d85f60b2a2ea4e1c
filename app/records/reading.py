"""Reads: each in one snapshot, on threads of their own, never on the writer's connection."""

import asyncio
import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar

from sqlalchemy import Engine
from sqlmodel import Session

from app.records.counting import Counting
from app.records.database import READERS
from app.records.stand import Still

P = ParamSpec("P")
R = TypeVar("R")

LONGEST_SNAPSHOT = 1.0
"""Seconds. A snapshot held longer keeps the writer from emptying its log, so long reads page by number."""

log = logging.getLogger("fragestund.reading")

Snapshot = Session
"""What a read function is given: for those who compose reads and know no SQL."""


class Reading:
    """The readers' side of the database. ``look`` is for threads, ``read`` and ``stamp`` for the event loop."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._sessions = threading.local()
        self._remembered = {Counting: Counting(), Still: Still()}
        self._threads = ThreadPoolExecutor(READERS, thread_name_prefix="reader")
        self._watching: Any = None
        self._opening: Future[None] | None = None

    def look(self, fn: Callable[Concatenate[Session, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run ``fn(session, ...)`` in one snapshot and return its result, which must be plain values."""
        begun = time.monotonic()
        with self._session() as session:
            result = fn(session, *args, **kwargs)
        if (held := time.monotonic() - begun) > LONGEST_SNAPSHOT:
            log.warning("%s held its snapshot for %.1f s", fn.__name__, held)
        return result

    def _session(self) -> Session:
        """Each thread's own: closed after every look, and a new one would take as long as several statements."""
        own: Session | None = getattr(self._sessions, "own", None)
        if own is None or own.in_transaction():
            own = self._sessions.own = Session(self._engine, info=self._remembered)
        return own

    async def read(self, fn: Callable[Concatenate[Session, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """``look`` without blocking the event loop."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, lambda: self.look(fn, *args, **kwargs))

    def stamp(self) -> int | None:
        """A number that is another one once anybody has committed, this process or another; None where that is not told.

        Whoever takes it before reading may keep what was read until it changes. It costs some microseconds, waits for nobody,
        and is told by SQLite alone (``PRAGMA data_version``, on a connection that does nothing else).
        """
        if self._engine.dialect.name != "sqlite" or self._engine.url.database in (None, "", ":memory:"):
            return None
        try:
            if self._watching is None:
                if self._opening is None or self._opening.done():
                    self._opening = self._threads.submit(self._watch)
                return None
            return int(self._watching.execute("PRAGMA data_version").fetchall()[0][0])
        except Exception as error:  # noqa: BLE001 - whoever is not told reads, and meets there whatever is wrong
            log.info("whether anything was committed is not told: %s", type(error).__name__)
            return None

    def _watch(self) -> None:
        """On a reader's thread: opening may take its time, and every connection may be in use."""
        opened = self._engine.raw_connection()
        opened.detach()
        watching: Any = opened.dbapi_connection
        watching.execute("PRAGMA busy_timeout=0").fetchall()
        self._watching = watching

    def close(self) -> None:
        self._threads.shutdown(wait=True)
        watching, self._watching = self._watching, None
        if watching is not None:
            with suppress(Exception):  # it was only looked through
                watching.close()
        self._engine.dispose()


class Kept(Generic[R]):
    """The result of a read that is asked for again and again, read anew only when something was committed since.

    Used on the event loop, by one at a time.
    """

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._of: tuple[Any, ...] | None = None
        self._result: R

    async def read(self, fn: Callable[Concatenate[Session, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """What ``fn(session, ...)`` returns now. It depends on the records and on what it is given alone, not on the time."""
        stamp = self._reading.stamp()
        of = (stamp, fn, args, kwargs)
        if stamp is None or of != self._of:
            self._result = await self._reading.read(fn, *args, **kwargs)
            self._of = of
        return self._result
