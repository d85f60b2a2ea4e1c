"""What a moderator tells parties, from forms and scripts: who is told, and where nobody is in. No move: nothing is entered."""

from typing import Any, Final
from uuid import uuid4

from fastapi import APIRouter
from fastapi.responses import HTMLResponse
from starlette.responses import Response

from app.chat import form_terms, messages, replies
from app.chat.canned import CANNED, with_canned
from app.chat.desk_page import Desk
from app.chat.forms import Fields, FieldsDep
from app.chat.house import House, HouseDep
from app.chat.languages import N_, words
from app.chat.moves import Answered, facts_of, make
from app.chat.statuses import status_of
from app.chat.visitor import Visitor, VisitorDep
from app.records import queries
from app.records.vocabulary import Actor, Malformed, Refusal, Unknown

router = APIRouter()

_TICKED: Final = "to_"
"""What the tick boxes of the parties begin with: a form's fields have each name once."""

_ABSENT: Final = N_("Ingen från {parties} är inne. Meddelandet väntar på dem.")
_TOLD: Final = N_("Meddelandet är skickat.")


@router.get("/{sitting}/desk/tell")
async def compose(_by: Desk, house: HouseDep, visitor: VisitorDep, sitting: str) -> HTMLResponse:
    """The form on a page of its own."""
    return await _form(house, visitor, sitting, {}, None)


@router.post("/{sitting}/desk/tell")
async def tell(by: Desk, house: HouseDep, visitor: VisitorDep, fields: FieldsDep, sitting: str) -> Response:
    """Tell one party, several or all something that they are to say OK to. Refused, what was typed comes back."""
    try:
        made = await _keep(house, sitting, fields, by)
    except Refusal as refusal:
        if visitor.wants_json or refusal.detail == "sitting":
            raise
        return await _form(house, visitor, sitting, fields, refusal)
    if visitor.wants_json:
        return replies.told(200, **made, said=_said(made, visitor.lang))
    return replies.see_other(f"/{sitting}/desk#message-{made['told']}")


async def _keep(house: House, sitting: str, fields: Fields, by: Actor) -> Answered:
    given = with_canned(fields, "tell", "body")
    ticked = [name.removeprefix(_TICKED) for name in fields if name.startswith(_TICKED)]
    if fields.get("everybody"):
        held = await house.reading.read(queries.sitting, sitting)
        ticked = [seat.code for seat in held.seats]
    if not given.get("party") and not ticked:
        raise Malformed("party", field="party")
    if not given.get("body", "").strip():
        raise Malformed("empty", field="body")
    given = {**given, "party": given.get("party") or " ".join(ticked)}
    message = messages.from_fields("tell", given, fields.get("ticket") or str(uuid4()))
    facts = facts_of(message, house.provisions)
    return await house.journal.keep(make, sitting, message, by=by, facts=facts)


def _said(made: Answered, lang: str) -> str:
    absent = made.get("absent")
    if not isinstance(absent, list) or not absent:
        return words(lang)(_TOLD)
    return words(lang)(_ABSENT).format(parties=", ".join(map(str, absent)))


async def _form(
    house: House, visitor: Visitor, sitting: str, fields: Fields, refusal: Refusal | None
) -> HTMLResponse:
    held = await house.reading.read(queries.sitting, sitting)
    errors = {}
    if refusal is not None:
        field = "party" if isinstance(refusal, Unknown) else str(refusal.facts.get("field") or "body")
        errors = {field: form_terms.said(refusal, visitor.lang)}
    facts: dict[str, Any] = {"sitting": held, "typed": fields, "errors": errors, "canned": CANNED}
    status = 200 if refusal is None else status_of(refusal)
    return replies.page(visitor, "desk_tell.html", status=status, **facts)
