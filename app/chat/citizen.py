"""The citizen's pages: the sittings, one sitting, the rules. Knows no unpublished text (M1-M11)."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, PlainTextResponse
from markupsafe import Markup

from app.access.doors import Door, Through
from app.chat import render, replies
from app.chat import standing as standings
from app.chat.asking import UNTOUCHED
from app.chat.house import HouseDep
from app.chat.visitor import VisitorDep
from app.records import queries
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


@router.get("/om")
async def about(_by: Public, visitor: VisitorDep) -> HTMLResponse:
    """How it works, what is kept, and what it is not (BBS-lagen 3 §, GDPR 13)."""
    return replies.page(visitor, "about.html")


@router.get("/om/ordningsregler")
async def latest_rules(_by: Public, visitor: VisitorDep) -> HTMLResponse:
    """The newest version of the rules of order."""
    return replies.page(visitor, "rules.html", sitting=None, rules=VERSIONS[max(VERSIONS)])


@router.get("/{sitting}")
async def page(_by: Public, house: HouseDep, visitor: VisitorDep, sitting: str) -> HTMLResponse:
    """The sitting as it stands: complete without a script, kept current by ``live-list`` with one."""
    page = await house.reading.read(standings.standing, sitting)
    lang = visitor.lang
    facts: dict[str, Any] = {
        "page": page,
        "sitting": page.sitting,
        "state": Markup(render.part("state", lang, sitting=page.sitting)),  # noqa: S704 - rendered with autoescape
        "threads": standings.threads(page, lang),
        "announcements": list(standings.announcements(page, lang)),
        **UNTOUCHED,
    }
    return replies.page(visitor, "sitting.html", headers=replies.SHARED, **facts)


@router.get("/{sitting}/rules")
async def rules(_by: Public, house: HouseDep, visitor: VisitorDep, sitting: str) -> HTMLResponse:
    """The rules of order that this sitting is held under (M33)."""
    held = await house.reading.read(queries.sitting, sitting)
    return replies.page(visitor, "rules.html", sitting=held, rules=VERSIONS[held.rules_version])


@router.get("/{sitting}/parties.css")
async def parties(_by: Public, house: HouseDep, sitting: str) -> PlainTextResponse:
    """The parties' colours. The address carries the sitting's version, so it can be kept."""
    held = await house.reading.read(queries.sitting, sitting)
    css = "".join(
        f'@layer tokens{{[data-party="{seat.code}"]{{--party:{seat.colour}}}}}\n' for seat in held.seats
    )
    headers = {"Cache-Control": "public, max-age=31536000, immutable"}
    return PlainTextResponse(css, headers=headers, media_type="text/css")
