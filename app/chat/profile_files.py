"""The files of the authority's graphic profile, under the hash of what they hold. Knows no page."""

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from app.access.doors import Door, Through
from app.access.shields import INERT
from app.chat import profile
from app.chat.house import HouseDep
from app.records.vocabulary import Actor, Unknown

router = APIRouter()

Public = Annotated[Actor, Depends(Through(Door.PUBLIC))]

_FOR_EVER = {"Cache-Control": "public, max-age=31536000, immutable"}
_AS_A_PICTURE = {"Content-Security-Policy": f"{INERT}; style-src 'unsafe-inline'"}
"""A drawing keeps its own styles; whoever opens it by itself finds that nothing in it runs or fetches."""


@router.get("/profile/{digest}/{name}")
async def file(_by: Public, house: HouseDep, digest: str, name: str) -> Response:
    """The style sheet as it was understood, or the logotype."""
    given = house.authority.profile
    if given is None or digest != given.digest:
        raise Unknown("file")
    if name == "profile.css":
        return Response(given.css, media_type="text/css", headers=_FOR_EVER)
    if given.logo and name == given.logo:
        kind = profile.media_type(given.logo)
        return Response(given.picture, media_type=kind, headers={**_FOR_EVER, **_AS_A_PICTURE})
    raise Unknown("file")
