"""Reads sittings with their seats and loads. Knows no rule: whose turn it is, is decided elsewhere."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Select, and_, bindparam, case, func, or_, select
from sqlmodel import Session

from app.records.plain import ANNOUNCEMENT, ANSWER, QUESTION, SEAT, SITTING, TEXT
from app.records.prepared import Door, Prepared
from app.records.stand import still
from app.records.views import AnnouncementView, Load, SeatView, SittingView
from app.records.vocabulary import State, Unknown

_SEAT_FIELDS = ("code", "name", "colour", "site", "order", "member", "substitute", "helper")
_SITTING_FIELDS = tuple(name for name in SittingView.__dataclass_fields__ if name != "seats")

# A question counts in a party's share from the moment it is assigned, unless it came to nothing through no act of the party.
_SHARED = (State.ASSIGNED, State.ANSWERED, State.PUBLISHED, State.UNPUBLISHED, State.LAPSED)

# Made once, because every page and every piece of news asks for them.
_ID = Prepared(select(SITTING.c.id).where(SITTING.c.slug == bindparam("slug")))
_SITTING = Prepared(select(SITTING).where(SITTING.c.slug == bindparam("slug")))
_SITTINGS = Prepared(select(SITTING).order_by(SITTING.c.live_at, SITTING.c.slug))
_IN_USE = select(SEAT).where(SEAT.c.removed.is_(False)).order_by(SEAT.c.order, SEAT.c.id)
_SEATS = Prepared(_IN_USE.where(SEAT.c.sitting_id == bindparam("sitting")))
_SEATS_OF_ALL = Prepared(_IN_USE.where(SEAT.c.sitting_id.in_(bindparam("sittings", expanding=True))))
_CODES = (
    select(SEAT.c.code)
    .where(SEAT.c.sitting_id == bindparam("sitting"), SEAT.c.removed.is_(False))
    .order_by(SEAT.c.order, SEAT.c.id)
)

_ANNOUNCEMENTS = Prepared(
    select(ANNOUNCEMENT.c.number, TEXT.c.value, ANNOUNCEMENT.c.at)
    .join(TEXT, TEXT.c.id == ANNOUNCEMENT.c.text_id)
    .where(ANNOUNCEMENT.c.sitting_id == bindparam("sitting"))
    .order_by(ANNOUNCEMENT.c.number)
)


def _loads() -> Select[Any]:
    """Each party's questions, counted in one go."""
    returned = and_(ANSWER.c.returned_at.is_not(None), ANSWER.c.returned_at >= ANSWER.c.sent_at)
    unsent = or_(ANSWER.c.body.is_(None), returned)
    waiting = and_(QUESTION.c.state == State.ASSIGNED, unsent)
    sent = and_(QUESTION.c.state.in_((State.ASSIGNED, State.ANSWERED)), ANSWER.c.body.is_not(None), ~returned)
    promised = and_(QUESTION.c.state == State.ASSIGNED, QUESTION.c.promised_on.is_not(None))
    published = and_(QUESTION.c.state == State.PUBLISHED, ANSWER.c.text_id.is_not(None))
    sums = [func.sum(case((which, 1), else_=0)) for which in (waiting, sent, published, promised)]
    return (
        select(ANSWER.c.seat, func.count(), *sums, func.min(case((waiting, ANSWER.c.asked_at))))
        .join(QUESTION, QUESTION.c.id == ANSWER.c.question_id)
        .where(
            QUESTION.c.sitting_id == bindparam("sitting"),
            ANSWER.c.asked.is_(True),
            QUESTION.c.state.in_(_SHARED),
        )
        .group_by(ANSWER.c.seat)
        .order_by(ANSWER.c.seat)
    )


_LOADS = _loads()


def sitting_id(session: Session, slug: str) -> int:
    """The sitting's row number. Raises ``Unknown``."""
    found = _ID.value(Door.of(session), {"slug": slug})
    if found is None:
        raise Unknown("sitting")
    return int(found)


def sitting(session: Session, slug: str) -> SittingView:
    """The sitting as it stands. Raises ``Unknown``."""
    found = _SITTING.found(session, {"slug": slug})
    if not found:
        raise Unknown("sitting")
    return _view(found[0], _SEATS.found(session, {"sitting": found[0]["id"]}))


def sittings(session: Session) -> list[SittingView]:
    """Every sitting, rehearsals too, in the order in which they go live."""
    found = _SITTINGS.found(session, {})
    seats: dict[int, list[dict[str, Any]]] = {row["id"]: [] for row in found}
    for seat in _SEATS_OF_ALL.found(session, {"sittings": list(seats)}):
        seats[seat["sitting_id"]].append(seat)
    return [_view(row, seats[row["id"]]) for row in found]


def _view(row: Mapping[str, Any], seats: Iterable[Mapping[str, Any]]) -> SittingView:
    seated = tuple(SeatView(**{name: seat[name] for name in _SEAT_FIELDS}) for seat in seats)
    return SittingView(**{name: row[name] for name in _SITTING_FIELDS}, seats=seated)


def loads(session: Session, slug: str) -> dict[str, Load]:
    """What each party has had and has now (M15), the seats in use first, in the order of the assembly.

    ``asked`` counts the questions that are the party's to answer or were answered or not reached by it; what was taken or
    handed back, declined, merged or referred is not counted. ``waiting``: assigned and not yet sent. ``answered``: sent and
    not yet published. ``published``: answers on the page. ``promised``: to come back with by a date.
    """
    number = sitting_id(session, slug)
    found = {code: Load() for code in session.execute(_CODES, {"sitting": number}).scalars()}

    def counted() -> dict[str, Load]:
        return {row[0]: Load(*row[1:]) for row in session.execute(_LOADS, {"sitting": number})}

    return found | still(session, slug, "loads", counted)


def announcements(session: Session, slug: str) -> list[AnnouncementView]:
    """What the moderator has told every page, oldest first."""
    told = _ANNOUNCEMENTS.rows(Door.of(session), {"sitting": sitting_id(session, slug)})
    return [AnnouncementView(number, (value or b"").decode(), at) for number, value, at in told]
