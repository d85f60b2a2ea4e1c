"""Styles, scripts and type: files in web/, served under the hash of what they hold. Knows no page."""

import gzip
from functools import cache
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from app.access.doors import Door, Through
from app.chat import render
from app.chat.bundles import BUNDLES
from app.records.vocabulary import Actor, Unknown

router = APIRouter()

_KEPT: Final = {"Cache-Control": "public, max-age=31536000, immutable"}
_TYPES: Final = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
    "woff2": "font/woff2",
}
_PRESSED: Final = "woff2"
"""What is as small as it gets already."""


@router.get("/static/{digest}/{path:path}", include_in_schema=False)
async def file(
    _by: Annotated[Actor, Depends(Through(Door.PUBLIC))], request: Request, digest: str, path: str
) -> Response:
    """A file or bundle by its name and hash. Only names that were found at start are served, so no path leads out of web/."""
    if digest != render.digest() or (path not in render.assets() and path not in BUNDLES):
        raise Unknown("file")
    kind = path.rpartition(".")[2]
    if kind == _PRESSED:
        return Response(render.held(path), media_type=_TYPES[kind], headers=_KEPT)
    headers = {**_KEPT, "Vary": "Accept-Encoding"}
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(
            _squeezed(path), media_type=_TYPES.get(kind), headers={**headers, "Content-Encoding": "gzip"}
        )
    return Response(render.held(path), media_type=_TYPES.get(kind), headers=headers)


@cache
def _squeezed(path: str) -> bytes:
    """A file as it is sent to nearly everybody, pressed once as far as it goes. It is public and holds nobody's secret."""
    return gzip.compress(render.held(path), 9, mtime=0)
