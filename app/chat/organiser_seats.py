"""A sitting's seats in the browser: any number of parties, in the order of the assembly (M4, M22). Knows no account."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from app.chat import form_terms, office, replies, seat_form
from app.chat.forms import FieldsDep
from app.chat.house import House, HouseDep
from app.chat.office import Organising
from app.chat.organiser_plan import seen
from app.chat.seat_form import Row
from app.chat.statuses import status_of
from app.chat.visitor import Visitor, VisitorDep
from app.records import queries
from app.records.views import SittingView
from app.records.vocabulary import Actor, Move, Refusal, Stale, Unknown
from app.routing.lifecycle import open_sitting_moves
from app.routing.seats import set_seats

router = APIRouter()

SAVE = "save"


@router.get("/{sitting}/settings/seats")
async def page(by: Organising, house: HouseDep, visitor: VisitorDep, sitting: str) -> Response:
    """The seats as they are, and one empty row where there are none."""
    held = await house.reading.read(queries.sitting, sitting)
    return await _page(house, visitor, by, held, seat_form.of_seats(held.seats) or [dict(seat_form.EMPTY)])


@router.post("/{sitting}/settings/seats")
async def change(
    by: Organising, house: HouseDep, visitor: VisitorDep, fields: FieldsDep, sitting: str
) -> Response:
    """Save the seats; every other button only moves the rows about, and what is typed goes along."""
    held, rows = await house.reading.read(queries.sitting, sitting), seat_form.rows_in(fields)
    act = fields.get("act", SAVE)
    if act != SAVE:
        rows, focus = seat_form.rearranged(rows, act)
        return await _page(house, visitor, by, held, rows, focus=focus, seen=fields.get("seen"))
    seats, errors = seat_form.read(rows)
    try:
        if errors:
            raise errors[form_terms.first_of(seat_form.in_order(rows), errors)]
        made = await house.journal.write(set_seats, sitting, seats, by=by, seen=seen(fields))
    except Refusal as refusal:
        if visitor.wants_json or isinstance(refusal, Unknown):
            raise
        return await _again(house, visitor, by, held, rows, errors, refusal)
    if visitor.wants_json:
        return replies.told(200, version=made.version)
    return replies.see_other(f"/{sitting}/settings?done=seats")


async def _again(
    house: House,
    visitor: Visitor,
    by: Actor,
    held: SittingView,
    rows: list[Row],
    errors: Mapping[str, Refusal],
    refusal: Refusal,
) -> Response:
    """The rows as they were typed. A party that has been asked and so has to stay comes back as the last of them."""
    held = await house.reading.read(queries.sitting, held.slug)
    party = refusal.facts.get("party")
    kept = [seat for seat in held.seats if seat.code == party]
    return await _page(
        house,
        visitor,
        by,
        held,
        [*rows, *seat_form.of_seats(kept)],
        errors=errors,
        said=None if errors or isinstance(refusal, Stale) else form_terms.said(refusal, visitor.lang),
        stale=isinstance(refusal, Stale),
        status=status_of(refusal),
    )


async def _page(
    house: House,
    visitor: Visitor,
    by: Actor,
    held: SittingView,
    rows: list[Row],
    *,
    errors: Mapping[str, Refusal] | None = None,
    focus: str = "",
    said: str | None = None,
    stale: bool = False,
    seen: str | None = None,
    **reply: Any,
) -> Response:
    """``seen``: the version that the rows were filled in from, where that is not the one that stands."""
    wrong = errors or {}
    facts: dict[str, Any] = {
        "sitting": held,
        "rows": rows,
        "errors": form_terms.beside(wrong, visitor.lang),
        "first": form_terms.first_of(seat_form.in_order(rows), wrong) or focus,
        "said": said,
        "stale": stale,
        "seen": seen or held.version,
        "may_change": Move.CHANGE in open_sitting_moves(held.state, by, paused=held.paused),
    }
    return await office.page(house, visitor, by, "seats.html", **facts, **reply)
