"""The organiser's moves on a sitting that is planned: open to archive, a copy of it, a rehearsal's removal (M2, M5, M19)."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from fastapi import APIRouter
from starlette.responses import Response

from app.access import accounts
from app.chat import form_terms, office, refusals, replies
from app.chat.desk_closing import closing
from app.chat.filled import Filled
from app.chat.forms import FieldsDep
from app.chat.house import House, HouseDep
from app.chat.messages import MOST_NUMBER
from app.chat.moves import ON_SITTING
from app.chat.office import Organising
from app.chat.statuses import status_of
from app.chat.visitor import Visitor, VisitorDep
from app.records import queries
from app.records.transaction import Transaction
from app.records.vocabulary import Actor, Malformed, Move, OutOfTurn, Refusal, Unknown
from app.routing import sittings

router = APIRouter()

MOVES: Final[Mapping[str, Callable[..., Any]]] = {
    name: make for name, make in ON_SITTING.items() if name != Move.EXTEND
}
"""Times are changed in the plan, and a sitting is reopened with words; the rest are a button each."""


@router.get("/{sitting}/settings/close")
async def before_the_close(by: Organising, house: HouseDep, visitor: VisitorDep, sitting: str) -> Response:
    """What closing would come to: asked about, because what lapses is told so at once."""
    held = await house.reading.read(closing, sitting, by)
    return await office.page(house, visitor, by, "sitting_close.html", closing=held, sitting=held.sitting)


@router.post("/{sitting}/settings/moves/{move}")
async def move(
    by: Organising, house: HouseDep, visitor: VisitorDep, fields: FieldsDep, sitting: str, move: str
) -> Response:
    """Make one of the moves that are a button each. What lapses with the close has been shown and said yes to."""
    if move not in MOVES:
        raise Unknown("page")
    agreed = {"lapsing": Filled(fields).number("lapsing", most=MOST_NUMBER)} if move == Move.CLOSE else {}
    try:
        made = await house.journal.write(MOVES[move], sitting, by=by, **agreed)
    except Refusal as refusal:
        if visitor.wants_json or isinstance(refusal, Unknown):
            raise
        return await _refused(house, visitor, by, sitting, refusal)
    if visitor.wants_json:
        return replies.told(200, version=made.version, state=made.state.value)
    return replies.see_other(f"/{sitting}/settings?done={move}")


@router.get("/{sitting}/settings/copy")
async def copy_page(by: Organising, house: HouseDep, visitor: VisitorDep, sitting: str) -> Response:
    """Ask for the address of a new sitting like this one."""
    return await _copy_page(house, visitor, by, sitting)


@router.post("/{sitting}/settings/copy")
async def copy(
    by: Organising, house: HouseDep, visitor: VisitorDep, fields: FieldsDep, sitting: str
) -> Response:
    """Plan a sitting like this one, with its seats, and go on to its settings."""
    filled = Filled(fields)
    slug = filled.line("slug", 100)
    try:
        if filled.errors:
            raise filled.errors["slug"]
        made = await house.journal.write(sittings.copy, sitting, slug, by=by)
    except Refusal as refusal:
        if visitor.wants_json or isinstance(refusal, Unknown):
            raise
        return await _copy_page(house, visitor, by, sitting, typed=fields.get("slug", ""), refusal=refusal)
    address = f"/{made.slug}/settings?done=copy"
    return replies.told(201, address=address) if visitor.wants_json else replies.see_other(address)


@router.get("/{sitting}/settings/remove")
async def remove_page(by: Organising, house: HouseDep, visitor: VisitorDep, sitting: str) -> Response:
    """Explain what goes when a rehearsal is removed, and ask."""
    return await _remove_page(house, visitor, by, sitting)


@router.post("/{sitting}/settings/remove")
async def remove(
    by: Organising, house: HouseDep, visitor: VisitorDep, fields: FieldsDep, sitting: str
) -> Response:
    """Remove a rehearsal and all that was said in it, and show out everybody who only rehearsed. ``sure`` has to be ticked."""
    try:
        if not Filled(fields).ticked("sure"):
            raise Malformed("choice", field="sure")
        concerned = await house.journal.write(removed, sitting, by=by)
    except Refusal as refusal:
        if visitor.wants_json or isinstance(refusal, Unknown):
            raise
        return await _remove_page(house, visitor, by, sitting, refusal)
    for account in concerned:
        house.sockets.close_all(account)
    if visitor.wants_json:
        return replies.told(200, accounts=len(concerned))
    return replies.see_other(f"/organiser?done={sitting}")


def removed(tx: Transaction, sitting: str, *, by: Actor) -> tuple[int, ...]:
    """Remove the rehearsal together with the roles in it. Returns the accounts whose sockets to close."""
    concerned = accounts.clear_rehearsal(tx, sitting, by=by)
    sittings.remove_rehearsal(tx, sitting, by=by)
    return concerned


async def _refused(house: House, visitor: Visitor, by: Actor, sitting: str, refusal: Refusal) -> Response:
    held = await house.reading.read(queries.sitting, sitting)
    said, visitor = form_terms.said(refusal, visitor.lang), visitor.at(f"/{sitting}/settings")
    return await office.page(
        house, visitor, by, "sitting_refused.html", sitting=held, said=said, status=status_of(refusal)
    )


async def _copy_page(
    house: House,
    visitor: Visitor,
    by: Actor,
    sitting: str,
    *,
    typed: str = "",
    refusal: Refusal | None = None,
) -> Response:
    held = await house.reading.read(queries.sitting, sitting)
    errors = {} if refusal is None else {"slug": form_terms.said(refusal, visitor.lang)}
    status = 200 if refusal is None else status_of(refusal)
    facts: dict[str, Any] = {"typed": {"slug": typed}, "errors": errors, "first": "slug", "theirs": None}
    return await office.page(house, visitor, by, "sitting_copy.html", sitting=held, status=status, **facts)


async def _remove_page(
    house: House, visitor: Visitor, by: Actor, sitting: str, refusal: Refusal | None = None
) -> Response:
    held = await house.reading.read(queries.sitting, sitting)
    if refusal is None and not held.rehearsal:
        refusal = OutOfTurn("no_rehearsal")
    said = None if refusal is None else refusals.said(refusal, visitor.lang)
    if refusal is not None and refusal.detail == "choice":
        said = form_terms.said(refusal, visitor.lang)
    status = 200 if refusal is None else status_of(refusal)
    return await office.page(
        house, visitor, by, "sitting_remove.html", sitting=held, said=said, status=status
    )
