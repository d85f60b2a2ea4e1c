"""The information pages as everybody reads them, edition by edition, and the newest rules of order (M33, BBS-lagen 3 §, OSL 4:2)."""

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from app.access.doors import Door, Through
from app.chat import information, replies
from app.chat.house import House, HouseDep
from app.chat.visitor import Visitor, VisitorDep
from app.records.vocabulary import Actor, Unknown
from app.routing.rules import VERSIONS

router = APIRouter()

Public = Annotated[Actor, Depends(Through(Door.PUBLIC))]


@router.get("/om")
async def about(_by: Public, house: HouseDep, visitor: VisitorDep, version: int | None = None) -> Response:
    """How it works: the first of the pages."""
    return await _page(house, visitor, "", version)


@router.get("/om/ordningsregler")
async def latest_rules(_by: Public, visitor: VisitorDep) -> Response:
    """The newest version of the rules of order. They are the product's: a sitting keeps the version it was held under."""
    rules = VERSIONS[max(VERSIONS)]
    return replies.page(visitor, "rules.html", sitting=None, rules=rules, pages=information.ABOUT)


@router.get("/om/{name}")
async def named(
    _by: Public, house: HouseDep, visitor: VisitorDep, name: str, version: int | None = None
) -> Response:
    """One of the others. ``version``: an earlier edition."""
    return await _page(house, visitor, name, version)


async def _page(house: House, visitor: Visitor, path: str, version: int | None) -> Response:
    page = information.BY_PATH.get(path)
    if page is None:
        raise Unknown("page")
    told = await house.reading.read(information.told, page, visitor.lang, house.authority, version)
    return replies.page(visitor, "information.html", told=told, pages=information.ABOUT)
