"""A picture or a plan that is shown with a sitting: a page of its own, and the file (M34). Knows nobody's question."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse
from starlette.responses import Response

from app.access.doors import Door, Through
from app.access.shields import INERT
from app.chat import replies
from app.chat.house import HouseDep
from app.chat.visitor import VisitorDep
from app.records import materials, queries
from app.records.materials import MaterialView
from app.records.reading import Snapshot
from app.records.views import SittingView
from app.records.vocabulary import Actor, Unknown

router = APIRouter()

Public = Annotated[Actor, Depends(Through(Door.PUBLIC))]


@router.get("/{sitting}/material/{number}")
async def page(_by: Public, house: HouseDep, visitor: VisitorDep, sitting: str, number: int) -> HTMLResponse:
    """The picture large, with its text alternative as words for everybody, and the way to ask about it."""
    held, shown = await house.reading.read(_shown, sitting)
    at = next((place for place, each in enumerate(shown) if each.number == number), None)
    if at is None:
        raise Unknown("material")
    before, after = shown[at - 1] if at else None, shown[at + 1] if at + 1 < len(shown) else None
    beside: dict[str, Any] = {"before": before, "after": after}
    return replies.page(visitor, "material.html", sitting=held, material=shown[at], **beside)


@router.get("/{sitting}/material/{number}/file")
async def file(_by: Public, house: HouseDep, sitting: str, number: int) -> Response:
    """The bytes as they were handed in. Nothing in them can run; what is no picture is for keeping, not for showing."""
    kind, content = await house.reading.read(materials.content, sitting, number)
    name = materials.file_name(sitting, number, kind)
    way = "inline" if kind.startswith("image/") else "attachment"
    headers = {
        "Content-Security-Policy": INERT,
        "Content-Disposition": f'{way}; filename="{name}"',
        "Cache-Control": "public, max-age=3600",
    }
    return Response(content, media_type=kind, headers=headers)


def _shown(session: Snapshot, sitting: str) -> tuple[SittingView, list[MaterialView]]:
    return queries.sitting(session, sitting), materials.materials(session, sitting)
