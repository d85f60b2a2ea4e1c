"""The citizen's pages: the sittings, one sitting, the rules. Knows no unpublished text (M1-M11)."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, PlainTextResponse
from starlette.requests import Request
from starlette.responses import Response

from app.access.doors import Door, Through
from app.chat import front, replies
from app.chat.house import HouseDep
from app.chat.visitor import VisitorDep
from app.records import queries
from app.records.views import SittingView
from app.records.vocabulary import Actor
from app.routing.rules import VERSIONS

router = APIRouter()

Public = Annotated[Actor, Depends(Through(Door.PUBLIC))]


@router.get("/")
async def home(_by: Public, house: HouseDep, visitor: VisitorDep) -> HTMLResponse:
    """Every sitting, the newest first."""
    sittings = await house.reading.read(queries.sittings)
    newest_first = sorted(sittings, key=lambda sitting: sitting.live_at, reverse=True)
    return replies.page(visitor, "home.html", sittings=newest_first)


@router.api_route("/{sitting}", methods=["GET", "HEAD"])
async def page(_by: Public, house: HouseDep, request: Request, sitting: str) -> Response:
    """The sitting as it stands: complete without a script, kept current by ``live-list`` with one.

    The first time; after that the page is known, and ``app.chat.front`` answers.
    """
    page, way = await front.page_for(house, sitting, request.scope)
    reply = Response(page.body(way), 304 if way.same else 200)
    reply.raw_headers = page.head(way)
    return reply


@router.get("/{sitting}/rules")
async def rules(_by: Public, house: HouseDep, visitor: VisitorDep, sitting: str) -> HTMLResponse:
    """The rules of order that this sitting is held under (M33)."""
    held = await house.board.sitting(sitting)
    return replies.page(visitor, "rules.html", sitting=held, rules=VERSIONS[held.rules_version])


@router.get("/{sitting}/parties.css")
async def parties(_by: Public, house: HouseDep, sitting: str) -> PlainTextResponse:
    """The parties' colours. The address carries the sitting's version, so it can be kept."""
    return colours(await house.board.sitting(sitting))


def colours(held: SittingView) -> PlainTextResponse:
    """Each party's colour, as data for ``marks.css``."""
    css = "".join(
        f'@layer tokens{{[data-party="{seat.code}"]{{--party:{seat.colour}}}}}\n' for seat in held.seats
    )
    headers = {"Cache-Control": "public, max-age=31536000, immutable"}
    return PlainTextResponse(css, headers=headers, media_type="text/css")
