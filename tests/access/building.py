"""A small house to test the doors of: the real journal and rows on a database of its own, and a program with a few routes."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any

from fastapi import Depends, FastAPI, WebSocket
from starlette.requests import Request
from starlette.responses import JSONResponse

from app.access import accounts, sign_ins
from app.access.doors import Door, SignInNeeded, Through, hold_open
from app.access.sign_ins import Lasting
from app.access.sockets import Sockets
from app.access.staffed import Staffed
from app.access.turning import ask_to_sign_in, refuse_handshake
from app.records.database import reader, writer
from app.records.journal import Journal
from app.records.reading import Reading
from app.records.tables import Seat, Sitting
from app.records.transaction import Transaction
from app.records.vocabulary import SYSTEM, Actor, NotYours, Role
from tests.fresh import fresh

START = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@dataclass(slots=True)
class Clock:
    """A clock that stands still until it is told to move on."""

    now: datetime = START

    def __call__(self) -> datetime:
        return self.now

    def on(self, by: timedelta) -> None:
        self.now += by


@dataclass(frozen=True, slots=True)
class House:
    """What the doors need, with the real things in it."""

    reading: Reading
    journal: Journal
    clock: Clock
    file: Path
    lasting: Lasting = field(default_factory=Lasting)
    sockets: Sockets = field(default_factory=Sockets)
    staffed: Staffed = field(default_factory=Staffed)
    left: threading.Event = field(default_factory=threading.Event)

    def do(self, fn: Callable[..., Any], *args: Any, **facts: Any) -> Any:
        """A write, waited for."""
        return self.journal.submit(fn, *args, **facts).result()

    def look(self, fn: Callable[..., Any], *args: Any, **facts: Any) -> Any:
        return self.reading.look(fn, *args, **facts)

    def account(self, login: str, *roles: Role, sitting: str | None = None, seat: str | None = None) -> int:
        """A new account with these roles."""
        number: int = self.do(accounts.enrol, login, f"{login.title()} Exempel", by=SYSTEM)
        for role in roles:
            chair = seat if role is Role.POLITICIAN else None
            self.do(accounts.grant, number, role, sitting=sitting, seat=chair, by=SYSTEM)
        return number

    def sign_in(self, *numbers: int) -> str:
        """The token of a browser in which these accounts are signed in, one after the other."""
        token = ""
        for number in numbers:
            before = sign_ins.token_hash(token) if token else None
            token = sign_ins.fresh_token()
            fresh = sign_ins.token_hash(token)
            self.do(sign_ins.sign_in, number, browser_hash=fresh, before=before)
        return token


@contextmanager
def opened(folder: Path) -> Iterator[House]:
    """A house with two sittings: ``budget`` with the seats C and S, and the rehearsal ``prov`` with C."""
    file = fresh(folder)
    url = f"sqlite:///{file}"
    engine, clock = writer(url), Clock()
    journal = Journal(engine, clock=clock, ring=lambda _heads: None)
    reading = Reading(reader(url))
    journal.submit(plan, "budget", ("C", "S")).result()
    journal.submit(plan, "prov", ("C",), rehearsal=True).result()
    yield House(reading, journal, clock, file)
    reading.close()
    journal.close()
    engine.dispose()


def plan(tx: Transaction, slug: str, seats: tuple[str, ...], *, rehearsal: bool = False) -> None:
    """A sitting's row with its chairs."""
    times = ("opens_at", "live_at", "intake_ends_at", "ends_at", "created_at")
    words = ("title", "commission", "afterwards", "official", "contact", "rules_version")
    facts: dict[str, Any] = {**dict.fromkeys(times, tx.at), **dict.fromkeys(words, "x")}
    row = tx.add(Sitting(slug=slug, rehearsal=rehearsal, **facts))
    for order, code in enumerate(seats):
        tx.add(Seat(sitting_id=row.id or 0, code=code, name=code, colour="#123456", order=order))


def program(house: House) -> FastAPI:
    """A program with a route behind each kind of door, which says who came through."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app.state.house = house
    app.add_exception_handler(SignInNeeded, ask_to_sign_in)
    app.add_exception_handler(NotYours, _not_yours)
    for method, path, door in ROUTES:
        app.add_api_route(path, _who(door), methods=[method])
    for path, door in SOCKETS:
        app.add_api_websocket_route(path, _socket(door))
    app.add_api_route("/crash/now", _crash, methods=["GET"], dependencies=[Depends(Through(Door.PUBLIC))])
    return app


ROUTES = [
    ("GET", "/", Door.PUBLIC),
    ("GET", "/healthz", Door.HEALTH),
    ("GET", "/sign-in", Door.SIGN_IN),
    ("POST", "/sign-in", Door.SIGN_IN),
    ("POST", "/sign-in/{token}", Door.SIGN_IN),
    ("DELETE", "/accounts/{number}", Door.ACCOUNTS),
    ("POST", "/accounts", Door.ACCOUNTS),
    ("GET", "/own", Door.OWN),
    ("POST", "/sign-out", Door.OWN),
    ("GET", "/{sitting}", Door.PUBLIC),
    ("POST", "/{sitting}/questions", Door.ASK),
    ("GET", "/{sitting}/desk", Door.DESK),
    ("POST", "/{sitting}/desk/{number}/publish", Door.DESK),
    ("GET", "/{sitting}/party/{code}", Door.PANEL),
    ("PUT", "/{sitting}/party/{code}/drafts/{number}", Door.PANEL),
    ("GET", "/{sitting}/register", Door.REGISTER),
    ("POST", "/{sitting}/settings", Door.ORGANISE),
    ("PATCH", "/{sitting}/settings", Door.ORGANISE),
]
SOCKETS = [
    ("/{sitting}/live", Door.PUBLIC),
    ("/receipt/{token}/live", Door.RECEIPT),
    ("/{sitting}/desk/live", Door.DESK),
    ("/{sitting}/party/{code}/live", Door.PANEL),
    ("/{sitting}/chat", Door.CHAT),
]


def _who(door: Door) -> Callable[..., Any]:
    async def answer(request: Request, actor: Annotated[Actor, Depends(Through(door))]) -> dict[str, object]:
        return {
            **as_facts(actor),
            "bytes": len(await request.body()),
            "client": request.client and request.client.host,
        }

    return answer


def _socket(door: Door) -> Callable[..., Any]:
    async def talk(websocket: WebSocket, actor: Annotated[Actor, Depends(Through(door))]) -> None:
        closing: list[Any] = []
        leave = hold_open(websocket, lambda: closing.append(_soon(websocket)))
        await websocket.accept()
        await websocket.send_json(as_facts(actor))
        async for text in websocket.iter_text():
            await websocket.send_text(text)
        leave()
        websocket.app.state.house.left.set()

    return talk


def _soon(websocket: WebSocket) -> Any:
    return asyncio.ensure_future(websocket.close(1008))


def as_facts(actor: Actor) -> dict[str, object]:
    return {"role": actor.role, "account": actor.account, "sitting": actor.sitting, "seat": actor.seat}


async def _crash() -> None:
    raise RuntimeError("the words of a citizen who lives at 203.0.113.9")


async def _not_yours(request: Any, error: Exception) -> Any:
    if isinstance(request, WebSocket):
        return await refuse_handshake(request, error)
    assert isinstance(error, NotYours)
    return JSONResponse({"code": error.code, "detail": error.detail, **error.facts}, 403)
