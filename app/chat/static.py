"""Styles, scripts and type: files in web/, served under the hash of what they hold. Knows no page."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import FileResponse

from app.access.doors import Door, Through
from app.chat import render
from app.records.vocabulary import Actor, Unknown

router = APIRouter()

_FOR_EVER = {"Cache-Control": "public, max-age=31536000, immutable"}
_TYPES = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
    "woff2": "font/woff2",
}


@router.get("/static/{digest}/{path:path}", include_in_schema=False)
async def file(_by: Annotated[Actor, Depends(Through(Door.PUBLIC))], digest: str, path: str) -> FileResponse:
    """A file by its name and hash. Only names that were found at start are served, so no path leads out of web/."""
    if digest != render.digest() or path not in render.assets():
        raise Unknown("file")
    return FileResponse(render.WEB / path, media_type=_TYPES.get(path.rpartition(".")[2]), headers=_FOR_EVER)
