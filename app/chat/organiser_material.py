"""Where an organiser shows pictures and plans with a sitting, and says in words what they show (M34). Reads no picture itself."""

from collections.abc import Callable
from typing import Any, Final

from fastapi import APIRouter
from starlette.responses import Response

from app.chat import form_terms, office, replies
from app.chat.filled import Filled
from app.chat.forms import Fields, FieldsDep
from app.chat.house import House, HouseDep
from app.chat.multipart import HandedDep
from app.chat.office import Organising
from app.chat.statuses import status_of
from app.chat.visitor import Visitor, VisitorDep
from app.records import materials as kept
from app.records import queries
from app.records.materials import MaterialView
from app.records.reading import Snapshot
from app.records.views import SittingView
from app.records.vocabulary import Actor, Move, Refusal, Unknown
from app.routing import materials
from app.routing.lifecycle import open_sitting_moves

router = APIRouter()

_FIELDS: Final = ("file", "title", "alternative")
_MOVES: Final[dict[str, Callable[..., Any]]] = {
    Move.ARRANGE: materials.bring_forward,
    Move.DETACH: materials.detach,
}
_LONGEST_TITLE, _LONGEST_ALTERNATIVE = 120, 500


@router.get("/{sitting}/settings/material")
async def page(
    by: Organising, house: HouseDep, visitor: VisitorDep, sitting: str, done: str = ""
) -> Response:
    """What is shown with the sitting, and the form for one more."""
    return await _page(house, visitor, by, sitting, done=done)


@router.post("/{sitting}/settings/material")
async def attach(
    by: Organising, house: HouseDep, visitor: VisitorDep, handed: HandedDep, sitting: str
) -> Response:
    """Show one more. A file that cannot be shown is refused with all that was typed still there."""
    filled = Filled(handed.fields)
    try:
        words = _words(filled)
        content = handed.files.get("file", b"")
        made = await house.journal.write(materials.attach, sitting, content=content, by=by, **words)
    except Refusal as refusal:
        return await _again(house, visitor, by, sitting, filled, refusal)
    if visitor.wants_json:
        return replies.told(201, number=made.number)
    return replies.see_other(f"/{sitting}/settings/material?done=attach")


@router.post("/{sitting}/settings/material/{number}")
async def describe(
    by: Organising, house: HouseDep, visitor: VisitorDep, fields: FieldsDep, sitting: str, number: int
) -> Response:
    """Change its title and what it is said to show, or with ``act`` move it forward or take it away."""
    filled, act = Filled(fields), fields.get("act", Move.DESCRIBE.value)
    try:
        if act in _MOVES:
            await house.journal.write(_MOVES[act], sitting, number, by=by)
        else:
            await house.journal.write(materials.describe, sitting, number, by=by, **_words(filled))
    except Refusal as refusal:
        return await _again(house, visitor, by, sitting, filled, refusal, number)
    if visitor.wants_json:
        return replies.told(200, number=number)
    return replies.see_other(f"/{sitting}/settings/material?done={act if act in _MOVES else 'describe'}")


def _words(filled: Filled) -> dict[str, bytes]:
    """The title and the text alternative. Raises what is wrong with the first of them."""
    title = filled.line("title", _LONGEST_TITLE)
    alternative = filled.lines("alternative", _LONGEST_ALTERNATIVE)
    if filled.errors:
        raise filled.errors[form_terms.first_of(_FIELDS, filled.errors)]
    return {"title": title.encode(), "alternative": alternative.encode()}


async def _again(
    house: House,
    visitor: Visitor,
    by: Actor,
    sitting: str,
    filled: Filled,
    refusal: Refusal,
    number: int | None = None,
) -> Response:
    if visitor.wants_json or isinstance(refusal, Unknown):
        raise refusal
    if refusal.facts.get("field") in _FIELDS:
        filled.wrong(str(refusal.facts["field"]), refusal)
    visitor = visitor.at(f"/{sitting}/settings/material")
    return await _page(house, visitor, by, sitting, filled.fields, filled.errors, refusal, number)


async def _page(
    house: House,
    visitor: Visitor,
    by: Actor,
    sitting: str,
    typed: Any = None,
    errors: dict[str, Refusal] | None = None,
    refusal: Refusal | None = None,
    number: int | None = None,
    *,
    done: str = "",
) -> Response:
    """``number``: the one whose form was refused; None: the form for a new one."""
    held, shown = await house.reading.read(_shown, sitting)
    wrong = errors or {}
    facts: dict[str, Any] = {
        "sitting": held,
        "materials": shown,
        "tried": number,
        "typed": _typed(typed),
        "errors": form_terms.beside(wrong, visitor.lang),
        "first": form_terms.first_of(_FIELDS, wrong),
        "theirs": None,
        "said": form_terms.said(refusal, visitor.lang) if refusal and not wrong else "",
        "done": done,
        "room": len(shown) < materials.MOST,
        "may_change": Move.CHANGE in open_sitting_moves(held.state, by, paused=held.paused),
    }
    status = 200 if refusal is None else status_of(refusal)
    return await office.page(house, visitor, by, "materials.html", status=status, **facts)


def _typed(fields: Any) -> Fields:
    return {name: (fields or {}).get(name, "") for name in ("title", "alternative")}


def _shown(session: Snapshot, sitting: str) -> tuple[SittingView, list[MaterialView]]:
    return queries.sitting(session, sitting), kept.materials(session, sitting)
