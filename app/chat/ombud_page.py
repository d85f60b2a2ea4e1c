"""Where an official enters a question that came by telephone, on paper, by e-mail or at the desk (M6, M9). Judges nothing."""

from datetime import datetime
from typing import Annotated, Any, Final
from uuid import uuid4

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse
from starlette.responses import Response

from app.access.doors import Door, Through
from app.chat import messages, qr, refusals, replies, terms
from app.chat.filled import Filled
from app.chat.forms import Fields, FieldsDep
from app.chat.house import House, HouseDep
from app.chat.posting import Posted, post
from app.chat.statuses import status_of, waits
from app.chat.visitor import Visitor, VisitorDep
from app.records import queries
from app.records.views import SittingView
from app.records.vocabulary import Actor, Malformed, Refusal, Role, Unknown
from app.routing.ombud import Way

router = APIRouter()

Ombud = Annotated[Actor, Depends(Through(Door.OMBUD))]

_WAYS: Final = frozenset(Way)
_BESIDE: Final = frozenset({"body", "channel", "stated"})
"""The fields that have their problem beside them."""


@router.get("/{sitting}/desk/ombud")
async def form(by: Ombud, house: HouseDep, visitor: VisitorDep, sitting: str) -> HTMLResponse:
    """The form, with a ticket of its own."""
    held = await house.reading.read(queries.sitting, sitting)
    return _page(visitor, held, by, {})


@router.post("/{sitting}/desk/ombud")
async def enter(
    by: Ombud, house: HouseDep, visitor: VisitorDep, request: Request, fields: FieldsDep, sitting: str
) -> Response:
    """Take the citizen's words in as any other question, and show the receipt to be read out or printed."""
    held = await house.reading.read(queries.sitting, sitting)
    try:
        message = _message(fields, held)
        posted = await post(house, sitting, message, by=by, arrived=request.state.arrived, channel="web")
    except Refusal as refusal:
        if visitor.wants_json or isinstance(refusal, Unknown):
            raise
        return _again(visitor, held, by, fields, refusal)
    if visitor.wants_json:
        receipt = {"code": posted.receipt.code, "url": posted.url}
        return replies.told(201 if posted.fresh else 200, number=posted.number, receipt=receipt)
    return _receipt(house, visitor, held, by, posted, message)


def _message(fields: Fields, held: SittingView) -> messages.Ask:
    """The question in the form's fields. Raises ``Malformed`` (facts: ``field``)."""
    if not fields.get("body", "").strip():
        raise Malformed("empty", field="body")
    if fields.get("channel") not in _WAYS:
        raise Malformed("channel", field="channel")
    given = {**fields, "stated": _stated(fields, held)}
    message = messages.from_fields("ask", given, fields.get("ticket") or str(uuid4()))
    assert isinstance(message, messages.Ask)  # noqa: S101 - the model of "ask"
    return message


def _stated(fields: Fields, held: SittingView) -> str:
    """When the question came, as it is said in the chat protocol: in UTC; empty where nothing is said of it."""
    filled = Filled(fields)
    if not fields.get("stated", "").strip():
        return ""
    at: datetime | None = filled.moment("stated", held.zone)
    if at is None:
        raise filled.errors["stated"]
    return at.isoformat()


def _again(visitor: Visitor, held: SittingView, by: Actor, fields: Fields, refusal: Refusal) -> HTMLResponse:
    """The form with everything typed, and what was wrong."""
    said = refusals.said(refusal, visitor.lang)
    field = str(refusal.facts.get("field") or ("body" if refusal.code == "too_large" else ""))
    beside = {field: said} if field in _BESIDE else {}
    again: dict[str, Any] = {"errors": beside, "said": "" if beside else said}
    return _page(visitor, held, by, fields, status=status_of(refusal), headers=waits(refusal), **again)


def _page(
    visitor: Visitor, held: SittingView, by: Actor, fields: Fields, *, status: int = 200, **facts: Any
) -> HTMLResponse:
    shown: dict[str, Any] = {
        "sitting": held,
        "back": _back(held, by),
        "typed": fields,
        "ticket": fields.get("ticket") or uuid4(),
        "ways": [(code, words) for code, words in terms.choices("channel", visitor.lang) if code in _WAYS],
        "errors": {},
        "said": "",
        **facts,
    }
    return replies.page(visitor, "ombud.html", status=status, **shown)


def _receipt(
    house: House, visitor: Visitor, held: SittingView, by: Actor, posted: Posted, message: messages.Ask
) -> HTMLResponse:
    """The receipt. Loaded again, the same ticket is the same question: nothing is entered twice."""
    facts: dict[str, Any] = {
        "sitting": held,
        "back": _back(held, by),
        "posted": posted,
        "message": message,
        "now": house.clock(),
        "squares": qr.path(rows := qr.squares(posted.url)),
        "side": len(rows) + 8,
    }
    return replies.page(visitor, "ombud_receipt.html", status=201 if posted.fresh else 200, **facts)


def _back(held: SittingView, by: Actor) -> str:
    return f"/{held.slug}/desk" if by.role is Role.MODERATOR else f"/{held.slug}/settings"
