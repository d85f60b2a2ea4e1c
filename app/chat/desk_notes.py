"""The moderators' notes on a post, from forms and scripts. No move: nothing is entered and nothing of it leaves the desk."""

from dataclasses import replace
from typing import Annotated
from uuid import uuid4

from fastapi import APIRouter, Path
from starlette.responses import Response

from app.chat import messages, replies
from app.chat.desk_page import Desk, Number, on_desk, whole
from app.chat.desk_tried import tried
from app.chat.forms import Fields, FieldsDep
from app.chat.house import House, HouseDep
from app.chat.messages import MOST_NUMBER
from app.chat.moves import Answered, facts_of, make
from app.chat.statuses import status_of
from app.chat.visitor import Visitor, VisitorDep
from app.records.vocabulary import Actor, Malformed, Refusal, Unknown

router = APIRouter()

NoteNumber = Annotated[int, Path(ge=1, le=MOST_NUMBER)]


@router.post("/{sitting}/desk/{number:int}/note")
async def note(
    by: Desk, house: HouseDep, visitor: VisitorDep, fields: FieldsDep, sitting: str, number: Number
) -> Response:
    """Jot something down on a post. Refused, what was typed comes back."""
    try:
        made = await _keep(house, sitting, "note", {**fields, "question": str(number)}, by)
    except Refusal as refusal:
        if visitor.wants_json or isinstance(refusal, Unknown):
            raise
        return await _again(house, visitor, sitting, number, fields, by, refusal)
    return replies.told(200, **made) if visitor.wants_json else _back(sitting, number)


@router.post("/{sitting}/desk/notes/{note}/remove")
async def remove_note(
    by: Desk, house: HouseDep, visitor: VisitorDep, fields: FieldsDep, sitting: str, note: NoteNumber
) -> Response:
    """Remove a note, whoever wrote it. Sent again with its ticket, it is answered as it was. Raises ``Unknown`` where it is gone."""
    made = await _keep(house, sitting, "remove_note", {**fields, "number": str(note)}, by)
    return replies.told(200, **made) if visitor.wants_json else _back(sitting, made["number"])


async def _keep(house: House, sitting: str, do: str, fields: Fields, by: Actor) -> Answered:
    if do == "note" and not fields.get("body", "").strip():
        raise Malformed("empty", field="body")
    message = messages.from_fields(do, fields, fields.get("ticket") or str(uuid4()))
    facts = facts_of(message, house.provisions)
    return await house.journal.keep(make, sitting, message, by=by, facts=facts)


async def _again(
    house: House, visitor: Visitor, sitting: str, number: int, fields: Fields, by: Actor, refusal: Refusal
) -> Response:
    page = await house.reading.read(on_desk, sitting, number, by, house.alikes)
    case = page.case
    assert case is not None  # noqa: S101 - a number was given
    case = case.after(tried("note", fields, refusal, case.moves, visitor.lang))
    return whole(house, visitor, replace(page, case=case), None, status=status_of(refusal))


def _back(sitting: str, number: int) -> Response:
    return replies.see_other(f"/{sitting}/desk/{number}#notes")
