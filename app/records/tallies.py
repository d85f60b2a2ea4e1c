"""A sitting in numbers as everybody may see them: what became of the posts, and at the end how they were shared out. No content."""

import json
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from app.records.counting import counts
from app.records.entries import canonical, stamp
from app.records.shares import by_reason, overrides, shares
from app.records.vocabulary import State

_WAITING = (State.RECEIVED, State.HELD, State.ASSIGNED, State.ANSWERED)


@dataclass(frozen=True, slots=True)
class PartyTally:
    """A party's part: questions it was given, answers of it that are published, the median time of an answer in seconds."""

    code: str
    asked: int
    published: int
    median: int | None


@dataclass(frozen=True, slots=True)
class Tally:
    """Every post once: ``promised`` and ``waiting`` are those that have no other outcome yet. ``reasons``: of the declined.

    ``parties``, in the order of the assembly and never sorted by result, and ``overrides`` by reason are there once the
    sitting is closed. ``at``: when it was so, as entries write it.
    """

    at: str
    received: int
    published: int
    merged: int
    referred: int
    declined: int
    unpublished: int
    lapsed: int
    promised: int
    waiting: int
    reasons: dict[str, int] = field(default_factory=dict)
    parties: tuple[PartyTally, ...] = ()
    overrides: dict[str, int] = field(default_factory=dict)

    def differs(self, written: str | None) -> bool:
        """Whether these are other numbers than the ones written, whenever that was."""
        return written is None or replace(read(written), at=self.at) != self

    def written(self) -> str:
        """As it is kept beside the sitting: JSON, the same for the same numbers."""
        return canonical(asdict(self)).decode()


def read(written: str) -> Tally:
    """The tally that was written."""
    told: dict[str, Any] = json.loads(written)
    return Tally(**{**told, "parties": tuple(PartyTally(**each) for each in told["parties"])})


def is_older(written: str | None, than: timedelta, now: datetime) -> bool:
    """Whether nothing has been written, or so long ago."""
    return written is None or now - datetime.fromisoformat(read(written).at) >= than


def tally(session: Session, slug: str, at: datetime, *, closed: bool) -> Tally:
    """The sitting in numbers now, with the parties' shares where it is ``closed``. Raises ``Unknown``."""
    counted = counts(session, slug)
    of = counted.by_state
    plain = Tally(
        at=stamp(at),
        received=counted.received,
        published=of[State.PUBLISHED],
        merged=of[State.MERGED],
        referred=of[State.REFERRED],
        declined=of[State.DECLINED],
        unpublished=of[State.UNPUBLISHED],
        lapsed=of[State.LAPSED],
        promised=counted.promised,
        waiting=sum(of[state] for state in _WAITING) - counted.promised,
        reasons=counted.by_reason,
    )
    return _with_shares(session, slug, plain) if closed else plain


def _with_shares(session: Session, slug: str, plain: Tally) -> Tally:
    """The same with how the questions were shared out."""
    parties = tuple(
        PartyTally(code, load.asked, load.published, load.median)
        for code, load in shares(session, slug).items()
    )
    found = by_reason(overrides(session, slug))
    return replace(plain, parties=parties, overrides=found)
