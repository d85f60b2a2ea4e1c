"""The whole program in a real server, and a client that speaks the chat protocol with it."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, Union
from uuid import uuid4

import httpx2
from pydantic import TypeAdapter
from uvicorn import Server
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin

from app.access import accounts, sign_ins
from app.access.line import BoundedHttp
from app.chat import sayings
from app.chat.house import House
from app.main import create_app
from app.records.vocabulary import SYSTEM, Capacity, Role
from app.routing import sittings
from app.serving import bound, server
from app.settings import Settings
from tests.fresh import NAME, fresh
from tests.loopback import LOOPBACK
from tests.routing.stage import ORGANISER, SEATS, SLUG, Clock, plan

PATIENCE = 10.0

HEARD: TypeAdapter[Any] = TypeAdapter(Union[sayings.EVERY])  # type: ignore[arg-type]  # noqa: UP007 - made of a tuple


@dataclass
class Talker:
    """A client of the chat protocol. ``told`` holds every frame that was no reply."""

    socket: ClientConnection
    told: list[dict[str, Any]] = field(default_factory=list)

    async def say(self, do: str, ticket: str | None = None, **facts: Any) -> dict[str, Any]:
        """Make a move and return the reply to it."""
        name = ticket or str(uuid4())
        await self.send(json.dumps({"do": do, "ticket": name, **facts}))
        return await self.reply(name)

    async def send(self, frame: str | bytes) -> None:
        await self.socket.send(frame)

    async def reply(self, ticket: str | None) -> dict[str, Any]:
        while True:
            frame = await self._next()
            if frame.get("ack", "") == ticket or ("refused" in frame and frame["refused"] == ticket):
                return frame
            self.told.append(frame)

    async def until(self, seq: int) -> list[dict[str, Any]]:
        """Every frame told so far, when this number has been."""
        while not any(frame.get("seq", 0) >= seq for frame in self.told):
            await self.hear()
        return self.told

    async def hear(self) -> None:
        """Take in one more frame."""
        self.told.append(await self._next())

    async def _next(self) -> dict[str, Any]:
        async with asyncio.timeout(PATIENCE):
            text = await self.socket.recv()
        HEARD.validate_json(text)
        frame: dict[str, Any] = json.loads(text)
        return frame


@dataclass
class Served:
    """A running program with a live sitting."""

    port: int
    house: House
    clock: Clock
    program: Any
    stack: AsyncExitStack
    server: Server

    async def do(self, fn: Any, *args: Any, **facts: Any) -> Any:
        return await self.house.journal.write(fn, *args, **facts)

    async def look(self, fn: Any, *args: Any, **facts: Any) -> Any:
        return await self.house.reading.read(fn, *args, **facts)

    async def signed_in(self, role: Role, seat: str | None = None, login: str | None = None) -> str:
        """The Cookie header of somebody who has this role in the sitting."""
        name = login or f"{role}.{seat or ''}"
        number = await self.do(accounts.enrol, name, "Exempel", by=SYSTEM)
        capacity = Capacity.MEMBER if seat else None
        await self.do(accounts.grant, number, role, sitting=SLUG, seat=seat, capacity=capacity, by=SYSTEM)
        return await self.cookie(number)

    async def cookie(self, account: int) -> str:
        token = sign_ins.fresh_token()
        await self.do(sign_ins.sign_in, account, browser_hash=sign_ins.token_hash(token))
        return f"fragestund-{self.port}={token}"

    async def open(self, path: str, cookie: str | None = None, **options: Any) -> ClientConnection:
        """A socket that stays open until the test ends."""
        return await self.stack.enter_async_context(
            connect(
                f"ws://127.0.0.1:{self.port}{path}",
                origin=Origin(f"http://127.0.0.1:{self.port}"),
                additional_headers={"Cookie": cookie} if cookie else {},
                compression=None,
                proxy=None,
                **{"close_timeout": 1, "ping_interval": None, **options},
            )
        )

    async def talker(self, cookie: str | None = None, query: str = "", **options: Any) -> Talker:
        return Talker(await self.open(f"/{SLUG}/chat{query}", cookie, **options))

    async def get(self, path: str) -> httpx2.Response:
        async with httpx2.AsyncClient(base_url=f"http://127.0.0.1:{self.port}", **LOOPBACK) as client:
            return await client.get(path)


@asynccontextmanager
async def serving(folder: Path, *, lean: bool = True, **settings: Any) -> AsyncIterator[Served]:
    """The program on a port of its own, with a live sitting of three parties and its clock standing still.

    ``lean`` False: on the server's own protocols, as any other ASGI server would run it.
    """
    if "database_url" not in settings and not (folder / NAME).exists():
        fresh(folder)
    listening = bound(Settings.read({}, demo=True, port=0))
    port = listening.getsockname()[1]
    clock, started = Clock(), asyncio.Event()
    program: Any = create_app(
        Settings.read({}, data=folder, port=port, **{"demo": True, "unattended_after": 0, **settings}),
        clock=clock,
    )
    runs = server(program, started=started.set, leaving=lambda: program.app.state.house.hub.close())
    if not lean:
        runs.config.http, runs.config.ws = BoundedHttp, WebSocketsSansIOProtocol
    running = asyncio.create_task(runs.serve([listening]))
    async with asyncio.timeout(PATIENCE):
        await started.wait()
    async with AsyncExitStack() as stack:
        served = Served(port, program.app.state.house, clock, program, stack, runs)
        await _live(served)
        yield served
    runs.should_exit = True
    await running


async def _live(served: Served) -> None:
    later = {"opens_at": 1, "live_at": 2, "intake_ends_at": 3, "ends_at": 4}
    times: dict[str, Any] = {name: served.clock.now + timedelta(hours=hours) for name, hours in later.items()}
    await served.do(sittings.create, plan(**times), by=ORGANISER, seats=SEATS)
    await served.do(sittings.open_, SLUG, by=SYSTEM)
    await served.do(sittings.go_live, SLUG, by=SYSTEM)
