"""What is asked for most, answered before any framework runs: a sitting's page, and (``app.chat.counter``) the intake.

Stands inside the gate, so what it sees has been let in. It answers what it can answer at once, and leaves everything else,
every refusal and every doubt to the program, whose routes say the same with more words. Both doors are open to all.
"""

from functools import lru_cache, partial
from typing import Any

from fastapi import FastAPI
from starlette.datastructures import QueryParams, State
from starlette.requests import cookie_parser
from starlette.types import Receive, Scope, Send

from app.access.cookies import secure
from app.chat import languages
from app.chat.counter import QUESTIONS, take_in
from app.chat.house import House
from app.chat.sitting_page import Page, Way, draw
from app.records.vocabulary import Refusal

_LANGUAGES_READ = 200
"""How much of Accept-Language is read (``languages.choose``)."""


class Front:
    """``Front(program)`` is what the gate passes requests on to. ``state`` is the program's own."""

    def __init__(self, program: FastAPI) -> None:
        self._program = program

    @property
    def state(self) -> State:
        return self._program.state

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            left = await _serve(self._program.state.house, scope, receive, send)
            if left is None:
                return
            receive = left
        await self._program(scope, receive, send)


async def _serve(house: House, scope: Scope, receive: Receive, send: Send) -> Receive | None:
    """Answer, or return where the request is to be read by the program."""
    path: str = scope["path"]
    if scope["method"] == "POST":
        slug = path[1:].removesuffix(QUESTIONS)
        if path.endswith(QUESTIONS) and "/" not in slug:
            return await take_in(house, slug, scope, receive, send)
    elif scope["method"] in ("GET", "HEAD"):
        slug = path[1:]
        if house.board.knows(slug) and await _show(house, slug, scope, send):
            return None
    return receive


async def page_for(house: House, slug: str, scope: Scope) -> tuple[Page, Way]:
    """The sitting's page as this reader takes it. Raises ``Unknown``."""
    lang, way, known = _asked(scope)
    page = house.board.at_once(slug, lang)
    if page is None:
        page = await house.board.get(slug, lang, partial(_drawn, slug=slug, lang=lang, house=house))
    if known and _named(page.tagged(way.squeezed), known):
        way = Way(way.squeezed, way.asked, way.secure, same=True)
    return page, way


async def _show(house: House, slug: str, scope: Scope, send: Send) -> bool:
    try:
        page, way = await page_for(house, slug, scope)
    except Refusal:
        return False
    status = 304 if way.same else 200
    await send({"type": "http.response.start", "status": status, "headers": page.head(way)})
    await send({"type": "http.response.body", "body": page.body(way)})
    return True


def _drawn(session: Any, before: Page | None, *, slug: str, lang: str, house: House) -> Page:
    return draw(session, slug, lang, house.authority, house.alikes.least, before)


def _asked(scope: Scope) -> tuple[str, Way, bytes]:
    """The language, how the page is to be sent, and the tags of what the reader has."""
    accepted = coding = known = kept = b""
    for name, value in scope["headers"]:
        if name == b"accept-language":
            accepted = accepted or value[:_LANGUAGES_READ]
        elif name == b"accept-encoding":
            coding = value
        elif name == b"if-none-match":
            known = value
        elif name == b"cookie" and b"lang=" in value:
            # The language alone: what else is in a cookie is nobody's business here, and no key to keep anything under.
            kept = (
                cookie_parser(value.decode("latin-1")).get(languages.COOKIE, "").encode()[:_LANGUAGES_READ]
                or kept
            )
    query = scope["query_string"]
    asked = QueryParams(query).get("lang", "") if query else ""
    lang = _chosen(asked[:_LANGUAGES_READ], kept, accepted)
    return lang, _way(_takes_gzip(coding), asked == lang, secure(scope)), known


@lru_cache(maxsize=1024)
def _chosen(asked: str, kept: bytes, accepted: bytes) -> str:
    return languages.choose(asked or None, kept.decode() or None, accepted.decode("latin-1") or None)


@lru_cache(maxsize=8)
def _way(squeezed: bool, asked: bool, secure: bool) -> Way:
    return Way(squeezed, asked, secure)


@lru_cache(maxsize=256)
def _takes_gzip(coding: bytes) -> bool:
    """Whether the reader takes gzip. ``gzip;q=0.5`` is read as no: the page as it is suits everybody."""
    codings = [each.strip() for each in coding.lower().split(b",")]
    return b"gzip" in codings or b"gzip;q=1" in codings or b"gzip;q=1.0" in codings


def _named(tag: bytes, known: bytes) -> bool:
    """Whether If-None-Match names this tag (weakly: RFC 9110, 13.1.2). A quoted tag can stand in no other."""
    return tag in known or known.strip() == b"*"
