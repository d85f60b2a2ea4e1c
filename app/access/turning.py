"""How somebody is turned away who is not signed in. Registered by ``main`` for ``SignInNeeded``; knows no template."""

import re
from typing import Any
from urllib.parse import quote, urlsplit

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
    if asks_for_json(connection):
        return JSONResponse({"code": "not_yours", "detail": "sign_in_needed"}, 401)
    safe = connection.method in ("GET", "HEAD")
    back = own_path(getattr(error, "back", None) if safe else _page_before(connection))
    return RedirectResponse(f"{SIGN_IN_PATH}?next={quote(back, safe='')}", 303, {"Cache-Control": "no-store"})


async def refuse_handshake(websocket: WebSocket, error: Exception) -> None:
    """A socket that may not be opened never is: the handshake is answered 403, without a word of why."""
    await websocket.close(1008)


def _page_before(connection: HTTPConnection) -> str | None:
    """The page of ours that a form stood on: where its target is cannot be gone to."""
    page = urlsplit(connection.headers.get("referer", ""))
    if page.netloc != connection.headers.get("host"):
        return None
    return page.path + (f"?{page.query}" if page.query else "")
