"""Replies as pages, redirects and JSON, with the headers that go with them. Knows no page by name."""

from typing import Any

from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse
from starlette.responses import Response

from app.chat import languages, render
from app.chat.visitor import Visitor

PRIVATE = {"Cache-Control": "no-store"}
SHARED = {"Cache-Control": "public, max-age=0, s-maxage=1"}


def page(
    visitor: Visitor, name: str, *, status: int = 200, headers: dict[str, str] | None = None, **facts: Any
) -> HTMLResponse:
    """A whole page in the reader's language, private unless ``headers`` say otherwise."""
    html = render.page(name, visitor.lang, visitor=visitor, languages=languages.offered(), **facts)
    reply = HTMLResponse(html, status, {**PRIVATE, "Content-Language": visitor.lang, **(headers or {})})
    keep_language(reply, visitor)
    return reply


def keep_language(reply: HTMLResponse, visitor: Visitor) -> None:
    """Remember a language chosen in the address: the choice itself and nothing about the reader."""
    reply.headers.append("Vary", "Accept-Language, Cookie, Accept")
    if any(name == "lang" and value == visitor.lang for name, value in visitor.query):
        remember(reply, visitor.lang)


def remember(reply: Response, lang: str) -> None:
    """A cookie with the language and nothing else."""
    reply.set_cookie(languages.COOKIE, lang, max_age=31_536_000, samesite="lax", httponly=True)


def fragment(visitor: Visitor, name: str, **facts: Any) -> HTMLResponse:
    """A part of a page, for a script that puts it in its place."""
    html = render.part(name, visitor.lang, visitor=visitor, **facts)
    return HTMLResponse(html, headers={**PRIVATE, "Content-Language": visitor.lang})


def see_other(address: str) -> RedirectResponse:
    """After a form: look there (a reload then asks again for the page, not for the move)."""
    return RedirectResponse(address, 303, PRIVATE)


def told(status: int, headers: dict[str, str] | None = None, **facts: Any) -> JSONResponse:
    """The same to a script."""
    return JSONResponse(facts, status, {**PRIVATE, **(headers or {})})
