"""Browsers of those who work here, and what they find on the pages: for the tests of signing in, organising and registering."""

import html
import re
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Any

import httpx2

from app.access import accounts, sign_ins
from app.chat import form_terms
from app.records import queries
from app.records.views import SittingView
from app.records.vocabulary import SYSTEM, Capacity, Refusal, Role
from tests.chat.serving import Served
from tests.loopback import LOOPBACK
from tests.routing.stage import SLUG

PLAN = {
    "slug": "skolan-2026",
    "title": "Skolan och bussen",
    "commission": "Hur ska eleverna komma\ntill skolan?",
    "afterwards": "Nämnden läser allt.",
    "feedback_by": "2026-12-24",
    "official": "Enheten för dialog",
    "contact": "dialog@example.se",
    "case_number": "KS 2026/17",
    "zone": "Europe/Stockholm",
    "opens_at": "2026-11-24T08:00",
    "live_at": "2026-12-01T18:00",
    "intake_ends_at": "2026-12-01T18:45",
    "ends_at": "2026-12-01T19:00",
    "advised_length": "600",
    "publish_at_once": "1",
    "distribution": "fewest",
    "wishes": "1",
    "rules_version": "2026-1",
}
"""A filled in form for a new sitting."""

GOOD, OTHER = "gul cykel under bron", "sju vita svanar flög"
"""Passwords that will do."""

JSON = {"Accept": "application/json"}


@dataclass
class Office:
    """A running program, and accounts in it."""

    served: Served
    stack: AsyncExitStack = field(default_factory=AsyncExitStack)

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.served.port}"

    async def account(self, login: str, *roles: tuple[Any, ...], name: str = "Exempel Person") -> int:
        """A new account. Each role is ``(role, sitting, seat)``, the last two left out for everywhere."""
        number: int = await self.served.do(accounts.enrol, login, name, by=SYSTEM)
        for role, *where in roles:
            sitting, seat = (*where, None, None)[:2]
            capacity = Capacity.MEMBER if role is Role.POLITICIAN else None
            await self.served.do(
                accounts.grant, number, role, sitting=sitting, seat=seat, capacity=capacity, by=SYSTEM
            )
        return number

    async def with_password(self, login: str = "moa") -> int:
        """A moderator who has taken the invitation and chosen a password."""
        number = await self.account(login, (Role.MODERATOR, SLUG), name="Moa Moderator")
        client = await self.browser()
        reply = await client.post(await self.link(number), data={"password": GOOD})
        assert reply.status_code == 303
        return number

    async def link(self, number: int, *, reusable: bool = False) -> str:
        """The path of a fresh invitation."""
        token = sign_ins.fresh_token()
        hashed = sign_ins.token_hash(token)
        await self.served.do(sign_ins.invite, number, token_hash=hashed, reusable=reusable, by=SYSTEM)
        return f"/invitation/{token}"

    async def browser(self, *numbers: int, **options: Any) -> httpx2.AsyncClient:
        """A browser in which these accounts are signed in, the last of them latest."""
        client = httpx2.AsyncClient(
            base_url=self.origin,
            headers={"Origin": self.origin, "Accept": "text/html", "Accept-Language": "sv"},
            **LOOPBACK,
            **options,
        )
        await self.stack.enter_async_context(client)
        for number in numbers:
            await client.post(await self.link(number, reusable=True))
        return client


def words(reply: httpx2.Response) -> str:
    """What a reader sees of a page, on one line."""
    body = re.sub(r"<(script|style|head)\b.*?</\1>", "", reply.text, flags=re.S)
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", body)).split())


def value(reply: httpx2.Response, name: str) -> str:
    """What stands in a field of the page."""
    found = re.search(rf'<input\b[^>]*\bname="{re.escape(name)}"[^>]*>', reply.text)
    if found:
        given = re.search(r'\bvalue="([^"]*)"', found[0])
        return html.unescape(given[1]) if given else ""
    area = re.search(rf'<textarea\b[^>]*\bname="{re.escape(name)}"[^>]*>\n?([^<]*)</textarea>', reply.text)
    if area:
        return html.unescape(area[1])
    picked = re.search(
        rf'<select\b[^>]*\bname="{re.escape(name)}"[^>]*>.*?<option value="([^"]*)" selected',
        reply.text,
        re.S,
    )
    return html.unescape(picked[1]) if picked else ""


def beside(reply: httpx2.Response, field: str) -> str:
    """The sentence beside a field, if the field itself says where it is."""
    said = re.search(
        rf'<p class="error" id="{re.escape(field)}-error">.*?<span>(.*?)</span></p>', reply.text, re.S
    )
    assert said is not None, f"nothing is said beside {field}"
    assert re.search(rf'aria-describedby="[^"]*\b{re.escape(field)}-error', reply.text)
    return html.unescape(said[1])


def sentence(refusal: Refusal) -> str:
    """What a reader of Swedish is told of it."""
    return form_terms.said(refusal, "sv")


def focused(reply: httpx2.Response) -> str:
    """The field, or the value of the button, that gets the focus when the page opens."""
    found = re.findall(r"<(?:input|textarea|select|button)\b[^>]*\bautofocus\b[^>]*>", reply.text)
    assert len(found) == 1, found
    name = re.search(r'\bid="([^"]*)"', found[0]) or re.search(r'\bvalue="([^"]*)"', found[0])
    assert name is not None
    return name[1]


async def held(office: Office, slug: str = SLUG) -> SittingView:
    """The sitting as it stands."""
    found: SittingView = await office.served.look(queries.sitting, slug)
    return found
