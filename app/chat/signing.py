"""A browser's token on its way in and out: read from the cookie, handed out fresh at each sign-in, taken back. Knows no page."""

from starlette.requests import HTTPConnection
from starlette.responses import Response

from app.access import sign_ins
from app.access.cookies import drop_cookie, set_cookie, token_in


def browser_of(connection: HTTPConnection) -> str | None:
    """The hash under which this browser's sign-ins are kept; None where it holds no token."""
    token = token_in(connection.scope)
    return None if token is None else sign_ins.token_hash(token)


def hand_out(reply: Response, connection: HTTPConnection, token: str) -> Response:
    """Let the browser hold this token from now on."""
    reply.headers.append("Set-Cookie", set_cookie(connection.scope, token))
    return reply


def take_back(reply: Response, connection: HTTPConnection) -> Response:
    """Let the browser hold none."""
    reply.headers.append("Set-Cookie", drop_cookie(connection.scope))
    return reply
