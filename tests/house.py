"""The whole program on a loopback port, and everybody who comes to it: citizens, officials, politicians, listeners.

The program runs on a thread of its own, so that the tests read as what people do, one thing after another. Everything goes
over real HTTP and real WebSockets; only accounts and sign-ins are made through the journal, as the demo makes its own.
"""

import asyncio
import itertools
import json
import socket
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Union
from urllib.parse import urlsplit
from uuid import uuid4

import httpx2
import uvloop
from pydantic import TypeAdapter
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

from app import timekeeping
from app.access import accounts, sign_ins
from app.chat import sayings
from app.chat.house import House
from app.main import create_app
from app.records import queries
from app.records.transaction import Transaction
from app.records.vocabulary import COMMAND_LINE, SYSTEM, Capacity, Role, SittingState
from app.rehearsal import script
from app.routing import sittings, timekeeper
from app.routing.plans import Plan, SeatPlan
from app.serving import bound, server
from app.settings import Settings
from tests.dom import Node, parse
from tests.fresh import NAME, fresh
from tests.loopback import LOOPBACK

PATIENCE = 30.0
"""Seconds that anything is waited for: a busy machine is slow, not wrong."""

START = datetime.fromisoformat("2026-11-24T17:00:00+01:00")
"""When the clock of a program starts: five in the afternoon of a Tuesday in Stockholm."""

_SAID: TypeAdapter[Any] = TypeAdapter(Union[sayings.EVERY])  # type: ignore[arg-type]  # noqa: UP007 - made of a tuple


@cache
def eight_seats() -> tuple[SeatPlan, ...]:
    """The eight parties of the assembly with their fictional people, as in the rehearsal."""
    return tuple(SeatPlan(**seat.model_dump()) for seat in script.load().seats)


class Clock:
    """Stands where it is put; every reading is a millisecond later than the one before. Read from several threads."""

    def __init__(self, now: datetime = START) -> None:
        self._now = now
        self._turn = threading.Lock()

    def __call__(self) -> datetime:
        with self._turn:
            self._now += timedelta(milliseconds=1)
            return self._now

    def on(self, **by: float) -> datetime:
        """Go on by so many ``minutes``, ``hours``, ``days``."""
        with self._turn:
            self._now += timedelta(**by)
            return self._now


class Program:
    """The program, running or not, on its folder and its port."""

    def __init__(self, folder: Path, *, port: int = 0, clock: Clock | None = None, **settings: Any) -> None:
        self.folder = folder
        self.port = port
        self.clock = clock or Clock()
        self.house: House
        self._given = {"demo": True, "unattended_after": 0, **settings}
        self._slugs = itertools.count(1)

    def __enter__(self) -> "Program":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """Serve, and return when it does. The second time on the port of the first."""
        if "database_url" not in self._given and not (self.folder / NAME).exists():
            fresh(self.folder)
        plain = Settings.read({}, data=self.folder, port=self.port, **self._given)
        listening = bound(plain)
        self.port = listening.getsockname()[1]
        self.settings = Settings.read({}, data=self.folder, port=self.port, **self._given)
        self._serves = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(listening,), name="program")
        self._thread.start()
        while not self._serves.wait(0.05):
            assert self._thread.is_alive(), "the program did not start"

    def stop(self) -> None:
        """Let it finish what is under way and go."""
        self._server.should_exit = True
        self._thread.join()

    def restart(self) -> None:
        self.stop()
        self.start()

    def do(self, fn: Callable[..., Any], *args: Any, **facts: Any) -> Any:
        """A write through the journal, waited for."""
        return self.house.journal.submit(fn, *args, **facts).result(PATIENCE)

    def look(self, fn: Callable[..., Any], *args: Any, **facts: Any) -> Any:
        return self.house.reading.look(fn, *args, **facts)

    def keep_time(self) -> None:
        """Let the timekeeper look at the clock now, instead of within a second, until nothing is due."""
        while any(timekeeper.due(each, self.clock()) for each in self.look(queries.sittings)):
            asyncio.run_coroutine_threadsafe(timekeeping.look(self.house), self._loop).result(PATIENCE)

    @property
    def origin(self) -> str:
        """What the pages' addresses begin with."""
        return self.settings.origins[0]

    @property
    def address(self) -> str:
        """Where the program listens, whatever it is called from outside."""
        return f"http://127.0.0.1:{self.port}"

    def hold(self, **changes: Any) -> "Held":
        """A sitting of its own with the eight seats, live unless ``until`` says another state."""
        until = SittingState(changes.pop("until", SittingState.LIVE))
        seats = changes.pop("seats", eight_seats())
        plan = planned(changes.pop("slug", f"sundmark-{next(self._slugs)}"), self.clock(), until, **changes)
        # In one go: the timekeeper, who looks once a second, could be first.
        self.do(_brought, plan, seats, until)
        return Held(self, plan.slug)

    def _run(self, listening: socket.socket) -> None:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(self._serve(listening))

    async def _serve(self, listening: socket.socket) -> None:
        self._loop = asyncio.get_running_loop()
        program = create_app(self.settings, clock=self.clock, ready=self._stands)
        self._server = server(program, started=self._serves.set, leaving=lambda: self.house.hub.close())
        await self._server.serve([listening])

    def _stands(self, house: House) -> None:
        self.house = house


