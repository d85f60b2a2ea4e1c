"""Viewers for the tests of the live half: they note what they are told, and can be as slow as they like."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Collection, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.chat.hub import Hub
from app.chat.line import Told
from app.chat.newsroom import Newsroom
from app.chat.tail import Frame, Piece
from app.records import database
from app.records.journal import Journal
from app.records.reading import Reading
from tests.routing.stage import Clock, Stage

PATIENCE = 10.0


class Ear:
    """A viewer that notes every frame. ``slow``: takes one piece and then nothing until ``drain`` is called."""

    descriptor = None

    def __init__(self, after: int = 0, *, slow: bool = False) -> None:
        self.seq = after
        self.writable = True
        self.slow = slow
        self.pieces: list[Sequence[Frame]] = []
        self.dismissed: tuple[int, str] | None = None
        self._heard = asyncio.Event()

    def take(self, piece: Piece) -> None:
        assert self.writable, "a full viewer was given more"
        self.pieces.append(piece.frames)
        self.writable = not self.slow
        self._heard.set()

    def dismiss(self, code: int, reason: str, last: Frame | None = None) -> None:
        if last is not None:
            self.pieces.append((last,))
        self.dismissed = (code, reason)
        self._heard.set()

    @property
    def frames(self) -> list[dict[str, Any]]:
        return [json.loads(text) for piece in self.pieces for frame in piece for text in frame.texts]

    @property
    def numbers(self) -> list[int]:
        return [frame["seq"] for frame in self.frames if "seq" in frame]

    def drain(self, hub: Hub) -> None:
        self.writable = True
        hub.serve(self)

    async def until(self, told: Callable[["Ear"], bool]) -> None:
        async with asyncio.timeout(PATIENCE):
            while not told(self):
                self._heard.clear()
                await self._heard.wait()

    async def reach(self, number: int) -> None:
        await self.until(lambda ear: ear.seq >= number and ear.writable)


@dataclass
class Page:
    """What a page shows after the frames it was given: every thing by its id, with the container and position it stands at."""

    things: dict[str, tuple[str | None, int | None, str]] = field(default_factory=dict)
    seq: int = 0

    def apply(self, frames: Collection[dict[str, Any]]) -> "Page":
        for frame in frames:
            if frame.get("seq", 0) <= self.seq:
                continue
            if "put" in frame:
                self.things[frame["put"]] = (frame["in"], frame["at"], frame["html"])
            elif "drop" in frame:
                self._drop(frame["drop"])
            self.seq = frame["seq"]
        return self

    def _drop(self, name: str) -> None:
        self.things.pop(name, None)
        for inside in [each for each, (into, _, _) in self.things.items() if into and _within(into, name)]:
            self._drop(inside)


def _within(container: str, name: str) -> bool:
    return container.startswith(f"{name}-")


class Counting:
    """A newsroom that counts, and can be held up."""

    def __init__(self, reading: Reading) -> None:
        self._real, self._reading = Newsroom(reading), reading
        self.ticked = asyncio.Semaphore(0)
        self.reads: list[tuple[str, int]] = []
        self.looks = 0
        self.go_on = asyncio.Event()
        self.go_on.set()
        self.has_read = asyncio.Event()

    def stamp(self) -> int | None:
        """What the hub asks for at each tick."""
        self.ticked.release()
        return self._reading.stamp()

    async def heads(self, channels: Collection[str]) -> tuple[str, dict[str, int]]:
        self.looks += 1
        return await self._real.heads(channels)

    async def read(self, channel: str, after: int, forms: Collection[str]) -> Told:
        self.reads.append((channel, after))
        told = await self._real.read(channel, after, forms)
        self.has_read.set()
        await self.go_on.wait()
        return told

    def unnumbered(self, channel: str, form: str, **facts: object) -> str:
        return self._real.unnumbered(channel, form, **facts)


@dataclass
class Floor:
    """A stage with a hub that hears its bell. ``deaf``: the bell is lost."""

    stage: Stage
    hub: Hub
    newsroom: Counting
    deaf: bool = False

    async def do(self, fn: Callable[..., Any], *args: Any, **how: Any) -> Any:
        return await asyncio.to_thread(fn, *args, **how)


@asynccontextmanager
async def floor(path: Path, **hub_options: Any) -> AsyncIterator[Floor]:
    """A stage on the database at ``path`` and a hub on it, with its ticking task."""
    clock, rung = Clock(), []
    url = f"sqlite:///{path}"
    engine, reading = database.writer(url), Reading(database.reader(url))
    newsroom = Counting(reading)
    hub = Hub(newsroom, **{"stamp": newsroom.stamp, "slow_tick": 0.05, "quiet": 60.0, **hub_options})

    def ring(heads: dict[str, int]) -> None:
        rung.append(dict(heads))
        if not made.deaf:
            hub.ring(heads)

    journal = Journal(engine, clock=clock, ring=ring)  # type: ignore[arg-type]  # a dict is what it rings with
    made = Floor(Stage(journal, reading, clock, rung), hub, newsroom)
    ticking = asyncio.create_task(hub.run())
    try:
        yield made
    finally:
        ticking.cancel()
        await asyncio.gather(ticking, return_exceptions=True)
        await hub.close(patience=0.1)
        await asyncio.to_thread(journal.close)
        reading.close()
        engine.dispose()
