"""The demo: a rehearsal sitting that is live at once, links to every role in it, and a cast that plays (M5)."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from app.access import accounts, sign_ins
from app.access.cookies import cookie_name
from app.chat.house import House
from app.records import people, queries, staff
from app.records.reading import Snapshot
from app.records.removal import slug_is_taken
from app.records.transaction import Transaction
from app.records.vocabulary import COMMAND_LINE, SYSTEM, Capacity, Role, SittingState
from app.rehearsal.cast import MODERATOR, Stage, seat_role
from app.rehearsal.script import Script
from app.routing import sittings
from app.routing.plans import Plan, SeatPlan

LASTS = timedelta(hours=8)
LINKS_LAST = timedelta(days=14)

_RUNNING = (SittingState.OPEN, SittingState.LIVE, SittingState.CLOSING)


@dataclass(frozen=True, slots=True)
class Part:
    """A role in the rehearsal: ``key`` as the links are named, whom the account is called after, and what it may."""

    key: str
    name: str
    role: Role
    seat: str | None = None

    def login(self, sitting: str, *, cast: bool) -> str:
        return f"{'cast' if cast else 'demo'}.{self.key.replace(':', '.')}.{sitting}"


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """A rehearsal that stands ready: its address, the links by role, and the stage for the cast."""

    sitting: str
    links: Mapping[str, str]
    stage: Stage
    taken: "Taken"


async def prepare(house: House, script: Script, *, port: int, hands_off: bool) -> Rehearsal:
    """Find the rehearsal that is running, or plan one and let it begin; make fresh links and sign the cast in."""
    slug = await house.reading.read(_running) or await _begin(house, script)
    parts = _parts(script)
    people_of = {part: await house.journal.write(_account, part, slug, cast=False) for part in parts}
    cast = {
        part: await house.journal.write(_account, part, slug, cast=True)
        for part in parts
        if part.key == "moderator.1" or part.seat
    }
    links = {part.key: await _link(house, number) for part, number in people_of.items()}
    cookies = {
        MODERATOR if part.seat is None else seat_role(part.seat): await _signed_in(house, number, port)
        for part, number in cast.items()
    }
    taken = Taken(house, slug, frozenset(cast.values()), script.parties)
    stage = Stage(f"http://127.0.0.1:{port}", slug, cookies, taken, hands_off)
    return Rehearsal(slug, links, stage, taken)


def told(rehearsal: Rehearsal, url: str, pid: int) -> dict[str, Any]:
    """What the command says once it serves, for people and for scripts."""
    links = rehearsal.links
    return {
        "url": url,
        "sitting": rehearsal.sitting,
        "pid": pid,
        "sign_in": {
            "organiser": links["organiser"],
            "moderator": [links["moderator.1"], links["moderator.2"]],
            "registrar": links["registrar"],
            "party": {
                key.removeprefix("party:"): link for key, link in links.items() if key.startswith("party:")
            },
        },
    }


class Taken:
    """Whether a person has signed in to a role. Looked up now and then, because the cast asks before every move."""

    def __init__(self, house: House, sitting: str, cast: frozenset[int], parties: tuple[str, ...]) -> None:
        self._house, self._sitting, self._cast = house, sitting, cast
        self._roles: dict[str, tuple[Role, str | None]] = {MODERATOR: (Role.MODERATOR, None)}
        self._roles |= {seat_role(party): (Role.POLITICIAN, party) for party in parties}
        self._taken: frozenset[str] = frozenset()

    def __call__(self, key: str) -> bool:
        return key in self._taken

    async def watch(self) -> None:
        """Keep the answer at most a second old, until cancelled."""
        while True:
            self._taken = await self._house.reading.read(self._look)
            await asyncio.sleep(1.0)

    def _look(self, session: Snapshot) -> frozenset[str]:
        lasting, now = self._house.lasting, self._house.clock()
        return frozenset(
            key
            for key, (role, seat) in self._roles.items()
            if people.taken(
                session,
                role,
                self._sitting,
                seat,
                cast=self._cast,
                now=now,
                idle=lasting.idle,
            )
        )


def _running(session: Snapshot) -> str | None:
    found = [each.slug for each in queries.sittings(session) if each.rehearsal and each.state in _RUNNING]
    return found[-1] if found else None


async def _begin(house: House, script: Script) -> str:
    known = {each.slug for each in await house.reading.read(queries.sittings)}
    earlier = sum(slug.startswith(script.sitting.slug) for slug in known)
    return await house.journal.write(_planned, script, house.clock(), earlier)


def _planned(tx: Transaction, script: Script, now: datetime, earlier: int) -> str:
    """Plan the rehearsal under the first slug that was never used, and let it go live."""
    slug = script.sitting.slug
    while slug_is_taken(tx, slug):
        earlier += 1
        slug = f"{script.sitting.slug}-{earlier}"
    seats = [SeatPlan(**seat.model_dump()) for seat in script.seats]
    sittings.create(tx, _plan(script, slug, now), seats=seats, by=COMMAND_LINE)
    sittings.open_(tx, slug, by=SYSTEM)
    sittings.go_live(tx, slug, by=SYSTEM)
    return slug


def _plan(script: Script, slug: str, now: datetime) -> Plan:
    planned = script.sitting
    start = now.replace(second=0, microsecond=0)
    return Plan(
        slug=slug,
        title=planned.title,
        commission=planned.commission,
        afterwards=planned.views,
        official=planned.official,
        contact=planned.contact,
        opens_at=start - timedelta(days=1),
        live_at=start,
        intake_ends_at=start + LASTS,
        ends_at=start + LASTS + timedelta(minutes=30),
        feedback_by=(now + timedelta(days=planned.feedback_days)).date(),
        advised_length=planned.advised_length,
        case_number=planned.diary_number,
        rehearsal=True,
    )


def _parts(script: Script) -> list[Part]:
    staff = script.staff
    officials = [
        Part("organiser", staff.organiser, Role.ORGANISER),
        Part("moderator.1", staff.moderators[0], Role.MODERATOR),
        Part("moderator.2", staff.moderators[1], Role.MODERATOR),
        Part("registrar", staff.registrar, Role.REGISTRAR),
    ]
    return officials + [Part(f"party:{s.code}", s.member, Role.POLITICIAN, s.code) for s in script.seats]


def _account(tx: Transaction, part: Part, sitting: str, *, cast: bool) -> int:
    """The part's account, made the first time. An organiser is one everywhere: there is no such thing as one of a sitting."""
    login = part.login(sitting, cast=cast)
    known = staff.account_by_login(tx, accounts.plain_login(login))
    if known is not None and known.id is not None:
        return known.id
    number = accounts.enrol(tx, login, part.name, by=SYSTEM)
    where = None if part.role is Role.ORGANISER else sitting
    capacity = Capacity.MEMBER if part.seat else None
    accounts.grant(tx, number, part.role, sitting=where, seat=part.seat, capacity=capacity, by=SYSTEM)
    return number


async def _link(house: House, account: int) -> str:
    token = sign_ins.fresh_token()
    await house.journal.write(
        sign_ins.invite,
        account,
        token_hash=sign_ins.token_hash(token),
        lasts=LINKS_LAST,
        reusable=True,
        by=SYSTEM,
    )
    return f"{house.public_url}/invitation/{token}"


async def _signed_in(house: House, account: int, port: int) -> str:
    """Sign a member of the cast in without a browser: the Cookie header it sends."""
    token = sign_ins.fresh_token()
    await house.journal.keep(sign_ins.sign_in, account, browser_hash=sign_ins.token_hash(token))
    return f"{cookie_name({'server': (None, port)})}={token}"
