"""The real program on a loopback port, with the rehearsal's sitting in it. Can be stopped and started on the same data."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import uvicorn

from app.access import accounts, sign_ins
from app.main import create_app
from app.records import queries
from app.records.transaction import Transaction
from app.records.views import QuestionView
from app.records.vocabulary import COMMAND_LINE, Role
from app.rehearsal.cast import MODERATOR, Stage, seat_role
from app.rehearsal.script import Script
from app.routing import sittings
from app.routing.plans import Plan, SeatPlan
from app.settings import Settings

SLUG = "ovning"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class RealServer:
    """The program, running or not."""

    folder: Path
    port: int = field(default_factory=free_port)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @asynccontextmanager
    async def running(self) -> AsyncIterator[Any]:
        """The running program's house."""
        app: Any = create_app(Settings(data=self.folder, demo=True, port=self.port, unattended_after=0))
        config = uvicorn.Config(app, port=self.port, log_config=None, timeout_graceful_shutdown=1)
        server = uvicorn.Server(config)
        ready, listen = asyncio.Event(), server.startup

        async def started(*args: Any, **terms: Any) -> None:
            await listen(*args, **terms)
            ready.set()

        server.startup = started  # type: ignore[method-assign]  # uvicorn tells nobody when it serves
        serving = asyncio.create_task(server.serve())
        await asyncio.wait([serving, asyncio.create_task(ready.wait())], return_when=asyncio.FIRST_COMPLETED)
        assert ready.is_set()
        try:
            yield app.app.state.house
        finally:
            server.should_exit = True
            await serving

    async def set_stage(self, house: Any, script: Script) -> Stage:
        """The sitting, live, and its roles signed in."""
        await house.journal.write(_sitting, script)
        roles: dict[str, tuple[Role, str | None]] = {MODERATOR: (Role.MODERATOR, None)}
        roles |= {seat_role(party): (Role.POLITICIAN, party) for party in script.parties}
        cookies = {}
        for name, (role, seat) in roles.items():
            token = sign_ins.fresh_token()
            account = await house.journal.write(_account, name, role, seat)
            await house.journal.keep(sign_ins.sign_in, account, browser_hash=sign_ins.token_hash(token))
            cookies[name] = f"fragestund-{self.port}={token}"
        return Stage(self.url, SLUG, cookies, lambda role: False)


def _sitting(tx: Transaction, script: Script) -> None:
    setting, hour = script.sitting, timedelta(hours=1)
    at = datetime.now(UTC)
    plan = Plan(
        slug=SLUG,
        title=setting.title,
        commission=setting.commission,
        afterwards=setting.views,
        official=setting.official,
        contact=setting.contact,
        opens_at=at - hour,
        live_at=at - hour,
        intake_ends_at=at + hour,
        ends_at=at + hour,
        rehearsal=True,
    )
    seats = [SeatPlan(**seat.model_dump()) for seat in script.seats]
    sittings.create(tx, plan, seats=seats, by=COMMAND_LINE)
    sittings.open_(tx, SLUG, by=COMMAND_LINE)
    sittings.go_live(tx, SLUG, by=COMMAND_LINE)


def _account(tx: Transaction, name: str, role: Role, seat: str | None) -> int:
    login = name.replace(":", "-").lower()
    number = accounts.enrol(tx, login, name, by=COMMAND_LINE)
    accounts.grant(tx, number, role, sitting=SLUG, seat=seat, by=COMMAND_LINE)
    return number


async def questions(house: Any) -> list[QuestionView]:
    """Every question as it is on record, in order of number."""
    return list(await house.reading.read(queries.questions, SLUG))
