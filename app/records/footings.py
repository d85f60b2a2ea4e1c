"""On what footing a sitting's posts are: what decides, with the sitting's own state, which moves they have. Knows no move."""

from collections.abc import Collection
from typing import Any, NamedTuple

from sqlalchemy import Row, bindparam, select
from sqlmodel import Session

from app.records.plain import ANSWER, QUESTION
from app.records.vocabulary import State


class Footing(NamedTuple):
    """A post's state, whether it is marked as secret, and whether an answer is promised."""

    state: State
    secret: bool
    promised: bool


_OF_SITTING = QUESTION.c.sitting_id == bindparam("sitting")
_ON = (
    QUESTION.c.state,
    QUESTION.c.provision.is_not(None).label("secret"),
    QUESTION.c.promised_on.is_not(None).label("promised"),
)
_IN_STATES = QUESTION.c.state.in_(bindparam("states", expanding=True))
_FOOTINGS = select(*_ON).where(_OF_SITTING).distinct()
_POSTS = select(QUESTION.c.number, *_ON).where(_OF_SITTING, _IN_STATES).order_by(QUESTION.c.number)
_ASKED = (
    select(QUESTION.c.number, ANSWER.c.seat, *_ON)
    .join(ANSWER, ANSWER.c.question_id == QUESTION.c.id)
    .where(_OF_SITTING, _IN_STATES)
    .order_by(QUESTION.c.number, ANSWER.c.id)
)


def footings(session: Session, sitting: int) -> set[Footing]:
    """Every footing that some post of the sitting is on."""
    return {_footing(row) for row in session.execute(_FOOTINGS, {"sitting": sitting})}


def posts_on(session: Session, sitting: int, wanted: Collection[Footing]) -> list[int]:
    """The numbers of the posts on one of these footings, in order."""
    if not wanted:
        return []
    rows = session.execute(_POSTS, {"sitting": sitting, "states": list({each.state for each in wanted})})
    return [row.number for row in rows if _footing(row) in wanted]


def asked_on(session: Session, sitting: int, wanted: Collection[Footing]) -> list[tuple[int, str]]:
    """The same with each party that ever was asked, by post and then in the order in which they were."""
    if not wanted:
        return []
    rows = session.execute(_ASKED, {"sitting": sitting, "states": list({each.state for each in wanted})})
    return [(row.number, row.seat) for row in rows if _footing(row) in wanted]


def _footing(row: Row[Any]) -> Footing:
    return Footing(row.state, bool(row.secret), bool(row.promised))
