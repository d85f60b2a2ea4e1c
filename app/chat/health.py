"""Whether the server is well, for balancers and image health checks. Tells nothing about what it holds."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import JSONResponse

from app.access.doors import Door, Through
from app.chat.house import HouseDep
from app.records import queries
from app.records.vocabulary import Actor

router = APIRouter()


@router.get("/healthz")
async def healthz(_by: Annotated[Actor, Depends(Through(Door.HEALTH))], house: HouseDep) -> JSONResponse:
    """200 while the database can be read and the server is not on its way down."""
    await house.reading.read(queries.epoch)
    status = 503 if house.hub.closing else 200
    return JSONResponse({"ok": status == 200}, status, {"Cache-Control": "no-store"})
