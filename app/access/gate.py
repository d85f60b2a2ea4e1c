"""What every request and every handshake passes before the program sees it. Plain ASGI; knows no route but the intake's.

In this order: when it came, who it came from, how much it says, to which host and from which page, how fast, how large.
What is turned away here was not received (TF 2:9): limits act before the receipt, never after it.
"""

import asyncio
import logging
import re
import secrets
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.access import proxies
from app.access.bodies import (
    LARGEST,
    LARGEST_FILE,
    Gone,
    again,
    has_body,
    stated_length,
    thrown_away,
    whole_body,
)
from app.access.cookies import secure, token_in
from app.access.limits import PostLimits
from app.access.origins import SAFE, Origins
from app.access.proxies import Proxies
from app.access.refusals import Page, Sentence, Words, turn_away
from app.access.shields import shielded
from app.records.vocabulary import Malformed, NotYours, Refusal, TooLarge, Unavailable

MOST_HEADERS = 64
LARGEST_HEAD = 16 * 1024
HEALTH = "/healthz"

_INTAKE = re.compile(r"/([a-z0-9-]{3,60})/(?:questions|feedback|[0-9]{1,16}/report)")
_FILES = re.compile(r"/[a-z0-9-]{3,60}/settings/material")
_FILES_AT_ONCE = 4

log = logging.getLogger("fragestund.gate")


@dataclass(frozen=True, slots=True)
class Gate:
    """The outermost part of the program: ``Gate(app, ...)`` is what the server runs.

    ``clock`` tells when a request arrived; ``ticking`` counts seconds that only go forward. ``plain_http``: only the demo.
    ``page`` and ``sentence`` put a refusal into words: for those who read pages, and for scripts.
    """

    app: ASGIApp
    origins: Origins
    clock: Callable[[], datetime]
    proxies: Proxies = Proxies()
    limits: PostLimits | None = None
    plain_http: bool = False
    page: Page | None = None
    sentence: Sentence | None = None
    ticking: Callable[[], float] = field(default=time.monotonic)
    files: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(_FILES_AT_ONCE))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        state = scope.setdefault("state", {})
        state["arrived"] = self.clock()
        proxies.apply(self.proxies, scope, scope["headers"])
        if scope["type"] == "websocket":
            await self._handshake(scope, receive, send)
        else:
            await self._request(scope, receive, _Shielding(send, secure=secure(scope)))

    @property
    def _words(self) -> Words:
        return Words(self.page, self.sentence)

    async def _handshake(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            self._check_head(scope)
            if not self.origins.welcome_socket(scope["headers"]):
                raise NotYours("origin")
        except Refusal:
            await receive()
            await send({"type": "websocket.close", "code": 1008})  # before it was accepted: 403
            return
        try:
            await self.app(scope, receive, send)
        except Exception as error:  # noqa: BLE001 - nor is anybody on a socket shown how (S17)
            _noted(error)
            with suppress(Exception):  # the socket may be gone already
                await send({"type": "websocket.close", "code": 1011})

    async def _request(self, scope: Scope, receive: Receive, send: "_Shielding") -> None:
        follows = has_body(scope["headers"])
        stated = stated_length(scope["headers"]) if follows else None
        try:
            self._check_head(scope)
            self._check_unsafe(scope)
        except Refusal as refusal:
            whole = not follows or await thrown_away(receive, stated)
            await turn_away(scope, send, refusal, self._words, close=not whole)
            return
        try:
            # Before the program sees the request, so that what is too large is refused undecoded (S8).
            if follows:
                receive = again(await self._body(scope, receive, stated), receive)
        except Refusal as refusal:
            await turn_away(scope, send, refusal, self._words, close=True)
        except Gone:
            return
        else:
            await self._pass_on(scope, receive, send)

    async def _body(self, scope: Scope, receive: Receive, stated: int | None) -> bytes:
        """Whole, and larger than 64 KiB only from somebody signed in who hands in a file: a few of them at a time."""
        if scope["method"] != "POST" or not _FILES.fullmatch(scope["path"]) or token_in(scope) is None:
            return await whole_body(receive, stated, largest=LARGEST)
        if self.files.locked():
            raise Unavailable("busy")
        async with self.files:
            return await whole_body(receive, stated, largest=LARGEST_FILE, slowest=60.0)

    async def _pass_on(self, scope: Scope, receive: Receive, send: "_Shielding") -> None:
        try:
            await self.app(scope, receive, send)
        except Exception as error:  # noqa: BLE001 - whatever went wrong, nobody is shown how (S17)
            request = _noted(error)
            if not send.started:
                await turn_away(scope, send.at_once, Unavailable("mishap", request=request), self._words)
        else:
            await send.release()

    def _check_head(self, scope: Scope) -> None:
        headers = scope["headers"]
        size = len(scope.get("raw_path") or b"") + len(scope.get("query_string", b""))
        for name, value in headers:
            size += len(name) + len(value) + 4
        if len(headers) > MOST_HEADERS or size > LARGEST_HEAD:
            raise TooLarge("head", limit=LARGEST_HEAD)
        if scope["path"] == HEALTH:
            return  # asked by address, over plain http, from the machine itself; it tells nothing
        if not self.origins.welcome_host(headers):
            raise Malformed("host")
        if not self.plain_http and not secure(scope):
            raise NotYours("plain_http")

    def _check_unsafe(self, scope: Scope) -> None:
        if scope["method"] in SAFE:
            return
        if not self.origins.welcome_form(scope["headers"]):
            raise NotYours("origin")
        intake = _INTAKE.fullmatch(scope["path"])
        if self.limits is not None and intake and scope["method"] == "POST":
            client = scope.get("client")
            self.limits.let_in(client[0] if client else None, intake[1], self.ticking())


class _Shielding:
    """A ``send`` that adds the headers of ``shields`` and remembers whether an answer has begun.

    An answer of 500 is held back until it is clear what it is: the framework words one of its own before it passes an
    error on, and then the reader gets ours, with a number to ask about, instead.
    """

    def __init__(self, send: Send, *, secure: bool) -> None:
        self._send = send
        self._secure = secure
        self._held: list[Message] = []
        self.started = False

    async def __call__(self, message: Message) -> None:
        if self._held or (not self.started and message.get("status") == 500):
            self._held.append(message)
        else:
            await self.at_once(message)

    async def at_once(self, message: Message) -> None:
        if not self.started:
            self.started = True
            headers = shielded(message.get("headers", ()), secure=self._secure)
            message = {"type": message["type"], "status": message["status"], "headers": headers}
        await self._send(message)

    async def release(self) -> None:
        for message in self._held:
            await self.at_once(message)


def _noted(error: Exception) -> str:
    """Log what went wrong, and return the number under which it is found."""
    request = secrets.token_hex(6)
    log.error("request %s failed: %s", request, traced(error))
    return request


def traced(error: BaseException) -> str:
    """Where an error arose, without its message: that could hold a citizen's words or an address (S17)."""
    places = []
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        places.append(f"{code.co_filename.rpartition('/')[2]}:{trace.tb_lineno}")
        trace = trace.tb_next
    return f"{type(error).__name__} at {' > '.join(places[-6:])}"
