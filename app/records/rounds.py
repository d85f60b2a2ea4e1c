"""Reads which questions to all parties have waited long enough. Knows no move: who ends them is elsewhere."""

from datetime import datetime

from sqlalchemy import bindparam, select
from sqlmodel import Session

from app.records.plain import QUESTION, SITTING
from app.records.vocabulary import SittingState, State

_RUNNING = (SittingState.OPEN, SittingState.LIVE, SittingState.CLOSING)

_OVERDUE = (
    select(SITTING.c.slug, QUESTION.c.number, QUESTION.c.answers_by)
    .join(SITTING, SITTING.c.id == QUESTION.c.sitting_id)
    .where(
        SITTING.c.state.in_(_RUNNING),
        QUESTION.c.state == State.ASSIGNED,
        QUESTION.c.together.is_(True),
        QUESTION.c.answers_by <= bindparam("now"),
    )
    .order_by(QUESTION.c.answers_by, QUESTION.c.number)
)  # made once: it is asked every second


def overdue(session: Session, now: datetime) -> list[tuple[str, int, datetime]]:
    """The sitting's slug, the question's number and its time, of every question whose time for answering is out."""
    return [(row.slug, row.number, row.answers_by) for row in session.execute(_OVERDUE, {"now": now})]
