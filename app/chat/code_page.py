"""The ways to a sitting that fit on paper: its QR code, and its short address (M35). Knows no question."""

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from app.access.doors import Door, Through
from app.chat import qr, replies
from app.chat.house import House, HouseDep
from app.chat.languages import N_, words
from app.chat.visitor import VisitorDep
from app.records import shorts
from app.records.views import SittingView
from app.records.vocabulary import Actor, Unknown

router = APIRouter()

Public = Annotated[Actor, Depends(Through(Door.PUBLIC))]

_LONGEST = 6
_TITLE = N_("QR-kod till {address}")


def address(house: House, held: SittingView) -> str:
    """The shortest address that leads to the sitting's page."""
    return f"{house.public_url}/t/{held.short}" if held.short else f"{house.public_url}/{held.slug}"


def spoken(where: str) -> str:
    """An address as it is read out and typed in."""
    return where.partition("://")[2]


@router.get("/{sitting}/qr.svg")
async def code(_by: Public, house: HouseDep, visitor: VisitorDep, sitting: str) -> Response:
    """The code that leads to the sitting's page, for printing and for showing."""
    held = await house.board.sitting(sitting)
    where = address(house, held)
    title = words(visitor.lang)(_TITLE).format(address=spoken(where))
    headers = {
        "Content-Disposition": f'inline; filename="{sitting}.svg"',
        "Cache-Control": "public, max-age=60",
    }
    return Response(qr.svg(where, title), media_type="image/svg+xml", headers=headers)


@router.get("/t/{short}")
async def lead(_by: Public, house: HouseDep, short: str) -> Response:
    """To the sitting with this short address, however its letters were typed. Raises ``Unknown``."""
    if not short.isascii() or len(short) > _LONGEST:
        raise Unknown("sitting")
    return replies.see_other(f"/{await house.reading.read(shorts.slug_of, short.upper())}")
