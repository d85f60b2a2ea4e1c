"""The one write path: a function, a transaction, then the bell. Knows no move and no channel by name."""

import asyncio
import logging
import threading
import traceback
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from queue import SimpleQueue
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError

from app.records.batch import Batch
from app.records.foresight import foretold
from app.records.numbering import in_order_told
from app.records.transaction import Transaction
from app.records.vocabulary import Refusal, Unavailable

P = ParamSpec("P")
R = TypeVar("R")

LARGEST_BATCH = 128
_TRIES = 4

log = logging.getLogger("fragestund.journal")


@dataclass(slots=True, eq=False)
class _Call:
    """A waiting write: what to run, and whom to answer: a thread, or a coroutine on its event loop."""

    run: Callable[[Transaction], Any]
    receipt: str | None
    answer: Future[Any] | asyncio.Future[Any]
    loop: asyncio.AbstractEventLoop | None = None
    result: Any = None
    error: BaseException | None = None
    news: dict[tuple[str, str], None] = field(default_factory=dict)
    ended: list[str] = field(default_factory=list)

    def forget(self) -> None:
        """Forget what a rolled back attempt came to."""
        self.result, self.error, self.news, self.ended = None, None, {}, []

    def tell_caller(self) -> None:
        if self.answer.cancelled():
            return  # a coroutine that went away; what it wrote is stored all the same
        if self.error is not None:
            self.answer.set_exception(self.error)
        else:
            self.answer.set_result(self.result)


