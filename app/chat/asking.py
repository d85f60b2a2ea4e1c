"""Asking: the form on its own, and the way in for every post from a page (M6, M9). Judges nothing of what is written."""

from typing import Annotated, Any
from uuid import uuid4

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse
from starlette.responses import Response

from app.access.doors import Door, Through
from app.chat import messages, refusals, replies
from app.chat.forms import Fields, FieldsDep
from app.chat.house import House, HouseDep
from app.chat.posting import Posted, post
from app.chat.statuses import status_of, waits
from app.chat.visitor import Visitor, VisitorDep
from app.records import queries
from app.records.materials import MaterialView, materials
from app.records.reading import Snapshot
from app.records.views import SittingView
from app.records.vocabulary import Actor, Malformed, Refusal, Unknown

router = APIRouter()

Asking = Annotated[Actor, Depends(Through(Door.ASK))]

UNTOUCHED: dict[str, Any] = {
    "typed": None,
    "errors": None,
    "problem": None,
    "follow_up_to": None,
    "about": None,
}
"""The form before anybody has written in it."""


@router.get("/{sitting}/ask")
async def form(
    _by: Asking,
    house: HouseDep,
    visitor: VisitorDep,
    sitting: str,
    follow_up_to: int | None = None,
    about: int | None = None,
) -> HTMLResponse:
    """The form on its own, with a ticket of its own: for those without a script. Never kept in a cache."""
    held, pointed = await house.reading.read(_shown, sitting, about)
    asked = {"follow_up_to": follow_up_to, "about": pointed}
    facts: dict[str, Any] = {"sitting": held, "ticket": uuid4(), **UNTOUCHED, **asked}
    return replies.page(visitor, "ask.html", **facts)


@router.post("/{sitting}/questions")
async def ask(
    by: Asking, house: HouseDep, visitor: VisitorDep, request: Request, fields: FieldsDep, sitting: str
) -> Response:
    """Receive a post, whatever it says, and answer with its receipt (R-01, R-02)."""
    try:
        message = message_in(fields)
        posted = await post(house, sitting, message, by=by, arrived=request.state.arrived, channel="web")
    except Refusal as refusal:
        if visitor.wants_json or isinstance(refusal, Unknown):
            raise
        return await _form_again(house, visitor, sitting, fields, refusal)
    return _receipt(visitor, posted)


def _receipt(visitor: Visitor, posted: Posted) -> Response:
    token = posted.receipt.token
    if not visitor.wants_json:
        return replies.see_other(f"/receipt/{token}")
    receipt = {"code": posted.receipt.code, "url": posted.url}
    return replies.told(201 if posted.fresh else 200, number=posted.number, receipt=receipt)


async def _form_again(
    house: House, visitor: Visitor, sitting: str, fields: Fields, refusal: Refusal
) -> HTMLResponse:
    """The form with everything that was typed, and what was wrong beside the field."""
    raw = fields.get("about", "")
    about = int(raw) if raw.isascii() and raw.isdecimal() and len(raw) < 10 else None
    held, pointed = await house.reading.read(_shown, sitting, about)
    said = refusals.said(refusal, visitor.lang)
    about_text = refusal.code in ("too_large", "malformed") and refusal.facts.get("field") != "name"
    facts: dict[str, Any] = {
        "sitting": held,
        "ticket": uuid4(),
        "follow_up_to": fields.get("follow_up_to"),
        "about": pointed,
        "typed": {"body": "", "name": "", "wish": "", "lang": "", **fields},
        "errors": {"body": said} if about_text else {},
        "problem": said,
    }
    headers = waits(refusal)
    return replies.page(visitor, "ask.html", status=status_of(refusal), headers=headers, **facts)


def _shown(session: Snapshot, sitting: str, about: int | None) -> tuple[SittingView, MaterialView | None]:
    """The sitting, and the picture or plan that is asked about, if it is there."""
    held = queries.sitting(session, sitting)
    found = () if about is None else materials(session, sitting)
    return held, next((each for each in found if each.number == about), None)


def message_in(fields: Fields) -> messages.Ask:
    """The post in the form's fields. A form that brings no ticket is taken in all the same, each time as a new post."""
    if not fields.get("body"):
        raise Malformed("empty", field="body")
    message = messages.from_fields("ask", _of_a_citizen(fields), fields.get("ticket") or str(uuid4()))
    assert isinstance(message, messages.Ask)  # noqa: S101 - the model of "ask"
    return message


def _of_a_citizen(fields: Fields) -> Fields:
    """How and when a question was received is said by officials alone: from anybody else it is passed over."""
    return {name: value for name, value in fields.items() if name not in ("channel", "stated")}
