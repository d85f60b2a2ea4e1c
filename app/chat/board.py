"""What everybody may see of a sitting, kept finished until its bell rings. Knows no template and no request.

A value is as new as the commits that had been acknowledged when it was asked for: the journal rings here, on its own thread,
before it answers whoever wrote. Another process's bell may not be heard: a look at the channel's number, at most once a
second, finds what it told. The values of the sittings asked for last are kept, so memory is bounded.
"""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from app.records import channels, queries
from app.records.reading import Reading, Snapshot
from app.records.views import SittingView

T = TypeVar("T")
Stand = tuple[str, int]

_SITTING = "sitting"

MOST_SITTINGS = 64
LOOKS_EVERY = 1.0


@dataclass(frozen=True, slots=True)
class _Kept:
    """A value, after how many bells its reading began, and where the channel stood in its snapshot (epoch, number)."""

    value: Any
    rung: int
    stand: Stand


@dataclass(slots=True)
class _Shelf:
    """A sitting's values. ``rung`` is counted by the journal's thread alone, all else belongs to the event loop."""

    slug: str
    looked: float
    rung: int = 0
    kept: dict[Hashable, _Kept] = field(default_factory=dict)
    making: dict[Hashable, asyncio.Task[None]] = field(default_factory=dict)
    looking: asyncio.Task[None] | None = None


class Board:
    """Values read from the records, by sitting and key. Used on the event loop, but for ``ring``, which any thread may call.

    ``ticking`` counts seconds that only go forward. ``most``: sittings whose values are kept.
    """

    def __init__(
        self, reading: Reading, *, ticking: Callable[[], float] = time.monotonic, most: int = MOST_SITTINGS
    ) -> None:
        self._reading = reading
        self._ticking = ticking
        self._most = most
        self._shelves: OrderedDict[str, _Shelf] = OrderedDict()

    def ring(self, heads: Mapping[str, int]) -> None:
        """Something was told on these channels: from now on what was read before is read again."""
        for name in heads:
            shelf = self._shelves.get(name)
            if shelf is not None:
                shelf.rung += 1

    def knows(self, slug: str) -> bool:
        """Whether something of the sitting has been asked for lately."""
        return channels.public(slug) in self._shelves

    def at_once(self, slug: str, key: Hashable) -> Any:
        """The value if it is here and as new as can be, else None: then ``get`` it."""
        name = channels.public(slug)
        shelf = self._shelves.get(name)
        if shelf is None or self._ticking() - shelf.looked >= LOOKS_EVERY:
            return None
        kept = shelf.kept.get(key)
        if kept is None or kept.rung != shelf.rung:
            return None
        self._shelves.move_to_end(name)
        return kept.value

    async def get(self, slug: str, key: Hashable, make: Callable[[Snapshot, T | None], T]) -> T:
        """The value as of now. ``make(snapshot, before)`` reads it anew; ``before`` is the last one, if it is still here.

        However many ask, it is made once at a time. Raises what ``make`` raises, ``Unknown`` above all.
        """
        shelf = self._shelf(slug)
        await self._look_again(shelf)
        needed = shelf.rung
        try:
            while (kept := shelf.kept.get(key)) is None or kept.rung < needed:
                making = shelf.making.get(key)
                if making is None:
                    making = asyncio.create_task(self._make(shelf, key, make))
                    shelf.making[key] = making
                await asyncio.shield(making)
        except Exception:
            self._clear(shelf)
            raise
        value: T = kept.value
        return value

    async def sitting(self, slug: str) -> SittingView:
        """The sitting with its seats; its counters may be older, they are nobody's news. Raises ``Unknown``."""
        here: SittingView | None = self.at_once(slug, _SITTING)
        if here is not None:
            return here

        def read(session: Snapshot, _before: SittingView | None) -> SittingView:
            return queries.sitting(session, slug)

        return await self.get(slug, _SITTING, read)

    def __len__(self) -> int:
        return len(self._shelves)

    def _shelf(self, slug: str) -> _Shelf:
        """The sitting's shelf. It stands here before anything is read for it, so that no bell is missed."""
        name = channels.public(slug)
        shelf = self._shelves.get(name)
        if shelf is None:
            shelf = self._shelves[name] = _Shelf(slug, self._ticking())
            if len(self._shelves) > self._most:
                self._shelves.popitem(last=False)
        self._shelves.move_to_end(name)
        return shelf

    def _clear(self, shelf: _Shelf) -> None:
        """What does not exist takes no room from what does."""
        name = channels.public(shelf.slug)
        if not shelf.kept and not shelf.making and self._shelves.get(name) is shelf:
            del self._shelves[name]

    async def _make(self, shelf: _Shelf, key: Hashable, make: Callable[[Snapshot, Any], Any]) -> None:
        rung, before = shelf.rung, shelf.kept.get(key)
        try:
            value, stand = await self._reading.read(
                _read, shelf.slug, lambda session: make(session, before and before.value)
            )
            shelf.kept[key] = _Kept(value, rung, stand)
        except BaseException:
            shelf.kept.pop(key, None)
            raise
        finally:
            del shelf.making[key]

    async def _look_again(self, shelf: _Shelf) -> None:
        if self._ticking() - shelf.looked < LOOKS_EVERY:
            return
        if shelf.looking is None:
            shelf.looking = asyncio.create_task(self._look(shelf))
        await asyncio.shield(shelf.looking)

    async def _look(self, shelf: _Shelf) -> None:
        """Forget what another process's commits, a restore or a removal have overtaken."""
        rung, now = shelf.rung, self._ticking()
        try:
            stand = await self._reading.read(_stand, shelf.slug)
        finally:
            shelf.looking = None
        shelf.looked = now
        overtaken = [key for key, kept in shelf.kept.items() if kept.rung <= rung and kept.stand != stand]
        for key in overtaken:
            del shelf.kept[key]


def _read(session: Snapshot, slug: str, make: Callable[[Snapshot], Any]) -> tuple[Any, Stand]:
    stand = _stand(session, slug)
    return make(session), stand


def _stand(session: Snapshot, slug: str) -> Stand:
    return queries.epoch(session), queries.head(session, channels.public(slug))
