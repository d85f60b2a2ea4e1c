"""What a reader is told when something was refused or went wrong: one table of statuses, one page, one JSON."""

from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection
from starlette.responses import Response
from starlette.types import Scope
from starlette.websockets import WebSocket

from app.access.doors import SignInNeeded
from app.access.turning import ask_to_sign_in, refuse_handshake
from app.chat import languages, refusals, render, replies
from app.chat.house import Authority
from app.chat.statuses import status_of, waits
from app.chat.visitor import Visitor, visitor_of
from app.records.vocabulary import Malformed, NotYours, Refusal, Unknown


def say(program: FastAPI) -> None:
    """Teach the program its answers. Anything unforeseen is the gate's to answer, with a number and nothing else (S17)."""
    program.add_exception_handler(SignInNeeded, ask_to_sign_in)
    program.add_exception_handler(Refusal, _refused)
    program.add_exception_handler(RequestValidationError, _unreadable)
    program.add_exception_handler(HTTPException, _from_the_framework)


async def _refused(connection: Any, error: Exception) -> Any:
    assert isinstance(error, Refusal)  # noqa: S101 - what it was registered for
    if isinstance(connection, WebSocket):
        return await refuse_handshake(connection, error)
    return answer(connection, error)


def answer(request: HTTPConnection, refusal: Refusal) -> Response:
    """The refusal as a page, or as JSON for whoever asked for that: the same sentence."""
    visitor = visitor_of(request)
    said, status = refusals.said(refusal, visitor.lang), status_of(refusal)
    if visitor.wants_json:
        return replies.told(status, waits(refusal), code=refusal.code, message=said)
    return replies.page(visitor, "trouble.html", status=status, headers=waits(refusal), message=said)


def page(authority: Authority, scope: Scope, refusal: Refusal, status: int) -> bytes:
    """The same for what was refused before the program saw it, where there is no request to ask."""
    lang = _language(scope)
    visitor = Visitor(authority, lang, wants_json=False, path="/")
    facts = {"visitor": visitor, "languages": (), "message": refusals.said(refusal, lang)}
    return render.page("trouble.html", lang, **facts).encode()


def sentence(scope: Scope, refusal: Refusal) -> str:
    """The same for scripts: one sentence."""
    return refusals.said(refusal, _language(scope))


async def _unreadable(request: Request, _error: Exception) -> Response:
    """An address or a field that cannot be read. What was in it is not repeated."""
    return answer(request, Malformed("address"))


async def _from_the_framework(connection: Any, error: Exception) -> Any:
    assert isinstance(error, HTTPException)  # noqa: S101 - what it was registered for
    if isinstance(connection, WebSocket):
        return await refuse_handshake(connection, error)
    refusal: Refusal = Unknown("page") if error.status_code in (404, 405) else Malformed("address")
    if error.status_code in (401, 403):
        refusal = NotYours()
    return answer(connection, refusal)


def _language(scope: Scope) -> str:
    wished = [value.decode("latin-1") for name, value in scope["headers"] if name == b"accept-language"]
    return languages.choose(None, None, ",".join(wished) or None)
