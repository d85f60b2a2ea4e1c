"""The moderator's desk as it is asked over HTTP, with questions in every state on it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx2

from app.access import accounts
from app.records import queries
from app.records.views import EntryView, QuestionView
from app.records.vocabulary import (
    CITIZEN,
    SYSTEM,
    Actor,
    DeclineReason,
    ReferTo,
    Role,
    State,
    UnpublishReason,
)
from app.routing import desk, panel, publishing
from app.routing.intake import ask
from app.routing.receipts import receipt
from tests.chat.serving import Served, serving
from tests.loopback import LOOPBACK
from tests.routing.stage import SLUG, politician

DESK = f"/{SLUG}/desk"


@dataclass
class Bureau:
    """A moderator at the desk, another one beside, and verbs for what others do."""

    served: Served
    moa: Actor
    ali: Actor
    client: httpx2.AsyncClient
    made: list[int] = field(default_factory=list)

    async def get(self, path: str = "", **query: str) -> httpx2.Response:
        return await self.client.get(DESK + path, params=query)

    async def post(self, path: str, **fields: Any) -> httpx2.Response:
        """A form as the browser sends it."""
        return await self.client.post(DESK + path, data=fields)

    async def told(self, path: str, **fields: Any) -> httpx2.Response:
        """The same form as the script sends it."""
        return await self.client.post(DESK + path, data=fields, headers={"Accept": "application/json"})

    async def question(self, number: int) -> QuestionView:
        found: QuestionView = await self.served.look(queries.question, SLUG, number)
        return found

    async def last(self, number: int) -> EntryView:
        found: list[EntryView] = await self.served.look(queries.entries, SLUG, f"question/{number}")
        return found[-1]

    async def asked(self, body: str = "När kommer bussen?", **how: Any) -> int:
        ticket, stored = uuid4(), body.encode()
        signed = receipt(b"k" * 32, SLUG, ticket, stored)
        arrived = self.served.clock.now
        asked = await self.served.do(
            ask, SLUG, by=CITIZEN, arrived=arrived, body=stored, receipt=signed, **how
        )
        return int(asked.number)

    async def assigned(self, *parties: str, **how: Any) -> int:
        number = await self.asked(**how)
        await self.served.do(desk.assign, SLUG, number, parties or ("C",), by=self.moa)
        return number

    async def answered(self, *parties: str, **how: Any) -> int:
        number = await self.assigned(*parties, **how)
        for party in parties or ("C",):
            await self.served.do(
                panel.answer, SLUG, number, f"Svar från {party}.".encode(), by=politician(party)
            )
        return number

    async def published(self, *parties: str, **how: Any) -> int:
        number = await self.answered(*parties, **how)
        await self.served.do(publishing.publish, SLUG, number, by=self.moa)
        return number

    async def in_state(self, state: State) -> int:
        """The number of a question that stands there."""
        do, by = self.served.do, self.moa
        if state is State.ASSIGNED:
            return await self.assigned()
        if state is State.ANSWERED:
            return await self.answered()
        if state in (State.PUBLISHED, State.UNPUBLISHED):
            number = await self.published()
            if state is State.UNPUBLISHED:
                await do(publishing.unpublish, SLUG, number, UnpublishReason.PRIVACY, by=by)
            return number
        number = await self.asked()
        match state:
            case State.HELD:
                await do(desk.hold, SLUG, number, by=by)
            case State.DECLINED:
                await do(desk.decline, SLUG, number, DeclineReason.OFF_TOPIC, by=by)
            case State.MERGED:
                await do(desk.merge, SLUG, number, await self.asked(), by=by)
            case State.REFERRED:
                await do(desk.refer, SLUG, number, ReferTo.CUSTOMER_SERVICE, by=by)
            case State.LAPSED:
                await do(desk.lapse, SLUG, number, by=by)
        return number


@asynccontextmanager
async def bureau(folder: Path, **settings: Any) -> AsyncIterator[Bureau]:
    """A desk in a running program, with two moderators; the first is signed in."""
    async with serving(folder, **settings) as served:
        moa, ali = [await _moderator(served, name) for name in ("Moa Lind", "Ali Berg")]
        origin = f"http://127.0.0.1:{served.port}"
        headers = {"Cookie": await served.cookie(moa.account or 0), "Origin": origin, "Accept": "text/html"}
        async with httpx2.AsyncClient(base_url=origin, headers=headers, **LOOPBACK) as client:
            yield Bureau(served, moa, ali, client)


async def _moderator(served: Served, name: str) -> Actor:
    number = await served.do(accounts.enrol, name.split()[0].lower(), name, by=SYSTEM)
    await served.do(accounts.grant, number, Role.MODERATOR, sitting=SLUG, by=SYSTEM)
    return Actor(Role.MODERATOR, number, SLUG)
