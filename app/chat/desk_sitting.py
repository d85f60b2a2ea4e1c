"""The moderator's moves on the sitting: open, pause, extend, tell all (M2). The close has a page of its own. Decides nothing."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final
from uuid import uuid4

from fastapi import APIRouter
from fastapi.responses import HTMLResponse
from starlette.responses import Response

from app.chat import form_terms, messages, replies, shown
from app.chat.canned import with_canned
from app.chat.desk_page import Desk
from app.chat.forms import Fields, FieldsDep
from app.chat.house import House, HouseDep
from app.chat.moves import Answered, facts_of, make
from app.chat.statuses import status_of
from app.chat.visitor import Visitor, VisitorDep
from app.records import queries
from app.records.views import SittingView
from app.records.vocabulary import Actor, Malformed, Move, Refusal, Unknown
from app.routing.times import to_utc

router = APIRouter()

_MOVES: Final = frozenset({Move.EXTEND, Move.ANNOUNCE}) | {
    do for do, model in messages.MODELS.items() if issubclass(model, messages.OnSitting | messages.Shut)
}
_FIELDS: Final = {"intake_end": "intake_end", "intake_ends_at": "intake_end", "end": "end", "ends_at": "end"}
"""The form's field for a fact that was wrong: a plan calls its times otherwise."""


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
    return replies.see_other(f"/{sitting}/desk")


async def _make(house: House, sitting: str, move: str, fields: Fields, by: Actor) -> Answered:
    if move not in _MOVES:
        raise Unknown("page")
    if move == Move.EXTEND:
        fields = {**fields, **dict(_times(await house.reading.read(queries.sitting, sitting), fields))}
    fields = with_canned(fields, *("announce", "body") if move == Move.ANNOUNCE else ("words", "words"))
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
