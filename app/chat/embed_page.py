"""The sitting's page in a frame on the authority's own site (M35), for the origins that the settings name. Knows no other page."""

from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from app.access.doors import Door, Through
from app.access.shields import policy
from app.chat import render
from app.chat.house import House, HouseDep
from app.chat.sitting_page import Page, draw
from app.chat.visitor import VisitorDep
from app.records.vocabulary import Actor, Unknown

router = APIRouter()

Public = Annotated[Actor, Depends(Through(Door.PUBLIC))]

_ELSEWHERE = {"Cross-Origin-Resource-Policy": "cross-origin"}


@router.get("/{sitting}/embed")
async def page(_by: Public, house: HouseDep, visitor: VisitorDep, request: Request, sitting: str) -> Response:
    """Everything on the sitting's page but what belongs to this site. Raises ``Unknown`` where no site may show it."""
    if not house.embed_origins:
        raise Unknown("page")
    draw_it = partial(_drawn, slug=sitting, lang=visitor.lang, house=house)
    drawn: Page = await house.board.get(sitting, ("embed", visitor.lang), draw_it)
    squeezed = "gzip" in request.headers.get("accept-encoding", "")
    headers = {
        **_ELSEWHERE,
        "Content-Security-Policy": policy(ancestors=house.embed_origins),
        "Cache-Control": "public, max-age=0, s-maxage=1",
        "Content-Language": visitor.lang,
        "Vary": "Accept-Encoding, Accept-Language, Cookie",
    }
    if squeezed:
        headers["Content-Encoding"] = "gzip"
    body = drawn.squeezed if squeezed else drawn.plain
    return Response(body, media_type="text/html", headers=headers)


@router.get("/static/embed.js", include_in_schema=False)
async def script(_by: Public) -> Response:
    """What the other site's page loads to give the frame its height. Its address stays, so it is asked for again each hour."""
    headers = {**_ELSEWHERE, "Cache-Control": "public, max-age=3600"}
    return Response(render.held("js/embed.js"), media_type="text/javascript; charset=utf-8", headers=headers)


def _drawn(session: Any, before: Page | None, *, slug: str, lang: str, house: House) -> Page:
    facts: dict[str, Any] = {"embed_origins": house.embed_origins}
    least = house.alikes.least
    return draw(session, slug, lang, house.authority, least, before, name="embed.html", **facts)
