"""Somebody who follows a channel and makes moves when it is time. Knows how, not which: that is chosen by a part."""

import logging
from asyncio import TaskGroup
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from app.records.vocabulary import Move
from app.rehearsal.frames import AnnouncementNews, Post, SittingNews, Thing, thing_of
from app.rehearsal.hall import Board, Hall
from app.rehearsal.pace import Pace
from app.rehearsal.wire import TURNED_AWAY, Door, Frame, Lost, Wire, dialled

log = logging.getLogger(__name__)

_NOT_NOW = frozenset({"too_fast", "unavailable"})
_BREATHER = (4.0, 9.0)
_BETWEEN = (0.4, 1.2)


def _nothing() -> None:
    """What most moves leave to be remembered."""


def _unheard(post: Post) -> None:
    """Most people remember nothing of a question but what stands on the board."""


def _watches(now: float) -> None:
    """The audience makes no moves."""


@dataclass(frozen=True)
class Errand:
    """A move to make at a time (human seconds since the beginning). ``made`` runs when the server has said yes."""

    at: float
    move: Move
    terms: Mapping[str, object]
    post: Post | None = None
    made: Callable[[], None] = _nothing


@dataclass
class Performer:
    """One connection's follower. ``door`` is asked for at every dialling: a sign-in may have been renewed. ``aside`` tells whether a person has the role; the cast then only watches."""

    name: str
    door: Callable[[], Door]
    channel: str
    hall: Hall
    pace: Pace
    choose: Callable[[float], Errand | None] = _watches
    aside: Callable[[], bool] = lambda: False
    heard: Callable[[Post], None] = _unheard
    caught_up: Callable[[], None] = _nothing
    board: Board = field(default_factory=Board)
    after: int = 0
    head: int = 0
    epoch: str | None = None
    failures: int = 0

    async def perform(self) -> None:
        """Follow and act until cancelled, over every loss of contact."""
        while True:
            wait = self.pace.backoff(self.failures)
            try:
                async with dialled(self.door(), self._hear) as wire, TaskGroup() as both:
                    both.create_task(wire.listen())
                    both.create_task(self._act(wire))
            except* Lost as group:
                wait += self._mourn(group)
            await self.pace.rest_real(wait)

    def _mourn(self, group: ExceptionGroup[Lost]) -> float:
        lost = [each for each in group.exceptions if isinstance(each, Lost)]
        self.failures += 1
        if self.failures == 1 and any(each.turned_away for each in lost):
            log.warning("the rehearsal's %s was turned away from the chat", self.name)
        return max((each.wait or 0.0 for each in lost), default=0.0)

    async def _act(self, wire: Wire) -> None:
        await self._follow(wire)
        while True:
            self.board.changed.clear()
            now = self.pace.now()
            errand = None if self.aside() else self.choose(now)
            if errand is None:
                await self.pace.wait(self.board.changed, None)
            elif errand.at > now:
                await self.pace.wait(self.board.changed, errand.at - now)
            else:
                await self._make(wire, errand)

    async def _follow(self, wire: Wire) -> None:
        known = {} if self.epoch is None else {"epoch": self.epoch}
        reply = await wire.move("follow", {"channel": self.channel, "after": self.after, **known})
        if reply.refused is not None:
            raise Lost(TURNED_AWAY, turned_away=True)
        self.epoch = str(reply.frame["epoch"]) if "epoch" in reply.frame else None
        self.failures = 0
        self.head = int(reply.frame.get("head", 0))
        self._compare()

    async def _make(self, wire: Wire, errand: Errand) -> None:
        post = errand.post
        about = {} if post is None else {"question": post.number, "seen": post.version}
        reply = await wire.move(errand.move, {**about, **errand.terms})
        if reply.refused in _NOT_NOW:
            return await self.pace.rest_real(self.pace.rng.uniform(*_BREATHER))
        if post is not None:
            self.board.settle(post)
        if reply.refused is None or post is None:
            errand.made()
        elif (told := thing_of(reply.frame)) is not None:
            self._take(told)
        await self.pace.rest(*_BETWEEN)

    def _hear(self, frame: Frame) -> None:
        """Take in a frame. Raises ``Lost`` when the server wants everything to be read anew."""
        if frame.get("reload") is True:
            self.after, self.epoch = 0, None
            self.board.clear()
            raise Lost
        if (told := thing_of(frame)) is not None:
            self._take(told)
        seq = frame.get("seq")
        if isinstance(seq, int):
            self.after = max(self.after, seq)
            self._compare()

    def _compare(self) -> None:
        if self.after >= self.head:
            self.caught_up()

    def _take(self, told: Thing) -> None:
        if isinstance(told, Post):
            self.board.put(told)
            self.heard(told)
        elif isinstance(told, SittingNews):
            self.hall.hear(told)
            self.board.reconsider()
        elif isinstance(told, AnnouncementNews):
            self.hall.announced.add(told.body)
        else:
            self.board.drop(told)