_COURSE = (
    (SittingState.OPEN, sittings.open_),
    (SittingState.LIVE, sittings.go_live),
    (SittingState.CLOSING, sittings.close_intake),
    (SittingState.CLOSED, sittings.close),
    (SittingState.ARCHIVED, sittings.archive),
)


def _brought(tx: Transaction, plan: Plan, seats: Sequence[SeatPlan], until: SittingState) -> None:
    """Plan a sitting and bring it to this state."""
    sittings.create(tx, plan, seats=seats, by=COMMAND_LINE)
    states = list(SittingState)
    for state, move in _COURSE:
        if states.index(state) <= states.index(until):
            move(tx, plan.slug, by=COMMAND_LINE)


_MINUTES = {
    SittingState.PLANNED: (60, 120, 180, 210),
    SittingState.OPEN: (-60, 60, 120, 150),
    SittingState.LIVE: (-60, -1, 60, 90),
    SittingState.CLOSING: (-120, -60, -1, 30),
    SittingState.CLOSED: (-180, -120, -60, -1),
    SittingState.ARCHIVED: (-180, -120, -60, -1),
}
"""When, from now, a sitting in each of these states opens, goes live, closes its intake and ends."""


def planned(slug: str, now: datetime, until: SittingState, **changes: Any) -> Plan:
    """A plan that the timekeeper leaves in this state for a good while."""
    start = now.replace(second=0, microsecond=0)
    times = ("opens_at", "live_at", "intake_ends_at", "ends_at")
    given: dict[str, Any] = {
        "slug": slug,
        "title": "Bussarna, vården och vägen dit",
        "commission": "Vi vill veta hur resorna till vården fungerar för dig.",
        "afterwards": "Nämnden läser allt innan den beslutar om trafiken.",
        "official": "Siv Samordnare, enheten för medborgardialog",
        "contact": "dialog@sundmark.example, 0700-00 00 00",
        "feedback_by": (start + timedelta(days=21)).date(),
    }
    moments = {
        name: start + timedelta(minutes=minutes) for name, minutes in zip(times, _MINUTES[until], strict=True)
    }
    return Plan(**{**given, **moments, **changes})


@dataclass
class Page:
    """What a browser got."""

    reply: httpx2.Response

    @property
    def status(self) -> int:
        return self.reply.status_code

    @property
    def html(self) -> str:
        return self.reply.text

    @property
    def facts(self) -> dict[str, Any]:
        found: dict[str, Any] = self.reply.json()
        return found

    @property
    def dom(self) -> Node:
        return parse(self.html)

    @property
    def words(self) -> str:
        """Everything that can be read on it, on one line."""
        return self.dom.text

    def at(self, name: str) -> Node:
        """The element with this id."""
        return self.dom.at(name)


