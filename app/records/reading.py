"""Reads: each in one snapshot, on threads of their own, never on the writer's connection."""

import asyncio
import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import Engine
from sqlmodel import Session

from app.records.counting import Counting
from app.records.database import READERS

P = ParamSpec("P")
R = TypeVar("R")

LONGEST_SNAPSHOT = 1.0
"""Seconds. A snapshot held longer keeps the writer from emptying its log, so long reads page by number."""

log = logging.getLogger("fragestund.reading")

Snapshot = Session
"""What a read function is given: for those who compose reads and know no SQL."""


class Reading:
    """The readers' side of the database. ``look`` is for threads, ``read`` for the event loop."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._remembered = {Counting: Counting()}
        self._threads = ThreadPoolExecutor(READERS, thread_name_prefix="reader")

    def look(self, fn: Callable[Concatenate[Session, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run ``fn(session, ...)`` in one snapshot and return its result, which must be plain values."""
        begun = time.monotonic()
        with Session(self._engine, info=self._remembered) as session:
            result = fn(session, *args, **kwargs)
        if (held := time.monotonic() - begun) > LONGEST_SNAPSHOT:
            log.warning("%s held its snapshot for %.1f s", fn.__name__, held)
        return result

    async def read(self, fn: Callable[Concatenate[Session, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """``look`` without blocking the event loop."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, lambda: self.look(fn, *args, **kwargs))

    def close(self) -> None:
        self._threads.shutdown(wait=True)
        self._engine.dispose()
