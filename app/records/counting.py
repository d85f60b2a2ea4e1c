"""A sitting's posts in numbers, brought up to date by what has changed since they were counted last. Knows no page and no rule.

The records alone say how many there are. What a process remembers is how far a sitting's desk had come when it counted, and
where each post stood then. Every move on a post is told at the desk by the transaction that makes it, so the posts told of
since, read in the asker's own snapshot, are all that can have changed. A snapshot older than what is remembered, and a
transaction that writes, count everything.
"""

import threading
from collections import Counter, OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from sqlalchemy import Row, Select, bindparam, func, or_, select
from sqlmodel import Session

from app.records import channels
from app.records.plain import NOTICE, QUESTION, SITTING
from app.records.prepared import Door, Prepared
from app.records.stand import Stand, stand
from app.records.views import Counts
from app.records.vocabulary import SittingState, State

MOST_SITTINGS: Final = 16
"""Sittings remembered, those asked for last: about 10 bytes for each post."""

MOST_TOLD: Final = 1000
"""With more news than this everything is counted: many posts read one by one cost more."""


class Kind(NamedTuple):
    """What is told apart: a post's state, the reason for it, whether an answer is promised by a date."""

    state: State
    reason: str | None
    dated: bool


_DATED = QUESTION.c.promised_on.is_not(None)
_HIGHEST = select(func.max(QUESTION.c.number)).where(QUESTION.c.sitting_id == SITTING.c.id).scalar_subquery()
_LAST = Prepared(select(SITTING.c.state, _HIGHEST.label("posts")).where(SITTING.c.id == bindparam("sitting")))


def _grouped(without: State) -> Select[Any]:
    """How many posts there are in each state but one."""
    return (
        select(
            QUESTION.c.state,
            QUESTION.c.reason,
            func.count().label("posts"),
            func.count(QUESTION.c.promised_on).label("dated"),
        )
        .where(
            QUESTION.c.sitting_id == bindparam("sitting"),
            QUESTION.c.state.in_([state for state in State if state is not without]),
        )
        .group_by(QUESTION.c.state, QUESTION.c.reason)
    )


_GROUPED = {usual: _grouped(usual) for usual in (State.RECEIVED, State.LAPSED)}
_STANDING = select(QUESTION.c.number, QUESTION.c.state, QUESTION.c.reason, _DATED.label("dated")).where(
    QUESTION.c.sitting_id == bindparam("sitting")
)
_THESE = _STANDING.where(QUESTION.c.number.in_(bindparam("numbers", expanding=True)))
_OTHERS = _STANDING.where(
    or_(
        QUESTION.c.state != bindparam("state"),
        QUESTION.c.reason.is_distinct_from(bindparam("reason")),
        _DATED.is_distinct_from(bindparam("dated")),
    )
)
_TOLD = select(NOTICE.c.thing).where(NOTICE.c.channel == bindparam("desk"), NOTICE.c.seq > bindparam("after"))


def counts(session: Session, slug: str) -> Counts:
    """The sitting in numbers (M19). ``by_reason``: why posts were declined; ``promised``: assigned ones with a date.

    Raises ``Unknown``.
    """
    at = stand(session, slug)
    remembered: Counting | None = session.info.get(Counting)
    kinds = remembered.kinds(session, slug, at) if remembered else _counted(session, at.sitting)
    return _in_numbers(kinds)


