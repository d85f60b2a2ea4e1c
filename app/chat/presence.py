"""Who is here, on which channel, and doing what: in memory, and gone when nobody renews it. Told the time; knows no page.

What somebody does with a question is a claim and never a lock: every move goes by the version it was decided on. Nothing of
this is stored. It is what this process knows; another process on the same database has its own.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

TTL: Final = timedelta(seconds=60)
"""How long somebody is here, and does what they said, after the last sign of it."""

GRACE: Final = timedelta(seconds=10)
"""How long somebody is here after their last socket closed: a page that is loaded again comes back."""


class Doing(StrEnum):
    """What somebody does. Idle: they are here and have nothing in hand."""

    IDLE = "idle"
    READING = "reading"
    DECIDING = "deciding"
    WRITING = "writing"


@dataclass(frozen=True, slots=True)
class Here:
    """Somebody who is here. ``since``: when they took ``number`` in hand, or came. ``over``: they took it over from another."""

    account: int
    who: str
    doing: Doing
    number: int | None
    since: datetime
    over: bool = False


@dataclass(slots=True)
class _Mark:
    """The last sign of somebody. ``came``: when they did. ``leaves``: when they are gone, if no other sign comes."""

    here: Here
    came: datetime
    renewed: datetime
    leaves: datetime | None = None


class Presence:
    """Everybody who is here, by channel and account. Used on the event loop only."""

    def __init__(self) -> None:
        self._marks: dict[str, dict[int, _Mark]] = {}
        self._sockets: dict[tuple[str, int], int] = {}
        self._told: dict[str, tuple[Here, ...]] = {}
        self._newcomers: set[str] = set()

    def mark(
        self,
        channel: str,
        account: int,
        who: str,
        doing: Doing = Doing.IDLE,
        number: int | None = None,
        *,
        now: datetime,
        over: bool = False,
    ) -> None:
        """A sign of somebody. ``over``: they take the question over; until they leave it, it is theirs in all eyes."""
        if doing is Doing.IDLE or number is None:
            doing, number, over = Doing.IDLE, None, False
        marks = self._marks.setdefault(channel, {})
        before = self._stands(channel, account, now)
        came = now if before is None else marks[account].came
        if before is not None and before.number == number:
            here = replace(before, who=who, doing=doing, over=before.over or over)
        else:
            here = Here(account, who, doing, number, came if number is None else now, over)
        marks[account] = _Mark(here, came, now)
        if over:
            self._give_up(channel, number, account)

    def clear(self, channel: str, account: int) -> None:
        """Somebody has said that they leave."""
        self._marks.get(channel, {}).pop(account, None)

    def opened(self, channel: str, account: int, clock: Callable[[], datetime]) -> Callable[[], None]:
        """Somebody listens to the channel: while they do, they are here. Returns what to call when their socket has closed."""
        key = (channel, account)
        self._sockets[key] = self._sockets.get(key, 0) + 1
        self._newcomers.add(channel)
        mark = self._marks.get(channel, {}).get(account)
        if mark is not None:
            mark.leaves = None
        return lambda: self._closed(key, clock())

    def here(self, channel: str, now: datetime) -> tuple[Here, ...]:
        """Who is here now, in the order in which they came."""
        marks = self._marks.get(channel, {})
        for account in [account for account in marks if self._stands(channel, account, now) is None]:
            del marks[account]
        ordered = sorted(marks, key=lambda account: (marks[account].came, account))
        return tuple(here for account in ordered if (here := self._stands(channel, account, now)))

    def channels(self) -> tuple[str, ...]:
        """Where somebody has been lately."""
        return tuple(self._marks)

    def at(self, channel: str, number: int, now: datetime) -> tuple[Here, ...]:
        """Who has the question in hand: whoever took it over first, then in the order in which they took it up."""
        holding = [each for each in self.here(channel, now) if each.number == number]
        return tuple(sorted(holding, key=lambda each: (not each.over, each.since)))

    def untold(self, now: datetime) -> Iterator[tuple[str, tuple[Here, ...]]]:
        """The channels where it is not what was told last, or where somebody new listens; they are told by that."""
        newcomers, self._newcomers = self._newcomers, set()
        for channel in [*{**self._marks, **self._told}]:
            here, told = self.here(channel, now), self._told.get(channel, ())
            if here:
                self._told[channel] = here
            else:
                self._told.pop(channel, None)
                self._marks.pop(channel, None)
            if here != told or (here and channel in newcomers):
                yield channel, here

    def _stands(self, channel: str, account: int, now: datetime) -> Here | None:
        """What stands of somebody's last sign: a claim ends by itself, a listener stays without one."""
        mark = self._marks.get(channel, {}).get(account)
        if mark is None or (mark.leaves is not None and now >= mark.leaves):
            return None
        if now < mark.renewed + TTL:
            return mark.here
        if not self._sockets.get((channel, account)):
            return None
        return replace(mark.here, doing=Doing.IDLE, number=None, since=mark.came, over=False)

    def _give_up(self, channel: str, number: int | None, taker: int) -> None:
        for account, mark in self._marks[channel].items():
            if account != taker and mark.here.number == number:
                mark.here = replace(mark.here, over=False)

    def _closed(self, key: tuple[str, int], now: datetime) -> None:
        left = self._sockets.pop(key, 1) - 1
        if left:
            self._sockets[key] = left
            return
        mark = self._marks.get(key[0], {}).get(key[1])
        if mark is not None:
            mark.leaves = now + GRACE
