"""A party's panel as it is asked over HTTP by the people who share its chair."""

import html
import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx2

from app.access import accounts
from app.records import queries
from app.records.transaction import Transaction
from app.records.views import DraftView
from app.records.vocabulary import SYSTEM, Actor, Capacity, Role
from app.routing import sittings
from tests.chat.bureau import Bureau, bureau
from tests.loopback import LOOPBACK
from tests.routing.stage import ORGANISER, SLUG


@dataclass
class Chair:
    """One person in a party's chair, signed in."""

    desk: Bureau
    by: Actor
    cookie: str
    client: httpx2.AsyncClient

    @property
    def path(self) -> str:
        return f"/{SLUG}/party/{self.by.seat}"

    async def get(self, path: str = "", **query: str | int) -> httpx2.Response:
        return await self.client.get(self.path + path, params=query)

    async def post(self, path: str, **fields: Any) -> httpx2.Response:
        """A form as the browser sends it."""
        return await self.client.post(self.path + path, data=fields)

    async def told(self, path: str, **fields: Any) -> httpx2.Response:
        """The same as the script sends it."""
        return await self.client.post(self.path + path, json=fields, headers={"Accept": "application/json"})

    async def save(self, number: int, body: str, base: int) -> httpx2.Response:
        """What the script does while somebody writes."""
        fields = {"body": body, "draft": base}
        address = f"{self.path}/{number}/draft"
        return await self.client.put(address, json=fields, headers={"Accept": "application/json"})

    async def draft(self, number: int) -> DraftView | None:
        found: DraftView | None = await self.desk.served.look(queries.draft, SLUG, number, self.by.seat)
        return found

    async def version(self, number: int) -> int:
        return (await self.desk.question(number)).version


@dataclass
class House:
    """A live sitting with its moderators, and the chairs that are taken."""

    desk: Bureau
    stack: AsyncExitStack

    async def chair(self, seat: str, name: str, capacity: Capacity = Capacity.MEMBER) -> Chair:
        served = self.desk.served
        login = name.split()[0].lower()
        number = await served.do(accounts.enrol, login, name, by=SYSTEM)
        held = {"sitting": SLUG, "seat": seat, "capacity": capacity}
        await served.do(accounts.grant, number, Role.POLITICIAN, **held, by=SYSTEM)
        origin, cookie = f"http://127.0.0.1:{served.port}", await served.cookie(number)
        headers = {"Cookie": cookie, "Origin": origin, "Accept": "text/html"}
        client = httpx2.AsyncClient(base_url=origin, headers=headers, **LOOPBACK)
        await self.stack.enter_async_context(client)
        return Chair(self.desk, Actor(Role.POLITICIAN, number, SLUG, seat, capacity), cookie, client)

    async def publish_at_once(self) -> None:
        """The moderator looks no more at what is answered."""
        await self.desk.served.do(_publish_at_once)

    async def close(self) -> None:
        for move in (sittings.close_intake, sittings.close):
            await self.desk.served.do(move, SLUG, by=SYSTEM)


def _publish_at_once(tx: Transaction) -> None:
    planned = replace(sittings.plan_of(tx.sitting(SLUG)), publish_at_once=True)
    sittings.change(tx, SLUG, planned, by=ORGANISER)


@asynccontextmanager
async def house(folder: Path) -> AsyncIterator[House]:
    async with bureau(folder) as desk, AsyncExitStack() as stack:
        yield House(desk, stack)


def shown(page: httpx2.Response) -> str:
    """What the page says, without its tags."""
    without = re.sub(r"<[^>]*>", " ", page.text)
    return " ".join(html.unescape(without).split())


def task(page: httpx2.Response) -> str:
    """What it says of the question in hand."""
    found = re.search(r'<section class="now.*?</section>', page.text, re.S)
    assert found is not None
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", found[0])).split())


def pile(page: httpx2.Response, name: str) -> list[int]:
    """The numbers that lie in a pile."""
    found = re.search(rf'<ol id="{name}" data-items>(.*?)</ol>', page.text, re.S)
    assert found is not None
    return [int(number) for number in re.findall(r'<li class="turn" id="q-(\d+)"', found[1])]


def editor(page: httpx2.Response) -> str:
    """What stands in the editor."""
    found = re.search(r'<textarea[^>]* id="body".*?>\n(.*?)</textarea>', page.text, re.S)
    assert found is not None
    return html.unescape(found[1])
