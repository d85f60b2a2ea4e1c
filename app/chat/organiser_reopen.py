"""The organiser takes a closed sitting up again, with words that the next protocol repeats (M19). Decides nothing."""

from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from app.chat import form_terms, office, replies
from app.chat.filled import Filled
from app.chat.forms import Fields, FieldsDep
from app.chat.house import House, HouseDep
from app.chat.office import Organising
from app.chat.statuses import status_of
from app.chat.visitor import Visitor, VisitorDep
from app.records import queries
from app.records.vocabulary import Actor, Move, Refusal, Unknown
from app.routing import sittings
from app.routing.lifecycle import open_sitting_moves

router = APIRouter()

MOST_SIGNS = 500
"""As much as a reason needs: all of it stands in the protocol."""


@router.get("/{sitting}/settings/reopen")
async def reopen_page(by: Organising, house: HouseDep, visitor: VisitorDep, sitting: str) -> Response:
    """Ask why the sitting is taken up again."""
    return await _page(house, visitor, by, sitting)


@router.post("/{sitting}/settings/reopen")
async def reopen(
    by: Organising, house: HouseDep, visitor: VisitorDep, fields: FieldsDep, sitting: str
) -> Response:
    """Take the sitting up again for an hour, with words that tell why."""
    filled = Filled(fields)
    words = filled.lines("words", MOST_SIGNS)
    try:
        if filled.errors:
            raise filled.errors["words"]
        made = await house.journal.write(sittings.reopen, sitting, words.encode(), by=by)
    except Refusal as refusal:
        if visitor.wants_json or isinstance(refusal, Unknown):
            raise
        return await _page(house, visitor, by, sitting, fields, refusal)
    if visitor.wants_json:
        return replies.told(200, version=made.version, state=made.state.value)
    return replies.see_other(f"/{sitting}/settings?done={Move.REOPEN}")


async def _page(
    house: House,
    visitor: Visitor,
    by: Actor,
    sitting: str,
    fields: Fields | None = None,
    refusal: Refusal | None = None,
) -> Response:
    held = await house.reading.read(queries.sitting, sitting)
    errors = {} if refusal is None else {"words": form_terms.said(refusal, visitor.lang)}
    facts: dict[str, Any] = {"typed": {"words": (fields or {}).get("words", "")}, "errors": errors}
    facts["may_reopen"] = Move.REOPEN in open_sitting_moves(held.state, by, paused=held.paused)
    status = 200 if refusal is None else status_of(refusal)
    return await office.page(
        house,
        visitor,
        by,
        "sitting_reopen.html",
        sitting=held,
        theirs=None,
        first="words",
        status=status,
        **facts,
    )