class Browser:
    """A browser: it keeps cookies, sends the origin of the page it is on, and follows no redirect by itself."""

    def __init__(self, program: Program, cookie: str | None = None, **headers: str) -> None:
        self._program = program
        shown = {"Host": urlsplit(program.origin).netloc, "Accept-Language": "sv", **headers}
        if cookie:
            shown["Cookie"] = cookie
        self._client = httpx2.Client(base_url=program.address, headers=shown, **LOOPBACK, timeout=PATIENCE)

    def __enter__(self) -> "Browser":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._client.close()

    def get(self, path: str, **headers: str) -> Page:
        return Page(self._client.get(path, headers=headers))

    def post(self, path: str, fields: Mapping[str, str] | bytes, **headers: str) -> Page:
        """Send a form as a page of ours does. ``fields`` as bytes: exactly these, urlencoded already."""
        return self._send(path, fields, **headers)

    def send(self, path: str, fields: Mapping[str, Any] | bytes, **headers: str) -> Page:
        """The same as the pages' scripts: JSON both ways."""
        raw = fields if isinstance(fields, bytes) else json.dumps(fields).encode()
        kinds = {"Content-Type": "application/json", "Accept": "application/json"}
        return self._send(path, raw, **{**kinds, **headers})

    def _send(self, path: str, fields: Mapping[str, str] | bytes, **headers: str) -> Page:
        ours = {"Origin": self._program.origin, "Sec-Fetch-Site": "same-origin"}
        if isinstance(fields, bytes):
            ours |= {"Content-Type": "application/x-www-form-urlencoded"}
            return Page(self._client.post(path, content=fields, headers={**ours, **headers}))
        return Page(self._client.post(path, data=dict(fields), headers={**ours, **headers}))


@dataclass
class Talker:
    """Somebody who speaks the chat protocol. ``told`` holds every frame that was no reply, ``refused`` every refusal."""

    socket: ClientConnection
    told: list[dict[str, Any]] = field(default_factory=list)
    refused: list[dict[str, Any]] = field(default_factory=list)

    def say(self, do: str, ticket: str | None = None, **facts: Any) -> dict[str, Any]:
        """Make a move and return the reply to it."""
        name = ticket or str(uuid4())
        self.send(json.dumps({"do": do, "ticket": name, **facts}))
        return self.reply(name)

    def make(self, do: str, **facts: Any) -> dict[str, Any]:
        """Make a move that must succeed."""
        reply = self.say(do, **facts)
        assert "ack" in reply, reply
        return reply

    def send(self, frame: str | bytes) -> None:
        self.socket.send(frame)

    def reply(self, ticket: str | None) -> dict[str, Any]:
        while True:
            frame = self.hear()
            if frame.get("ack", "") == ticket:
                return frame
            if "refused" in frame and frame["refused"] == ticket:
                self.refused.append(frame)
                return frame
            self.told.append(frame)

    def until(self, seq: int) -> list[dict[str, Any]]:
        """Every frame told so far, when this number has been."""
        while not any(frame.get("seq", 0) >= seq for frame in self.told):
            self.told.append(self.hear())
        return self.told

    def hear(self) -> dict[str, Any]:
        """The next frame, of a form that is documented and of at most 15 KB."""
        text = self.socket.recv(timeout=PATIENCE)
        assert len(text.encode() if isinstance(text, str) else text) <= 15_000
        _SAID.validate_json(text)
        frame: dict[str, Any] = json.loads(text)
        return frame


@dataclass
class Listener:
    """A page's live stream, frame by frame."""

    socket: ClientConnection
    frames: list[dict[str, Any]] = field(default_factory=list)

    def until(self, seq: int) -> list[dict[str, Any]]:
        """Every frame so far, when this number has been."""
        while not any(frame.get("seq", 0) >= seq for frame in self.frames):
            self.hear()
        return self.frames

    def hear(self) -> dict[str, Any]:
        """The next frame, of at most 15 KB."""
        text = self.socket.recv(timeout=PATIENCE)
        assert len(text.encode() if isinstance(text, str) else text) <= 15_000
        self.frames.append(json.loads(text))
        return self.frames[-1]


