"""Reads how the questions were shared out: how long answers took, and where another party was chosen than the rule proposed (M15)."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from statistics import median

from sqlalchemy import bindparam, or_, select
from sqlmodel import Session

from app.records.news import names_of
from app.records.plain import ANSWER, ENTRY, QUESTION
from app.records.sittings import loads, sitting_id
from app.records.stand import still
from app.records.views import Load
from app.records.vocabulary import Move, State

# Nobody is asked of a post before it is assigned, nor once it is taken back: most posts of a busy sitting need not be looked at.
_ASKED = tuple(state for state in State if state not in (State.RECEIVED, State.HELD))
_MOVES = (Move.ASSIGN, Move.REASSIGN, Move.TAKE_BACK)

# Made once: the desk asks for them with every piece of news.
_SENT = (
    select(ANSWER.c.seat, ANSWER.c.asked_at, ANSWER.c.sent_at)
    .join(QUESTION, QUESTION.c.id == ANSWER.c.question_id)
    .where(
        QUESTION.c.sitting_id == bindparam("sitting"),
        QUESTION.c.state.in_(_ASKED),
        ANSWER.c.asked.is_(True),
        ANSWER.c.sent_at.is_not(None),
        or_(ANSWER.c.returned_at.is_(None), ANSWER.c.returned_at < ANSWER.c.sent_at),
    )
)
_CHOICES = (
    select(ENTRY.c.subject, ENTRY.c.move, ENTRY.c.at, ENTRY.c.entry)
    .where(ENTRY.c.log == bindparam("slug"), ENTRY.c.move.in_(_MOVES))
    # Sorted by a sum, or SQLite would go through every entry in order to spare itself the sorting of a few.
    .order_by(ENTRY.c.seq + 0)
)


@dataclass(frozen=True, slots=True)
class Overridden:
    """One choice of others than the proposed party. ``who``: the moderator's name as it is now."""

    at: datetime
    subject: str
    who: str | None
    parties: tuple[str, ...]
    proposed: str
    reason: str

    @property
    def number(self) -> int:
        return int(self.subject.partition("/")[2])


def shares(session: Session, slug: str) -> dict[str, Load]:
    """Each party's load with the median time of its answers, in the order of the assembly. Raises ``Unknown``."""
    took = answer_times(session, slug)
    return {
        code: replace(load, median=round(median(took[code])) if code in took else None)
        for code, load in loads(session, slug).items()
    }


def answer_times(session: Session, slug: str) -> Mapping[str, Sequence[float]]:
    """For each party, the seconds from being asked to sending what it sent last and what was not returned."""

    def took() -> dict[str, list[float]]:
        found: dict[str, list[float]] = {}
        for row in session.execute(_SENT, {"sitting": sitting_id(session, slug)}):
            found.setdefault(row.seat, []).append(max(0.0, (row.sent_at - row.asked_at).total_seconds()))
        return found

    return still(session, slug, "answer_times", took)


def overrides(session: Session, slug: str) -> list[Overridden]:
    """Every choice of others than the proposed party, in order, with its reason. What was taken back since was no choice."""
    rows = [(row, json.loads(row.entry)) for row in session.execute(_CHOICES, {"slug": slug})]
    stood = {row.subject: at for at, (row, _) in enumerate(rows) if row.move == Move.TAKE_BACK}
    others = [
        (row, entry)
        for at, (row, entry) in enumerate(rows)
        if entry["facts"].get("reason") is not None and at > stood.get(row.subject, -1)
    ]
    names = names_of(session, {entry["actor"] for _, entry in others})
    return [
        Overridden(
            at=row.at,
            subject=row.subject,
            who=names.get(entry["actor"]),
            parties=tuple(str(entry["facts"]["parties"]).split()),
            proposed=str(entry["facts"]["proposed"]),
            reason=str(entry["facts"]["reason"]),
        )
        for row, entry in others
    ]


def by_reason(found: Iterable[Overridden]) -> dict[str, int]:
    """How many for each reason, the most frequent first."""
    return dict(Counter(each.reason for each in found).most_common())
