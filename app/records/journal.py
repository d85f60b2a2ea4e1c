"""The one write path: a function, a transaction, then the bell. Knows no move and no channel by name."""

import asyncio
import logging
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import datetime
from queue import SimpleQueue
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from app.records.database import in_savepoint, in_transaction
from app.records.numbering import number_news
from app.records.transaction import Transaction
from app.records.vocabulary import Refusal, Unavailable

P = ParamSpec("P")
R = TypeVar("R")

LARGEST_BATCH = 128

log = logging.getLogger("fragestund.journal")


@dataclass(slots=True, eq=False)
class _Call:
    """A waiting write: what to run, and whom to answer."""

    run: Callable[[Transaction], Any]
    answer: Future[Any] = field(default_factory=Future)
    result: Any = None
    error: BaseException | None = None
    news: dict[tuple[str, str], None] = field(default_factory=dict)

    def forget(self) -> None:
        """Forget what a rolled back attempt came to."""
        self.result, self.error, self.news = None, None, {}

    def tell_caller(self) -> None:
        if self.error is not None:
            self.answer.set_exception(self.error)
        else:
            self.answer.set_result(self.result)


class _BatchLost(Exception):
    """The transaction that the batch shared is gone: nobody is answered, each call is run once more alone."""


class Journal:
    """Runs write functions on one thread, those that wait together in one commit, and rings the channels they touched.

    ``ring`` is called on the writer's thread after COMMIT has returned, with each touched channel's new head.
    """

    def __init__(
        self, engine: Engine, *, clock: Callable[[], datetime], ring: Callable[[Mapping[str, int]], None]
    ) -> None:
        self._engine = engine
        self._clock = clock
        self._ring = ring
        self._waiting: SimpleQueue[_Call | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="journal", daemon=True)
        self._thread.start()

    async def write(
        self, fn: Callable[Concatenate[Transaction, P], R], *args: P.args, **kwargs: P.kwargs
    ) -> R:
        """Run ``fn(tx, ...)`` and return its result once it is durable (R-02, R-03).

        Raises the function's own ``Refusal``, which leaves no trace, or ``Unavailable`` when nothing could be stored.
        A caller that goes away does not stop the write.
        """
        return await asyncio.shield(asyncio.wrap_future(self.submit(fn, *args, **kwargs)))

    async def keep(
        self, fn: Callable[Concatenate[Transaction, P], R], *args: P.args, **kwargs: P.kwargs
    ) -> R:
        """The same for what is no record and makes no entry: drafts, sign-ins."""
        return await self.write(fn, *args, **kwargs)

    def submit(
        self, fn: Callable[Concatenate[Transaction, P], R], *args: P.args, **kwargs: P.kwargs
    ) -> Future[R]:
        """``write`` for callers without an event loop."""
        call = _Call(lambda tx: fn(tx, *args, **kwargs))
        self._waiting.put(call)
        return call.answer

    def close(self) -> None:
        """Finish what waits, then stop. Call once."""
        self._waiting.put(None)
        self._thread.join()

    # -- on the writer's thread

    def _work(self) -> None:
        while (batch := self._gather()) is not None:
            self._settle(batch)
            for call in batch:
                call.tell_caller()

    def _gather(self) -> list[_Call] | None:
        first = self._waiting.get()
        if first is None:
            return None
        batch = [first]
        while len(batch) < LARGEST_BATCH and not self._waiting.empty():
            call = self._waiting.get()
            if call is None:
                self._waiting.put(None)
                break
            batch.append(call)
        return batch

    def _settle(self, batch: list[_Call]) -> None:
        try:
            self._commit(batch)
        except Exception as error:  # noqa: BLE001 - whatever broke it, the whole batch is rolled back
            log.warning("batch of %d is run again one by one: %s", len(batch), type(error).__name__)
            for call in batch:
                self._commit_alone(call)

    def _commit_alone(self, call: _Call) -> None:
        call.forget()
        try:
            self._commit([call])
        except Exception as error:  # noqa: BLE001 - the caller is told that nothing was stored
            log.error("nothing stored: %s", type(error).__name__)
            call.forget()
            call.error = Unavailable()

    def _commit(self, batch: list[_Call]) -> None:
        """All or nothing of what the batch's calls did. News are numbered once, last; the bell rings after COMMIT."""
        with self._engine.begin() as connection:
            for call in batch:
                self._run(connection, call)
            news = {told: None for call in batch for told in call.news}
            heads = in_savepoint(connection, lambda session: number_news(session, news)) if news else {}
        if heads:
            self._ring(heads)

    def _run(self, connection: Connection, call: _Call) -> None:
        """Only a refusal or a broken unique key is the call's own; after anything else the batch is lost."""
        try:
            try:
                self._attempt(connection, call)
            except IntegrityError:
                # Another process took the key between our look and our insert: look again, once.
                self._attempt(connection, call)
        except (Refusal, IntegrityError) as error:
            call.error = error
        if not in_transaction(connection):
            raise _BatchLost

    def _attempt(self, connection: Connection, call: _Call) -> None:
        def run(session: Session) -> None:
            tx = Transaction(session, at=self._clock())
            call.result = call.run(tx)
            call.news = tx.news

        in_savepoint(connection, run)
