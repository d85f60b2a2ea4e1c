"""How somebody is turned away who is not signed in. Registered by ``main`` for ``SignInNeeded``; knows no template."""

import re
from typing import Any
from urllib.parse import quote

from starlette.requests import HTTPConnection
from starlette.responses import JSONResponse, RedirectResponse
from starlette.websockets import WebSocket

SIGN_IN_PATH = "/sign-in"

_OWN_PATH = re.compile(r"/(?![/\\])[^\\\x00-\x20\x7f]*")


def asks_for_json(connection: HTTPConnection) -> bool:
    """Whether a program or a script asks, rather than a browser for a page."""
    accept = connection.headers.get("accept", "")
    return "application/json" in accept and "text/html" not in accept


def own_path(wanted: str | None) -> str:
    """Where to go on after signing in: a path on this server, or the first page. Never another site's address."""
    return wanted if wanted and _OWN_PATH.fullmatch(wanted) else "/"


async def ask_to_sign_in(connection: Any, error: Exception) -> Any:
    """Answer ``SignInNeeded`` on a ``Request`` or a ``WebSocket``, for which the framework has one handler.

    A page leads to the sign-in and back; a script gets 401; a socket's handshake is refused (403).
    """
    if isinstance(connection, WebSocket):
        await connection.close(1008)
        return None
    unsafe = connection.method not in ("GET", "HEAD")
    if unsafe or asks_for_json(connection):
        return JSONResponse({"code": "not_yours", "detail": "sign_in_needed"}, 401)
    back = quote(own_path(getattr(error, "back", None)), safe="")
    return RedirectResponse(f"{SIGN_IN_PATH}?next={back}", 303, {"Cache-Control": "no-store"})


async def refuse_handshake(websocket: WebSocket, error: Exception) -> None:
    """A socket that may not be opened never is: the handshake is answered 403, without a word of why."""
    await websocket.close(1008)
