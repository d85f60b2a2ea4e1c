"""How a refused request is answered at the gate: JSON for scripts, else a page that the caller writes. Knows no template."""

import json
from collections.abc import Callable
from dataclasses import dataclass

from starlette.types import Scope, Send

from app.records.vocabulary import Refusal

Page = Callable[[Scope, Refusal, int], bytes]
"""Makes a page, in UTF-8, of what was refused and the status it is answered with."""

Sentence = Callable[[Scope, Refusal], str]
"""Says what was refused in one sentence, for scripts to show."""

_STATUS = {"not_yours": 403, "too_fast": 429, "too_large": 413, "malformed": 400, "unavailable": 503}
_BY_DETAIL = {"head": 431, "host": 421, "slow": 408, "mishap": 500}


def status_of(refusal: Refusal) -> int:
    """The HTTP status that says what the refusal means."""
    return _BY_DETAIL.get(refusal.detail, _STATUS.get(refusal.code, 400))


@dataclass(frozen=True, slots=True)
class Words:
    """How the program puts refusals into the reader's words. Without any, codes have to do."""

    page: Page | None = None
    sentence: Sentence | None = None


async def turn_away(scope: Scope, send: Send, refusal: Refusal, words: Words, *, close: bool = False) -> None:
    """Answer a request that goes no further. ``close``: its body was not read to the end, so the connection ends too."""
    status = status_of(refusal)
    kind, body = _worded(scope, refusal, status, words)
    headers = [
        (b"content-type", kind),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
    ]
    if close:
        headers.append((b"connection", b"close"))
    wait = refusal.facts.get("wait")
    if wait is not None:
        headers.append((b"retry-after", str(wait).encode()))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})


def _worded(scope: Scope, refusal: Refusal, status: int, words: Words) -> tuple[bytes, bytes]:
    accepts = b",".join(value for name, value in scope["headers"] if name == b"accept")
    if b"application/json" in accepts and b"text/html" not in accepts:
        said = {"code": refusal.code, "detail": refusal.detail, **refusal.facts}
        if words.sentence is not None:
            said["message"] = words.sentence(scope, refusal)
        return b"application/json", json.dumps(said, ensure_ascii=False).encode()
    if words.page is None:
        return b"text/plain; charset=utf-8", f"{refusal.code}: {refusal.detail}\n".encode()
    return b"text/html; charset=utf-8", words.page(scope, refusal, status)
