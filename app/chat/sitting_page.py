"""The sitting's public page, finished: the same bytes for everybody who reads the language. Knows no request.

It depends on nothing but the sitting, the language and the authority: no cookie, no clock, nothing of the address. So it can
be kept, here and in a shared cache, and squeezed: it holds no secret whose length could be guessed at.
"""

import gzip
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

from markupsafe import Markup
from starlette.responses import Response

from app.access.shields import Shielded, shielded
from app.chat import languages, render
from app.chat import standing as standings
from app.chat.asking import UNTOUCHED
from app.chat.house import Authority
from app.chat.replies import SHARED, remember
from app.chat.standing import Parts, Standing
from app.chat.visitor import Visitor
from app.records.reading import Snapshot

_SQUEEZED = 5


@dataclass(frozen=True, slots=True)
class Way:
    """How a reader takes the page. ``asked``: the language stands in the address. ``same``: the reader has these very bytes."""

    squeezed: bool
    asked: bool
    secure: bool
    same: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """A finished page. ``tag`` names its bytes; what it ``shows`` and its ``parts`` are for the next one."""

    lang: str
    plain: bytes
    squeezed: bytes
    tag: bytes
    shows: Standing
    parts: Parts
    _heads: dict[Way, Shielded] = field(default_factory=dict)

    def tagged(self, squeezed: bool) -> bytes:
        """The strong ETag: other bytes, another tag."""
        return b'"%s-gz"' % self.tag if squeezed else b'"%s"' % self.tag

    def body(self, way: Way) -> bytes:
        if way.same:
            return b""
        return self.squeezed if way.squeezed else self.plain

    def head(self, way: Way) -> Shielded:
        """The answer's headers, all of them, made once for each way."""
        if way not in self._heads:
            self._heads[way] = shielded(_headers(self, way), secure=way.secure)
        return self._heads[way]


def draw(
    session: Snapshot,
    /,
    slug: str,
    lang: str,
    authority: Authority,
    alike_from: float,
    before: Page | None,
    *,
    name: str = "sitting.html",
    **more: Any,
) -> Page:
    """The page as it stands in this snapshot. Raises ``Unknown``.

    ``alike_from``: the likeness from which the form says that a question is answered already. ``before``: the last page in
    this language. ``name``: the page's template, which takes ``more``.
    """
    page = standings.standing(session, slug, before.shows if before else None)
    parts = Parts(before.parts if before else None)
    facts: dict[str, Any] = {
        "page": page,
        "sitting": page.sitting,
        "state": Markup(render.part("state", lang, sitting=page.sitting)),  # noqa: S704 - rendered with autoescape
        "beside": standings.beside(page, lang),
        "threads": standings.threads(page, lang, parts),
        "announcements": list(standings.announcements(page, lang)),
        "visitor": Visitor(authority, lang, wants_json=False, path=f"/{slug}"),
        "languages": languages.offered(),
        "alike_from": alike_from,
        **UNTOUCHED,
    }
    parts.done()
    plain = render.page(name, lang, **facts, **more).encode()
    tag = blake2b(plain, digest_size=12).hexdigest().encode()
    return Page(lang, plain, gzip.compress(plain, _SQUEEZED, mtime=0), tag, page, parts)


def _headers(page: Page, way: Way) -> list[tuple[bytes, bytes]]:
    """Who asks for a language in the address gets it whatever the browser prefers, and it is remembered: that alone, for them."""
    vary = b"Accept-Encoding" if way.asked else b"Accept-Encoding, Accept-Language, Cookie"
    headers = [
        (b"cache-control", SHARED["Cache-Control"].encode()),
        (b"vary", vary),
        (b"etag", page.tagged(way.squeezed)),
    ]
    if way.asked:
        headers.append((b"set-cookie", _remembering(page.lang)))
    if way.same:
        return headers
    if way.squeezed:
        headers.append((b"content-encoding", b"gzip"))
    return [
        *headers,
        (b"content-type", b"text/html; charset=utf-8"),
        (b"content-language", page.lang.encode()),
        (b"content-length", b"%d" % len(page.body(way))),
    ]


def _remembering(lang: str) -> bytes:
    reply = Response()
    remember(reply, lang)
    return next(value for name, value in reply.raw_headers if name == b"set-cookie")
