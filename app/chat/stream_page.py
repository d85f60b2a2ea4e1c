"""A sitting's live stream on a page of its own (M34): the only one that lets anybody else in, and only that one. Knows no question."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse

from app.access.doors import Door, Through
from app.access.shields import policy
from app.chat import replies
from app.chat.house import HouseDep
from app.chat.visitor import VisitorDep
from app.records.vocabulary import Actor, Unknown
from app.routing.reach import origin

router = APIRouter()


@router.get("/{sitting}/stream")
async def page(
    _by: Annotated[Actor, Depends(Through(Door.PUBLIC))], house: HouseDep, visitor: VisitorDep, sitting: str
) -> HTMLResponse:
    """The provider's own page in a frame. Readers come here by a press of their own; the sitting's page shows it in a frame too."""
    held = await house.board.sitting(sitting)
    if not held.stream:
        raise Unknown("page")
    allowed = policy(ancestors=("'self'",), frames=(origin(held.stream),))
    headers = {"Content-Security-Policy": allowed}
    return replies.page(visitor, "stream.html", sitting=held, headers=headers)
