"""The one cookie: what it is called, how it is set and how it is read. Knows no account.

It is ``SameSite=Strict``. Links in invitations still work: the page behind one needs no cookie, and its button posts from
our own page. A link to the desk in a mail leads by way of the sign-in page, from which the browser sends the cookie again.
"""

import re

from starlette.types import Scope

_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


def secure(scope: Scope) -> bool:
    """Whether the browser speaks https, as the server or a trusted proxy tells (``app.access.proxies``)."""
    return scope.get("scheme") in ("https", "wss")


def cookie_name(scope: Scope) -> str:
    """``__Host-fragestund``; on plain http, which only the demo serves, a name of its own for each port."""
    if secure(scope):
        return "__Host-fragestund"
    server = scope.get("server")
    return f"fragestund-{server[1] if server else 0}"


def token_in(scope: Scope) -> str | None:
    """The token that the browser holds. A cookie that comes twice is none: nobody could say which one is ours."""
    name = cookie_name(scope)
    pairs = (pair.strip().partition("=") for line in cookie_lines(scope) for pair in line.split(";"))
    values = [value for key, _, value in pairs if key == name]
    return values[0] if len(values) == 1 and _TOKEN.fullmatch(values[0]) else None


def cookie_lines(scope: Scope) -> list[str]:
    """The request's Cookie headers as they came."""
    return [value.decode("latin-1") for name, value in scope["headers"] if name == b"cookie"]


def set_cookie(scope: Scope, token: str) -> str:
    """The Set-Cookie header that hands out a token. It ends with the browser; the server's own limits end it before."""
    return _cookie(scope, token)


def drop_cookie(scope: Scope) -> str:
    """The Set-Cookie header that takes the cookie back."""
    return _cookie(scope, "") + "; Max-Age=0"


def _cookie(scope: Scope, value: str) -> str:
    safe = "; Secure" if secure(scope) else ""
    return f"{cookie_name(scope)}={value}; Path=/; HttpOnly; SameSite=Strict{safe}"