@dataclass(slots=True)
class _Shelf:
    """Where each post of a sitting stood, by number, when its desk had come to ``head``. Used under its lock."""

    head: int = -1
    stood: list[Kind | None] = field(default_factory=list)
    kinds: Counter[Kind] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def catch_up(self, session: Session, slug: str, at: Stand) -> None:
        """Count what has changed up to where the desk stands in this snapshot."""
        if self.head < 0 or at.head - self.head > MOST_TOLD:
            self._count_all(session, at.sitting)
        elif at.head > self.head:
            told = session.execute(_TOLD, {"desk": channels.desk(slug), "after": self.head}).scalars()
            numbers = {int(thing.partition("/")[2]) for thing in told if thing.startswith("question/")}
            changed = session.execute(_THESE, {"sitting": at.sitting, "numbers": sorted(numbers)}).all()
            self._take(changed)
        self.head = at.head

    def _count_all(self, session: Session, sitting: int) -> None:
        """Most posts are of one kind, whose numbers need not be read: they are those that no other kind has."""
        counted = _counted(session, sitting)
        usual = max(counted, key=counted.__getitem__, default=None)
        if usual is None:
            self.stood, self.kinds = [], Counter()
            return
        others = session.execute(_OTHERS, {"sitting": sitting, **usual._asdict()}).all()
        posts = sum(counted.values())
        self.stood, self.kinds = (
            [None, *[usual] * posts],
            Counter({usual: posts}),
        )  # from 1, without gaps
        self._take(others)

    def _take(self, rows: Iterable[Row[Any]]) -> None:
        for row in rows:
            kind = Kind(row.state, row.reason, bool(row.dated))
            if row.number >= len(self.stood):
                self.stood += [None] * (row.number + 1 - len(self.stood))
            before = self.stood[row.number]
            if before is not None:
                self.kinds[before] -= 1
            self.kinds[kind] += 1
            self.stood[row.number] = kind


class Counting:
    """What a process remembers of counting. Asked from the readers' threads, each in its own snapshot."""

    def __init__(self, *, kept: int = MOST_SITTINGS) -> None:
        self._kept = kept
        self._shelves: OrderedDict[tuple[str, str], _Shelf] = OrderedDict()
        self._finding = threading.Lock()

    def kinds(self, session: Session, slug: str, at: Stand) -> Mapping[Kind, int]:
        """How many posts there are of each kind. ``at``: where the sitting stands in this snapshot."""
        shelf = self._shelf(at.epoch, slug)
        with shelf.lock:
            if at.head >= shelf.head:
                shelf.catch_up(session, slug, at)
                return dict(shelf.kinds)
        return _counted(session, at.sitting)

    def _shelf(self, epoch: str, slug: str) -> _Shelf:
        """The sitting's shelf; another one after a backup has been restored, when numbers may mean other posts."""
        with self._finding:
            shelf = self._shelves.setdefault((epoch, slug), _Shelf())
            self._shelves.move_to_end((epoch, slug))
            if len(self._shelves) > self._kept:
                self._shelves.popitem(last=False)
        return shelf


def _counted(session: Session, sitting: int) -> dict[Kind, int]:
    """How many posts there are of each kind.

    Those that nobody has dealt with are most of a busy sitting, and after it those that were not reached. They are no more
    than received or lapsed, and are as many as all the others leave: numbers have no gaps (R-05).
    """
    ((state, posts_in_all),) = _LAST.rows(Door.of(session), {"sitting": sitting})
    usual = State.LAPSED if state in (SittingState.CLOSED, SittingState.ARCHIVED) else State.RECEIVED
    found: dict[Kind, int] = {}
    for row in session.execute(_GROUPED[usual], {"sitting": sitting}):
        parts = {True: row.dated, False: row.posts - row.dated}
        found |= {Kind(row.state, row.reason, dated): posts for dated, posts in parts.items() if posts}
    left = (posts_in_all or 0) - sum(found.values())
    return {**found, Kind(usual, None, False): left} if left else found


def _in_numbers(kinds: Mapping[Kind, int]) -> Counts:
    by_state = dict.fromkeys(State, 0)
    by_reason: Counter[str] = Counter()
    promised = 0
    for kind, posts in kinds.items():
        by_state[kind.state] += posts
        if kind.state is State.DECLINED and kind.reason and posts:
            by_reason[kind.reason] += posts
        if kind.state is State.ASSIGNED and kind.dated:
            promised += posts
    reasons = dict(sorted(by_reason.items()))
    return Counts(sum(by_state.values()), by_state, reasons, by_state[State.MERGED], promised)
