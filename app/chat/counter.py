"""Where posts from pages are handed in, before any framework runs: read, stored, acknowledged. Words nothing itself.

What is refused is left to the program (``app.chat.asking``), which tries it again and puts the refusal in the reader's words.
Nothing was stored, so nothing is stored twice.
"""

import json

from starlette.types import Receive, Scope, Send

from app.access.bodies import again
from app.access.cookies import secure
from app.access.shields import Shielded, shielded
from app.chat import forms
from app.chat.asking import message_in
from app.chat.house import House
from app.chat.posting import Posted, post
from app.chat.replies import PRIVATE
from app.records.vocabulary import CITIZEN, Refusal

QUESTIONS = "/questions"


async def take_in(house: House, slug: str, scope: Scope, receive: Receive, send: Send) -> Receive | None:
    """Receive a post and answer with its receipt; or return where the request, unanswered, is to be read again.

    The gate has read the body whole. Whoever comes through the intake's door is a citizen.
    """
    body = (await receive()).get("body", b"")
    kind, accepted = _kinds(scope)
    try:
        message = message_in(forms.parse(kind, body))
        arrived = scope["state"]["arrived"]
        posted = await post(house, slug, message, by=CITIZEN, arrived=arrived, channel="web")
    except Refusal:
        return again(body, receive)
    status, headers, reply = _receipt(posted, "application/json" in accepted, secure(scope))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": reply})
    return None


def _kinds(scope: Scope) -> tuple[str, str]:
    """What is sent, and what may be answered."""
    kind = accepted = b""
    for name, value in scope["headers"]:
        if name == b"content-type":
            kind = kind or value
        elif name == b"accept":
            accepted = accepted or value
    return kind.decode("latin-1"), accepted.decode("latin-1")


def _receipt(posted: Posted, to_a_script: bool, is_secure: bool) -> tuple[int, Shielded, bytes]:
    if not to_a_script:
        headers = Shielded(_ELSEWHERE[is_secure])
        headers.append((b"location", b"/receipt/" + posted.receipt.token.encode()))
        return 303, headers, b""
    told = {"number": posted.number, "receipt": {"code": posted.receipt.code, "url": posted.url}}
    reply = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
    headers = Shielded(_IN_JSON[is_secure])
    headers.append((b"content-length", b"%d" % len(reply)))
    return (201 if posted.fresh else 200), headers, reply


_KEPT_BY_NOBODY = (b"cache-control", PRIVATE["Cache-Control"].encode())
_IN_JSON = {
    way: shielded([(b"content-type", b"application/json"), _KEPT_BY_NOBODY], secure=way)
    for way in (False, True)
}
_ELSEWHERE = {
    way: shielded([(b"content-length", b"0"), _KEPT_BY_NOBODY], secure=way) for way in (False, True)
}
