"""A party's moves and drafts, from forms and scripts (M20, M22): made through the one table, or shown again. No page here."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final
from uuid import uuid4

from fastapi import APIRouter
from starlette.responses import Response

from app.chat import audience, messages, panel_task, replies
from app.chat.forms import Fields, FieldsDep
from app.chat.house import House, HouseDep
from app.chat.moves import facts_of, make
from app.chat.panel_page import Number, Panel, on_panel, task_part, whole
from app.chat.panel_task import Written
from app.chat.panel_tried import DRAFT, tried
from app.chat.statuses import status_of
from app.chat.visitor import Visitor, VisitorDep
from app.records import queries, texts
from app.records.reading import Snapshot
from app.records.vocabulary import Actor, Malformed, Move, Refusal, Unknown
from app.routing import panel

router = APIRouter()

_MOVES: Final = frozenset({Move.ANSWER, Move.PROPOSE, Move.HAND_BACK, Move.PROMISE, Move.REQUEST})
_LONGEST_VERSION: Final = 16

_NEEDED: Final[Mapping[str, str]] = {"body": "empty", "reason": "hand_back", "by": "date"}
"""What to say where a field is missing or cannot be read."""


@router.get("/{sitting}/party/{code}/{number:int}/draft")
async def draft(by: Panel, house: HouseDep, sitting: str, code: str, number: Number) -> Response:
    """What the seat is writing: a colleague may have gone on with it on another screen."""
    found = await house.reading.read(_draft, sitting, number, by)
    return replies.told(200, draft=_told(found))


@router.api_route("/{sitting}/party/{code}/{number:int}/draft", methods=["PUT", "POST"])
async def save_draft(
    by: Panel,
    house: HouseDep,
    visitor: VisitorDep,
    fields: FieldsDep,
    sitting: str,
    code: str,
    number: Number,
) -> Response:
    """Keep what is being written, if nobody else in the seat has written since (M22). No record (R-19)."""
    try:
        body = texts.received_if_any(fields.get("body", ""), texts.ANSWER) or b""
        base = _version(fields, "draft") or 0
        version = await house.journal.keep(panel.save_draft, sitting, number, code, body, base, by=by)
    except Refusal as refusal:
        return await _again(house, visitor, sitting, number, DRAFT, fields, by, refusal)
    if not visitor.wants_json:
        return replies.see_other(
            f"{_path(sitting, code)}?{'after' if fields.get('next') else 'question'}={number}"
        )
    return replies.told(200, draft={"version": version, "at": house.clock().isoformat()})


@router.post("/{sitting}/party/{code}/{number:int}/{move}")
async def move(
    by: Panel,
    house: HouseDep,
    visitor: VisitorDep,
    fields: FieldsDep,
    sitting: str,
    code: str,
    number: Number,
    move: str,
) -> Response:
    """Answer, hand back or promise. Refused, it comes back with all that was typed (M12)."""
    if move not in _MOVES:
        raise Unknown("page")
    try:
        message = _message(move, number, fields)
        facts = facts_of(message, house.provisions)
        made = await house.journal.write(make, sitting, message, by=by, facts=facts)
    except Refusal as refusal:
        return await _again(house, visitor, sitting, number, move, fields, by, refusal)
    if visitor.wants_json:
        return replies.told(200, **made)
    return replies.see_other(f"{_path(sitting, code)}?done={number}")


def _message(move: str, number: int, fields: Fields) -> messages.Message:
    try:
        given = {**fields, "question": str(number)}
        return messages.from_fields(move, given, fields.get("ticket") or str(uuid4()))
    except Malformed as refusal:
        field = str(refusal.facts.get("field"))
        raise Malformed(_NEEDED.get(field, refusal.detail), field=field) from None


async def _again(
    house: House,
    visitor: Visitor,
    sitting: str,
    number: int,
    move: str,
    fields: Fields,
    by: Actor,
    refusal: Refusal,
) -> Response:
    """The question as it stands, with what was typed and what happened."""
    page = await house.reading.read(on_panel, sitting, number, None, by)
    assert page.task is not None  # noqa: S101 - a number was given
    again = tried(move, fields, refusal, page.task.question, visitor.lang)
    draft = page.task.draft
    page = replace(page, task=page.task.after(again))
    status = status_of(refusal)
    if not visitor.wants_json:
        return whole(house, visitor, page, by, status=status)
    if move == DRAFT:
        theirs = _told(draft) if again.clash else None
        return replies.told(status, code=refusal.code, message=again.said, draft=theirs)
    html = task_part(house, visitor, page, by)
    return replies.told(status, code=refusal.code, message=again.said, task=html)


def _draft(session: Snapshot, slug: str, number: int, by: Actor) -> Written | None:
    """The seat's draft. Raises ``Unknown`` where the party does not see the question."""
    sitting, seat = queries.sitting(session, slug), by.seat or ""
    view = queries.question(session, slug, number)
    if audience.party_question(view, sitting, seat) is None:
        raise Unknown("question")
    return panel_task.written(session, slug, number, seat)


def _told(draft: Written | None) -> dict[str, Any] | None:
    if draft is None:
        return None
    return {"version": draft.version, "body": draft.body, "at": draft.at.isoformat(), "who": draft.who}


def _version(fields: Fields, name: str) -> int | None:
    """The version that was written on; None without one. Raises ``Malformed``."""
    given = fields.get(name)
    if not given:
        return None
    if not (given.isascii() and given.isdigit() and len(given) < _LONGEST_VERSION):
        raise Malformed("message", field=name)
    return int(given)


def _path(sitting: str, code: str) -> str:
    return f"/{sitting}/party/{code}"
