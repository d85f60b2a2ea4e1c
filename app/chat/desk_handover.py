"""Where a moderator leaves a note to the next, and says that one is read, by form or script. No move: nothing is entered."""

from typing import Annotated
from uuid import uuid4

from fastapi import APIRouter, Path
from starlette.responses import Response

from app.chat import form_terms, messages, replies
from app.chat.desk_page import Desk
from app.chat.forms import Fields, FieldsDep
from app.chat.house import House, HouseDep
from app.chat.messages import MOST_NUMBER
from app.chat.moves import Answered, facts_of, make
from app.chat.statuses import status_of
from app.chat.visitor import Visitor, VisitorDep
from app.records import queries
from app.records.vocabulary import Actor, Malformed, Refusal, Unknown

router = APIRouter()

NoteNumber = Annotated[int, Path(ge=1, le=MOST_NUMBER)]


@router.post("/{sitting}/desk/handover")
async def hand_over(
    by: Desk, house: HouseDep, visitor: VisitorDep, fields: FieldsDep, sitting: str
) -> Response:
    """Leave a note. Refused, what was typed comes back."""
    try:
        if not fields.get("body", "").strip():
            raise Malformed("empty", field="body")
        made = await _keep(house, sitting, "hand_over", fields, by)
    except Refusal as refusal:
        if visitor.wants_json or isinstance(refusal, Unknown):
            raise
        return await _again(house, visitor, sitting, fields, refusal)
    return replies.told(200, None, **made) if visitor.wants_json else _back(sitting)


@router.post("/{sitting}/desk/handover/{note}/read")
async def read_handover(
    by: Desk, house: HouseDep, visitor: VisitorDep, fields: FieldsDep, sitting: str, note: NoteNumber
) -> Response:
    """Somebody has read it."""
    made = await _keep(house, sitting, "read_handover", {**fields, "number": str(note)}, by)
    return replies.told(200, None, **made) if visitor.wants_json else _back(sitting)


async def _keep(house: House, sitting: str, do: str, fields: Fields, by: Actor) -> Answered:
    message = messages.from_fields(do, fields, fields.get("ticket") or str(uuid4()))
    facts = facts_of(message, house.provisions)
    return await house.journal.keep(make, sitting, message, by=by, facts=facts)


async def _again(house: House, visitor: Visitor, sitting: str, fields: Fields, refusal: Refusal) -> Response:
    held = await house.reading.read(queries.sitting, sitting)
    return replies.page(
        visitor,
        "desk_again.html",
        status=status_of(refusal),
        sitting=held,
        move="handover",
        typed={"body": fields.get("body", "")},
        said=form_terms.said(refusal, visitor.lang),
        field="body",
        meant=[],
    )


def _back(sitting: str) -> Response:
    return replies.see_other(f"/{sitting}/desk")
