"""Where an organiser finds the ways to a sitting and names them: code, short address, screen, frame, live stream (M34, M35)."""

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter
from markupsafe import escape
from starlette.responses import Response

from app.chat import code_page, form_terms, office, qr, replies
from app.chat.forms import Fields, FieldsDep
from app.chat.house import House, HouseDep
from app.chat.office import Organising
from app.chat.organiser_plan import seen
from app.chat.statuses import status_of
from app.chat.visitor import Visitor, VisitorDep
from app.records import queries
from app.records.views import SittingView
from app.records.vocabulary import Actor, Move, Refusal, Unknown
from app.routing import reach
from app.routing.lifecycle import open_sitting_moves

router = APIRouter()

_FIELDS = frozenset({"short", "stream", "stream_by"})


@router.get("/{sitting}/settings/reach")
async def page(
    by: Organising, house: HouseDep, visitor: VisitorDep, sitting: str, done: str = ""
) -> Response:
    """All the ways on one page."""
    return await _page(house, visitor, by, sitting, done=done)


@router.post("/{sitting}/settings/reach/short")
async def shorten(
    by: Organising, house: HouseDep, visitor: VisitorDep, fields: FieldsDep, sitting: str
) -> Response:
    """Give the sitting a short address: the one typed, or with ``act`` one by chance or none."""
    act, typed = fields.get("act", ""), "".join(fields.get("short", "").upper().split())
    if act == "draw":
        return await _made(house, visitor, by, sitting, fields, reach.draw)
    short = None if act == "none" or not typed else typed
    return await _made(house, visitor, by, sitting, fields, reach.shorten, short=short, seen=seen(fields))


@router.post("/{sitting}/settings/reach/stream")
async def stream(
    by: Organising, house: HouseDep, visitor: VisitorDep, fields: FieldsDep, sitting: str
) -> Response:
    """Say where the sitting is sent live, or that it no longer is."""
    given = {"address": fields.get("stream", "").strip(), "provider": fields.get("stream_by", "").strip()}
    return await _made(house, visitor, by, sitting, fields, reach.stream, **given, seen=seen(fields))


def snippet(public_url: str, held: SittingView) -> str:
    """What is pasted into a page of the authority's own site: the frame, and what gives it its height."""
    return (
        f'<iframe src="{public_url}/{held.slug}/embed" title="{escape(held.title)}" data-fragestund'
        f' width="100%" height="900"></iframe>\n<script src="{public_url}/static/embed.js" async></script>'
    )


async def _made(
    house: House,
    visitor: Visitor,
    by: Actor,
    sitting: str,
    fields: Fields,
    move: Callable[..., Any],
    **facts: Any,
) -> Response:
    try:
        made = await house.journal.write(move, sitting, by=by, **facts)
    except Refusal as refusal:
        if visitor.wants_json or isinstance(refusal, Unknown):
            raise
        return await _page(house, visitor.at(f"/{sitting}/settings/reach"), by, sitting, fields, refusal)
    if visitor.wants_json:
        return replies.told(200, version=made.version)
    return replies.see_other(f"/{sitting}/settings/reach?done=1")


async def _page(
    house: House,
    visitor: Visitor,
    by: Actor,
    sitting: str,
    fields: Fields | None = None,
    refusal: Refusal | None = None,
    *,
    done: str = "",
) -> Response:
    held = await house.reading.read(queries.sitting, sitting)
    where, said = code_page.address(house, held), refusal and form_terms.said(refusal, visitor.lang)
    field = str(refusal.facts.get("field")) if refusal else ""
    stands = {"short": held.short or "", "stream": held.stream, "stream_by": held.stream_by}
    rows = qr.squares(where)
    facts: dict[str, Any] = {
        "sitting": held,
        "typed": {**stands, **{name: value for name, value in (fields or {}).items() if name in _FIELDS}},
        "errors": {field: said} if field in _FIELDS else {},
        "first": field,
        "theirs": None,
        "said": "" if field in _FIELDS else said,
        "done": done,
        "address": where,
        "spoken": code_page.spoken(where),
        "squares": qr.path(rows),
        "side": len(rows) + 8,
        "snippet": snippet(house.public_url, held),
        "embed_origins": house.embed_origins,
        "may_change": Move.CHANGE in open_sitting_moves(held.state, by, paused=held.paused),
    }
    status = 200 if refusal is None else status_of(refusal)
    return await office.page(house, visitor, by, "reach.html", status=status, **facts)
