"""The reader of a page: which language, which kind of reply. Knows nobody by name."""

from dataclasses import dataclass, replace
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Depends
from starlette.requests import HTTPConnection

from app.chat import languages
from app.chat.house import Authority


@dataclass(frozen=True, slots=True)
class Visitor:
    """What a request tells of how to reply, and on whose behalf. ``path`` and ``query`` serve the links that switch language."""

    authority: Authority
    lang: str
    wants_json: bool
    path: str
    query: tuple[tuple[str, str], ...] = ()

    def at(self, path: str) -> "Visitor":
        """The same visitor on the page that answers for another: where a form was posted to, there is no page to return to."""
        return replace(self, path=path)

    def in_language(self, lang: str) -> str:
        """The address of the same page in another language."""
        kept = [(name, value) for name, value in self.query if name != "lang"]
        return f"{self.path}?{urlencode([*kept, ('lang', lang)])}"


def visitor_of(connection: HTTPConnection) -> Visitor:
    """The visitor behind a request."""
    headers, query, path = connection.headers, connection.query_params, connection.url.path
    asked = query.get("lang")
    return Visitor(
        authority=connection.app.state.house.authority,
        lang=languages.choose(
            asked, connection.cookies.get(languages.COOKIE), headers.get("accept-language")
        ),
        # A refusal too is JSON at an address that is: whoever asks there reads nothing else.
        wants_json="application/json" in headers.get("accept", "") or path.endswith(".json"),
        path=path,
        query=tuple(query.multi_items()),
    )


VisitorDep = Annotated[Visitor, Depends(visitor_of)]
