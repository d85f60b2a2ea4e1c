"""The organiser's own page: every sitting, what is to be done with it, and the way to a new one (M1). Makes no move."""

from fastapi import APIRouter
from starlette.responses import Response

from app.chat import office
from app.chat.house import HouseDep
from app.chat.office import Organising
from app.chat.visitor import VisitorDep
from app.records import queries

router = APIRouter()


@router.get("/organiser")
async def page(by: Organising, house: HouseDep, visitor: VisitorDep, done: str = "") -> Response:
    """Every sitting, the latest first. ``done``: the slug of a rehearsal that has just been removed."""
    sittings = await house.reading.read(queries.sittings)
    latest_first = sorted(sittings, key=lambda sitting: (sitting.live_at, sitting.slug), reverse=True)
    removed = done if done and all(each.slug != done for each in sittings) else None
    return await office.page(house, visitor, by, "organiser.html", sittings=latest_first, removed=removed)