@dataclass
class Held:
    """A sitting that is held, and those who take part in it."""

    program: Program
    slug: str
    _stack: ExitStack = field(default_factory=ExitStack)
    _accounts: dict[str, int] = field(default_factory=dict)
    _cookies: dict[str, str] = field(default_factory=dict)
    _browsers: dict[str, Browser] = field(default_factory=dict)
    _talkers: dict[str, Talker] = field(default_factory=dict)

    def close(self) -> None:
        """Everybody leaves."""
        self._stack.close()
        self._browsers, self._talkers = {}, {}

    # -- who is here: "citizen", "moderator", "moderator.2", "organiser", "registrar", or a party's code

    def cookie(self, who: str) -> str | None:
        if who.startswith("citizen"):
            return None
        if who not in self._cookies:
            self._cookies[who] = self._signed_in(who)
        return self._cookies[who]

    def browser(self, who: str = "citizen") -> Browser:
        if who not in self._browsers:
            self._browsers[who] = self._stack.enter_context(Browser(self.program, self.cookie(who)))
        return self._browsers[who]

    def talker(self, who: str = "citizen") -> Talker:
        if who not in self._talkers:
            self._talkers[who] = self.new_talker(who)
        return self._talkers[who]

    def new_talker(self, who: str = "citizen") -> Talker:
        return Talker(self.open("/chat", who))

    def listener(self, path: str = "/live", after: int = 0, who: str = "citizen", **query: Any) -> Listener:
        asked = "&".join(f"{name}={value}" for name, value in {"after": after, **query}.items())
        return Listener(self.open(f"{path}?{asked}", who))

    def open(self, path: str, who: str = "citizen") -> ClientConnection:
        """A socket under the sitting, or at a path that begins with ``//`` anywhere."""
        cookie = self.cookie(who)
        where = path[1:] if path.startswith("//") else f"/{self.slug}{path}"
        return self._stack.enter_context(
            _quietly(
                connect(
                    f"ws://127.0.0.1:{self.program.port}{where}",
                    origin=Origin(self.program.origin),
                    additional_headers={"Cookie": cookie} if cookie else {},
                    compression=None,
                    proxy=None,
                    close_timeout=1,
                    ping_interval=None,
                    max_size=None,
                )
            )
        )

    # -- what stands

    def sitting(self) -> Any:
        return self.program.look(queries.sitting, self.slug)

    def question(self, number: int) -> Any:
        return self.program.look(queries.question, self.slug, number)

    def questions(self) -> list[Any]:
        return list(self.program.look(queries.questions, self.slug))

    def moves(self, number: int) -> list[str]:
        """The question's moves in order."""
        found = self.program.look(queries.entries, self.slug, f"question/{number}")
        return [entry.move for entry in found]

    def facts(self, subject: str) -> dict[str, Any]:
        """The facts of the subject's last entry."""
        return dict(self.program.look(queries.entries, self.slug, subject)[-1].facts)

    def head(self, channel: str = "public") -> int:
        number: int = self.program.look(queries.head, f"{self.slug}/{channel}")
        return number

    # -- what people do

    def page(self, lang: str = "sv") -> Page:
        """The public page, as somebody sees it who comes now."""
        return self.browser().get(f"/{self.slug}?lang={lang}")

    def post(self, body: str | bytes = "När kommer bussen?", **fields: str) -> Page:
        """Send the form without a script."""
        if isinstance(body, bytes):
            return self.browser().post(f"/{self.slug}/questions", b"body=" + body)
        return self.browser().post(f"/{self.slug}/questions", {"body": body, **fields})

    def asked(self, body: str = "När kommer bussen?", **fields: Any) -> "Receipt":
        """Ask from the page's script and keep the receipt."""
        ticket = fields.pop("ticket", None) or str(uuid4())
        told = self.browser().send(f"/{self.slug}/questions", {"ticket": ticket, "body": body, **fields})
        assert told.status in (200, 201), told.html
        return Receipt(
            self, told.facts["number"], told.facts["receipt"]["code"], told.facts["receipt"]["url"]
        )

    def does(self, who: str, do: str, question: int, **facts: Any) -> dict[str, Any]:
        """Somebody makes a move on a question, over the chat, and succeeds."""
        return self.talker(who).make(do, question=question, **facts)

    def with_party(self, body: str = "När kommer bussen?", party: str = "C", **fields: Any) -> "Receipt":
        receipt = self.asked(body, **fields)
        self.does("moderator", "assign", receipt.number, party=party)
        return receipt

    def answered(
        self, body: str = "När kommer bussen?", answer: str = "Klockan tio.", party: str = "C", **fields: Any
    ) -> "Receipt":
        receipt = self.with_party(body, party, **fields)
        self.does(party, "answer", receipt.number, body=answer)
        return receipt

    def published(
        self, body: str = "När kommer bussen?", answer: str = "Klockan tio.", party: str = "C", **fields: Any
    ) -> "Receipt":
        receipt = self.answered(body, answer, party, **fields)
        if self.question(receipt.number).state != "published":
            self.does("moderator", "publish", receipt.number)
        return receipt

    def link(self, who: str) -> str:
        """A link that signs in to this part as often as one likes, as the demo prints them."""
        token = sign_ins.fresh_token()
        opened_by = sign_ins.token_hash(token)
        lasts = timedelta(days=1)
        number = self._account(who)
        self.program.do(sign_ins.invite, number, token_hash=opened_by, lasts=lasts, reusable=True, by=SYSTEM)
        return f"{self.program.origin}/invitation/{token}"

    def _signed_in(self, who: str) -> str:
        """The Cookie header of somebody with this part, by an account of their own."""
        number = self._account(who)
        token = sign_ins.fresh_token()
        self.program.do(sign_ins.sign_in, number, browser_hash=sign_ins.token_hash(token))
        secure = self.program.origin.startswith("https")
        return f"{'__Host-fragestund' if secure else f'fragestund-{self.program.port}'}={token}"

    def _account(self, who: str) -> int:
        if who in self._accounts:
            return self._accounts[who]
        kind, _, capacity = who.partition(".")
        role = Role(kind) if kind in Role._value2member_map_ else Role.POLITICIAN
        seat = kind if role is Role.POLITICIAN else None
        sits = Capacity(capacity or "member") if seat else None
        number = self.program.do(accounts.enrol, f"{who}.{self.slug}".lower(), f"{who} Exempel", by=SYSTEM)
        where = None if role is Role.ORGANISER else self.slug
        self.program.do(accounts.grant, number, role, sitting=where, seat=seat, capacity=sits, by=SYSTEM)
        self._accounts[who] = number
        return int(number)


@dataclass(frozen=True)
class Receipt:
    """What a citizen was given: with it the question is followed, on any device."""

    held: Held
    number: int
    code: str
    url: str

    @property
    def path(self) -> str:
        return urlsplit(self.url).path

    @property
    def token(self) -> str:
        return self.path.rpartition("/")[2]

    def page(self, lang: str = "sv") -> Page:
        """The receipt's page, opened on a device that has never been here."""
        with Browser(self.held.program) as elsewhere:
            return elsewhere.get(f"{self.path}?lang={lang}")

    def heading(self) -> str:
        return self.page().dom.first("h1").text

    def lead(self) -> str:
        return self.page().dom.first("p", "lead").text


class _quietly:  # noqa: N801 - reads as what it does where it is used
    """A socket that may be gone already when it is left."""

    def __init__(self, dialling: AbstractContextManager[ClientConnection]) -> None:
        self._dialling = dialling

    def __enter__(self) -> ClientConnection:
        return self._dialling.__enter__()

    def __exit__(self, *_: object) -> None:
        with suppress(ConnectionClosed, OSError):
            self._dialling.__exit__(None, None, None)
