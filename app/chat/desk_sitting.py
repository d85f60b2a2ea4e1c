"""The moderator's moves on the sitting: open, pause, extend, close, tell all (M2, M19), and what the close comes to. Decides nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import uuid4

from fastapi import APIRouter
from fastapi.responses import HTMLResponse
from starlette.responses import Response

from app.chat import audience, form_terms, messages, replies, shown
from app.chat.desk_page import Desk
from app.chat.forms import Fields, FieldsDep
from app.chat.house import House, HouseDep
from app.chat.moves import Answered, facts_of, make
from app.chat.seen import DeskQuestion
from app.chat.statuses import status_of
from app.chat.visitor import Visitor, VisitorDep
from app.records import queries
from app.records.reading import Snapshot
from app.records.views import Counts, SittingView
from app.records.vocabulary import Actor, Malformed, Move, Refusal, State, Unknown
from app.routing.lifecycle import open_sitting_moves
from app.routing.times import to_utc

router = APIRouter()

_MOVES: Final = frozenset({Move.EXTEND, Move.ANNOUNCE}) | {
    do for do, model in messages.MODELS.items() if issubclass(model, messages.OnSitting)
}
_FIELDS: Final = {"intake_end": "intake_end", "intake_ends_at": "intake_end", "end": "end", "ends_at": "end"}
"""The form's field for a fact that was wrong: a plan calls its times otherwise."""

_WITHOUT_OUTCOME: Final = (State.RECEIVED, State.HELD, State.ASSIGNED, State.ANSWERED)


@dataclass(frozen=True, slots=True)
class Closing:
    """Before the close: what would lapse. After it: what became of every post."""

    sitting: SittingView
    counts: Counts
    lapsing: tuple[DeskQuestion, ...]
    may_close: bool


def closing(session: Snapshot, slug: str, by: Actor) -> Closing:
    """How the sitting's posts stand. A promise to come back is an outcome. Raises ``Unknown``."""
    sitting = queries.sitting(session, slug)
    views = queries.questions(session, slug)
    without = (view for view in views if view.state in _WITHOUT_OUTCOME and view.promised_on is None)
    return Closing(
        sitting=sitting,
        counts=queries.counts(session, slug),
        lapsing=tuple(audience.desk_question(view) for view in without),
        may_close=Move.CLOSE in open_sitting_moves(sitting.state, by, paused=sitting.paused),
    )


@router.get("/{sitting}/desk/closing")
async def closing_page(by: Desk, house: HouseDep, visitor: VisitorDep, sitting: str) -> HTMLResponse:
    """What the close will come to, or has come to (M19)."""
    held = await house.reading.read(closing, sitting, by)
    return replies.page(visitor, "desk_closing.html", closing=held, sitting=held.sitting, states=tuple(State))


@router.post("/{sitting}/desk/{move}")
async def move(
    by: Desk, house: HouseDep, visitor: VisitorDep, fields: FieldsDep, sitting: str, move: str
) -> Response:
    """Make a move on the sitting. Refused, its form comes back with all that was typed."""
    try:
        made = await _make(house, sitting, move, fields, by)
    except Refusal as refusal:
        if visitor.wants_json or isinstance(refusal, Unknown):
            raise
        return await _again(house, visitor, sitting, move, fields, refusal)
    if visitor.wants_json:
        return replies.told(200, **made)
    return replies.see_other(f"/{sitting}/desk/closing" if move == Move.CLOSE else f"/{sitting}/desk")


async def _make(house: House, sitting: str, move: str, fields: Fields, by: Actor) -> Answered:
    if move not in _MOVES:
        raise Unknown("page")
    if move == Move.EXTEND:
        fields = {**fields, **dict(_times(await house.reading.read(queries.sitting, sitting), fields))}
    if move == Move.ANNOUNCE and not fields.get("body"):
        raise Malformed("empty", field="body")
    message = messages.from_fields(move, fields, fields.get("ticket") or str(uuid4()))
    facts = facts_of(message, house.provisions)
    return await house.journal.write(make, sitting, message, by=by, facts=facts)


def _times(sitting: SittingView, fields: Fields) -> Iterator[tuple[str, str]]:
    """The times that were changed, from the sitting's clocks to UTC; one that stands as it stood is left out."""
    for field, stands in (("intake_end", sitting.intake_ends_at), ("end", sitting.ends_at)):
        given = fields.get(field, "")
        if given == shown.local_input(stands, sitting.zone):
            yield field, ""
        elif given:
            fold = {"0": 0, "1": 1}.get(fields.get("fold", ""))
            yield field, to_utc(_local(given, field), sitting.zone, fold=fold, field=field).isoformat()


def _local(given: str, field: str) -> datetime:
    try:
        return datetime.fromisoformat(given)
    except ValueError:
        raise Malformed("time", field=field) from None


async def _again(
    house: House, visitor: Visitor, sitting: str, move: str, fields: Fields, refusal: Refusal
) -> HTMLResponse:
    held = await house.reading.read(queries.sitting, sitting)
    meant = [
        datetime.fromisoformat(str(refusal.facts[name]))
        for name in ("first", "second")
        if name in refusal.facts
    ]
    return replies.page(
        visitor,
        "desk_again.html",
        status=status_of(refusal),
        sitting=held,
        move=move,
        typed={name: fields.get(name, "") for name in ("body", "intake_end", "end")},
        said=form_terms.said(refusal, visitor.lang),
        field=_FIELDS.get(str(refusal.facts.get("field"))),
        meant=meant,
    )
