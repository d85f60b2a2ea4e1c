"""Planning a sitting in the browser: a new one, and what may be changed in one that is (M1, M2, M33). Knows no seat."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from app.chat import form_terms, office, plan_form, plan_preview, replies, terms
from app.chat.filled import Filled
from app.chat.forms import Fields, FieldsDep
from app.chat.house import House, HouseDep
from app.chat.office import Organising
from app.chat.plan_form import Typed
from app.chat.statuses import status_of
from app.chat.visitor import Visitor, VisitorDep
from app.records import queries
from app.records.views import SittingView
from app.records.vocabulary import Actor, Malformed, Move, Refusal, Stale, Unknown
from app.routing import sittings
from app.routing.lifecycle import open_sitting_moves
from app.routing.rules import VERSIONS

router = APIRouter()

_ON_FORMS_OF_THEIR_OWN = frozenset({Move.CHANGE, Move.EXTEND, Move.ANNOUNCE, Move.REMOVE})


@dataclass(frozen=True, slots=True)
class Meant:
    """One of the two moments that a time may mean. ``twice``: the clocks show it at both of them."""

    fold: str
    at: datetime
    twice: bool


@router.get("/organiser/new")
async def new(by: Organising, house: HouseDep, visitor: VisitorDep) -> Response:
    """The form for a new sitting, filled in with what most will want."""
    return await _page(house, visitor, by, None, plan_form.empty(house.clock()))


@router.post("/organiser/new")
async def create(by: Organising, house: HouseDep, visitor: VisitorDep, fields: FieldsDep) -> Response:
    """Plan the sitting, and go on to its seats. ``do`` is ``look`` to see how it will read, with nothing made."""
    filled = Filled(fields)
    if fields.get("do") == "look":
        return await _page(house, visitor, by, None, plan_form.as_typed(fields))
    try:
        plan = plan_form.read(filled)
        if plan is None:
            raise _first(filled)
        made = await house.journal.write(sittings.create, plan, by=by)
    except Refusal as refusal:
        return await _again(house, visitor, by, None, filled, refusal)
    address = f"/{made.slug}/settings/seats"
    return replies.told(201, address=address) if visitor.wants_json else replies.see_other(address)


@router.get("/{sitting}/settings")
async def settings(
    by: Organising, house: HouseDep, visitor: VisitorDep, sitting: str, done: str = ""
) -> Response:
    """The sitting as it is planned, with every move that it has now. ``done``: what has just been done."""
    held = await house.reading.read(queries.sitting, sitting)
    return await _page(house, visitor, by, held, plan_form.of_sitting(held), done=done)


@router.post("/{sitting}/settings")
async def change(
    by: Organising, house: HouseDep, visitor: VisitorDep, fields: FieldsDep, sitting: str
) -> Response:
    """Change the plan. Somebody else's change in the meantime is shown beside one's own. ``do``: as in a new one."""
    held, filled = await house.reading.read(queries.sitting, sitting), Filled(fields)
    if fields.get("do") == "look":
        typed = plan_form.as_typed(fields)
        return await _page(house, visitor, by, held, typed, looked_from=seen(fields))
    try:
        plan = plan_form.read(filled, held)
        if plan is None:
            raise _first(filled)
        made = await house.journal.write(sittings.change, sitting, plan, by=by, seen=seen(fields))
    except Refusal as refusal:
        return await _again(house, visitor, by, held, filled, refusal)
    if visitor.wants_json:
        return replies.told(200, version=made.version)
    return replies.see_other(f"/{sitting}/settings?done=change")


def seen(fields: Fields) -> int | None:
    """The version that a form was filled in from, where it says so. Raises ``Malformed``."""
    raw = fields.get("seen", "")
    if not raw:
        return None
    if not (raw.isascii() and raw.isdecimal() and len(raw) < 10):
        raise Malformed("form")
    return int(raw)


def _first(filled: Filled) -> Refusal:
    """What stands for everything that was wrong, where only one thing can be told."""
    return filled.errors[form_terms.first_of(plan_form.FIELDS, filled.errors)]


async def _again(
    house: House, visitor: Visitor, by: Actor, held: SittingView | None, filled: Filled, refusal: Refusal
) -> Response:
    """The form with everything typed: what was wrong beside its field, and whatever concerns no field above them all."""
    if visitor.wants_json or isinstance(refusal, Unknown):
        raise refusal
    field = refusal.facts.get("field")
    if field in plan_form.FIELDS:
        filled.wrong(str(field), refusal)
    stale = isinstance(refusal, Stale)
    if held is not None:
        held = await house.reading.read(queries.sitting, held.slug)
    said = None if filled.errors or stale else form_terms.said(refusal, visitor.lang)
    return await _page(
        house,
        visitor,
        by,
        held,
        plan_form.as_typed(filled.fields),
        errors=filled.errors,
        status=status_of(refusal),
        said=said,
        theirs=plan_form.of_sitting(held) if stale and held is not None else None,
    )


async def _page(
    house: House,
    visitor: Visitor,
    by: Actor,
    held: SittingView | None,
    typed: Typed,
    *,
    errors: Mapping[str, Refusal] | None = None,
    theirs: Typed | None = None,
    said: str | None = None,
    done: str = "",
    **reply: Any,
) -> Response:
    """``theirs``: the plan as somebody else left it while this form was being filled in."""
    wrong = errors or {}
    open_now = open_sitting_moves(held.state, by, paused=held.paused) if held else [Move.CHANGE]
    facts: dict[str, Any] = {
        "sitting": held,
        "typed": typed,
        "preview": plan_preview.of(typed),
        "theirs": theirs,
        "errors": form_terms.beside(wrong, visitor.lang),
        "first": form_terms.first_of(plan_form.FIELDS, wrong),
        "meant": {name: _meant(refusal) for name, refusal in wrong.items() if "first" in refusal.facts},
        "said": said,
        "done": done,
        "open_now": open_now,
        "moves": [move for move in open_now if move not in _ON_FORMS_OF_THEIR_OWN],
        "distributions": terms.choices("distribution", visitor.lang),
        "rules": [(version, version) for version in VERSIONS],
    }
    return await office.page(house, visitor, by, "plan.html", **facts, **reply)


def _meant(refusal: Refusal) -> tuple[Meant, ...]:
    twice = refusal.detail == "hour_comes_twice"
    moments = (datetime.fromisoformat(str(refusal.facts[name])) for name in ("first", "second"))
    return tuple(Meant(str(fold), at, twice) for fold, at in enumerate(moments))