class Journal:
    """Runs write functions on one thread, those that wait together in one commit, and rings the channels they touched.

    ``ring`` is called on the writer's thread after COMMIT has returned, with each touched channel's new head. ``clock``
    gives the time of each write, with its zone. A channel whose sitting has been removed is rung with 0.
    """

    def __init__(
        self, engine: Engine, *, clock: Callable[[], datetime], ring: Callable[[Mapping[str, int]], None]
    ) -> None:
        self._engine = engine
        self._clock = clock
        self._ring = ring
        self._waiting: SimpleQueue[_Call | None] = SimpleQueue()
        self._door = threading.Lock()
        self._closed = False
        self._thread = threading.Thread(target=self._work, name="journal", daemon=True)
        self._thread.start()

    async def write(
        self, fn: Callable[Concatenate[Transaction, P], R], *args: P.args, **kwargs: P.kwargs
    ) -> R:
        """Run ``fn(tx, ...)`` and return its result once it is durable (R-02, R-03).

        Raises the function's own ``Refusal``, which leaves no trace, or ``Unavailable`` when nothing could be stored.
        A caller that goes away does not stop the write.
        """
        loop = asyncio.get_running_loop()
        call = _Call(lambda tx: fn(tx, *args, **kwargs), foretold(fn, kwargs), loop.create_future(), loop)
        self._put(call)
        result: R = await call.answer  # type: ignore[misc] # a future of this loop
        return result

    async def keep(
        self, fn: Callable[Concatenate[Transaction, P], R], *args: P.args, **kwargs: P.kwargs
    ) -> R:
        """The same for what is no record and makes no entry: drafts, sign-ins."""
        return await self.write(fn, *args, **kwargs)

    def submit(
        self, fn: Callable[Concatenate[Transaction, P], R], *args: P.args, **kwargs: P.kwargs
    ) -> Future[R]:
        """``write`` for callers without an event loop."""
        answer: Future[R] = Future()
        answer.set_running_or_notify_cancel()  # from now on nobody can take it back
        self._put(_Call(lambda tx: fn(tx, *args, **kwargs), foretold(fn, kwargs), answer))
        return answer

    def _put(self, call: _Call) -> None:
        with self._door:
            if self._closed:
                call.answer.set_exception(Unavailable("closing"))
            else:
                self._waiting.put(call)

    def close(self) -> None:
        """Finish what waits, then stop. What is written after this is refused as unavailable."""
        with self._door:
            if not self._closed:
                self._waiting.put(None)
            self._closed = True
        self._thread.join()

    # -- on the writer's thread

    def _work(self) -> None:
        while (batch := self._gather()) is not None:
            heads = self._settle(batch)
            if heads:
                self._tell(heads)
            _answer(batch)

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

    def _settle(self, batch: list[_Call]) -> dict[str, int]:
        """Commit the batch, or else each of its calls by itself, and return the new heads of the channels touched."""
        try:
            return self._commit(batch)
        except Exception as error:  # noqa: BLE001 - whatever broke it, the whole batch is rolled back
            log.warning("a batch of %d is run again one by one: %s", len(batch), _named(error))
        heads: dict[str, int] = {}
        for call in batch:
            heads |= self._commit_alone(call)
        return heads

    def _commit_alone(self, call: _Call) -> dict[str, int]:
        for tries_left in reversed(range(_TRIES)):
            call.forget()
            try:
                return self._commit([call])
            except Exception as error:  # noqa: BLE001 - the caller is told that nothing was stored
                if tries_left and _worth_a_try(error):
                    continue
                log.error("nothing stored: %s", _named(error))
                call.forget()
                call.error = Unavailable()
                break
        return {}

    def _commit(self, calls: list[_Call]) -> dict[str, int]:
        """All or nothing of what the calls did. The news of all are numbered once, last."""
        with self._engine.begin() as connection, Batch(connection) as batch:
            batch.foresee(call.receipt for call in calls if call.receipt is not None)
            for call in calls:
                self._run(batch, call)
            batch.store()
            heads = batch.number(in_order_told(call.news for call in calls))
            return heads | {channel: 0 for call in calls for channel in call.ended}

    def _run(self, batch: Batch, call: _Call) -> None:
        """Only a refusal or a broken unique key is the call's own; after anything else the batch is lost."""
        try:
            try:
                self._attempt(batch, call)
            except IntegrityError:
                # Another process took the key between our look and our insert: look again, once.
                self._attempt(batch, call)
        except Refusal as refused:
            call.error = refused
        except IntegrityError as error:
            log.error("nothing stored: %s", _named(error))
            call.error = Unavailable()

    def _attempt(self, batch: Batch, call: _Call) -> None:
        call.result, tx = batch.attempt(call.run, at=self._clock())
        call.news, call.ended = tx.news, tx.ended

    def _tell(self, heads: dict[str, int]) -> None:
        """A bell that fails is a bell lost: what it announced is stored, and read at the next one or at the next tick."""
        try:
            self._ring(heads)
        except Exception as error:  # noqa: BLE001 - nothing that listens may stop the writing
            log.warning("the bell failed: %s", _named(error))


def _answer(calls: Iterable[_Call]) -> None:
    """Tell everybody what became of their writes. A loop is woken once for all who wait on it."""
    waiting: dict[asyncio.AbstractEventLoop, list[_Call]] = {}
    for call in calls:
        if call.loop is None:
            call.tell_caller()
        else:
            waiting.setdefault(call.loop, []).append(call)
    for loop, its_calls in waiting.items():
        with suppress(RuntimeError):  # the loop has been closed: nobody waits any more
            loop.call_soon_threadsafe(_tell_all, its_calls)


def _tell_all(calls: Iterable[_Call]) -> None:
    for call in calls:
        call.tell_caller()


def _worth_a_try(error: Exception) -> bool:
    """Whether PostgreSQL only chose this transaction to give way to another (serialization failure, deadlock)."""
    return getattr(getattr(error, "orig", None), "sqlstate", None) in ("40001", "40P01")


def _named(error: Exception) -> str:
    """What went wrong and where, without the message: that could hold what somebody wrote."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "/app/" in frame.filename] or frames
    where = f" at {ours[-1].name}, line {ours[-1].lineno}" if ours else ""
    return f"{type(error).__name__}{where}"
