"""How a refused request is answered at the gate: JSON for scripts, else a page that the caller writes. Knows no template."""

import json
from collections.abc import Callable

from starlette.types import Scope, Send

from app.records.vocabulary import Refusal

Page = Callable[[Scope, Refusal, int], bytes]
"""Makes a page, in UTF-8, of what was refused and the status it is answered with."""

_STATUS = {"not_yours": 403, "too_fast": 429, "too_large": 413, "malformed": 400, "unavailable": 503}
_BY_DETAIL = {"head": 431, "host": 421, "slow": 408, "mishap": 500}


def status_of(refusal: Refusal) -> int:
    """The HTTP status that says what the refusal means."""
    return _BY_DETAIL.get(refusal.detail, _STATUS.get(refusal.code, 400))


async def turn_away(
    scope: Scope, send: Send, refusal: Refusal, page: Page | None, *, close: bool = False
) -> None:
    """Answer a request that goes no further. ``close``: its body was not read to the end, so the connection ends too."""
    status = status_of(refusal)
    kind, body = _worded(scope, refusal, status, page)
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


def _worded(scope: Scope, refusal: Refusal, status: int, page: Page | None) -> tuple[bytes, bytes]:
    accepts = b",".join(value for name, value in scope["headers"] if name == b"accept")
    if b"application/json" in accepts and b"text/html" not in accepts:
        said = {"code": refusal.code, "detail": refusal.detail, **refusal.facts}
        return b"application/json", json.dumps(said).encode()
    if page is None:
        return b"text/plain; charset=utf-8", f"{refusal.code}: {refusal.detail}\n".encode()
    return b"text/html; charset=utf-8", page(scope, refusal, status)
