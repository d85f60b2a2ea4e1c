"""The moderator's moves on a question, from forms and scripts (M13-M18): made through the one table, or shown again. No page here."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final
from uuid import uuid4

from fastapi import APIRouter
from starlette.responses import Response

from app.chat import messages, refusals, render, replies
from app.chat.alike import Alikes
from app.chat.canned import with_canned
from app.chat.content import seen_sitting
from app.chat.desk_case import Case, Outcome, in_hand, outcome
from app.chat.desk_page import Desk, Number, Tab, case_part, on_desk, whole
from app.chat.desk_round import with_time
from app.chat.desk_tried import tried
from app.chat.forms import Fields, FieldsDep
from app.chat.house import House, HouseDep
from app.chat.moves import facts_of, make
from app.chat.seen import SeenSitting
from app.chat.statuses import status_of
from app.chat.visitor import Visitor, VisitorDep
from app.records.reading import Snapshot
from app.records.views import SittingView
from app.records.vocabulary import Actor, Malformed, Move, Refusal, Unknown
from app.routing import desk, undo

router = APIRouter()

UNDO: Final = "undo"

_TICKED: Final = "ask_"
"""What the tick boxes of the parties begin with: a form's fields have each name once."""

_NO_MOVE: Final = "page"
_LONGEST_NUMBER: Final = 16

_NEEDED: Final[Mapping[str, str]] = {"party": "party", "body": "empty", "note": "empty", "into": "question"}
"""What to say where a field is missing or cannot be read."""

_MOVES: Final = frozenset(
    do for do, model in messages.MODELS.items() if issubclass(model, messages.OnQuestion)
)
"""Every move on a question that has a message. Who may make it is decided where it is made."""


@router.post("/{sitting}/desk/{number:int}/{move}")
async def move(
    by: Desk,
    house: HouseDep,
    visitor: VisitorDep,
    fields: FieldsDep,
    sitting: str,
    number: Number,
    move: str,
) -> Response:
    """Make a move on a question, or undo the last one. Refused, it comes back with all that was typed (M12, M17)."""
    try:
        version = await decide(house, sitting, number, move, fields, by)
    except Refusal as refusal:
        return await _again(house, visitor, sitting, number, move, fields, by, refusal)
    if not visitor.wants_json:
        tab = _tab(fields)
        return replies.see_other(f"/{sitting}/desk/{number}" + (f"?tab={tab}" if tab else ""))
    seen, after, then = await house.reading.read(_made, sitting, number, _next(fields), by, house.alikes)
    done = _done(visitor, seen.sitting, number, after, version)
    told: dict[str, Any] = {"number": number, "version": version, "state": after.state, "done": done}
    if then is not None:
        told["next"] = then.question.number
        told["case"] = case_part(house, visitor, seen, then, None)
    return replies.told(200, **told)


def _made(
    session: Snapshot, slug: str, number: int, then: int | None, by: Actor, alikes: Alikes
) -> tuple[SeenSitting, Outcome, Case | None]:
    """The question after its move; and the one that its script takes in hand next, so that nobody waits for it twice."""
    seen = seen_sitting(session, slug, desk=True)
    after = outcome(session, seen, number)
    if then is None or then == number:
        return seen, after, None
    try:
        return seen, after, in_hand(session, seen, then, by, alikes)
    except Unknown:
        return seen, after, None


async def decide(house: House, sitting: str, number: int, move: str, fields: Fields, by: Actor) -> int:
    """Make the move and return the question's new version."""
    if move == UNDO:
        undone = await house.journal.write(undo.undo, sitting, number, by=by, seen=_seen(fields))
        return undone.version
    if move == Move.LAPSE:
        lapsed = await house.journal.write(desk.lapse, sitting, number, by=by, seen=_seen(fields))
        return lapsed.version
    message = _message(move, number, with_time(fields, house.clock()))
    facts = facts_of(message, house.provisions)
    made = await house.journal.write(make, sitting, message, by=by, facts=facts)
    return int(made["version"])


def _message(move: str, number: int, fields: Fields) -> messages.Message:
    if move not in _MOVES:
        raise Unknown(_NO_MOVE)
    given = {**with_canned(_with_ticked(move, fields), move, "note"), "question": str(number)}
    try:
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
    """The case as it stands, the other's decision beside one's own, and nothing typed lost.

    Raises the refusal where there is no such move, and ``Unknown`` where there is no such question.
    """
    if refusal.detail == _NO_MOVE:
        raise refusal
    page = await house.reading.read(on_desk, sitting, number, by, house.alikes)
    case = page.case
    assert case is not None  # noqa: S101 - a number was given
    tab, status = _tab(fields), status_of(refusal)
    case = case.after(tried(move, _with_ticked(move, fields), refusal, case.moves, visitor.lang))
    if not visitor.wants_json:
        return whole(house, visitor, replace(page, case=case), tab, status=status)
    html = case_part(house, visitor, page.seen, case, tab)
    said = refusals.said(refusal, visitor.lang)
    return replies.told(status, code=refusal.code, message=said, version=case.question.version, case=html)


def _done(visitor: Visitor, sitting: SittingView, number: int, after: Outcome, version: int) -> str:
    """The line that says what was done, with undo where the question has not moved since."""
    undoable = bool(after.undo) and after.version == version
    facts = {"sitting": sitting, "number": number, "version": version}
    return render.part("done", visitor.lang, **facts, line=after.last, undoable=undoable)


def _with_ticked(move: str, fields: Fields) -> Fields:
    """The fields, with the ticked parties as one."""
    if move not in (Move.ASSIGN, Move.REASSIGN) or fields.get("party"):
        return fields
    ticked = (name.removeprefix(_TICKED) for name in fields if name.startswith(_TICKED))
    return {**fields, "party": " ".join(ticked)}


def _seen(fields: Fields) -> int | None:
    """The version decided on; None without one. Raises ``Malformed``."""
    given = fields.get("seen")
    if not given:
        return None
    if not _is_number(given):
        raise Malformed("message", field="seen")
    return int(given)


def _next(fields: Fields) -> int | None:
    """The question that comes after this one in the queue; None where none does."""
    given = fields.get("next", "")
    return int(given) if _is_number(given) else None


def _is_number(given: str) -> bool:
    return given.isascii() and given.isdigit() and len(given) < _LONGEST_NUMBER


def _tab(fields: Fields) -> Tab | None:
    return next((tab for tab in Tab if tab == fields.get("tab")), None)
