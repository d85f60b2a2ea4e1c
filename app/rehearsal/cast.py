"""The cast of a rehearsal: citizens, a moderator and a politician for every seat, on real connections (M5).

Knows the server only through its chat protocol, and people only through being told that a role is taken.
"""

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from random import Random

from app.rehearsal.citizens import Citizens
from app.rehearsal.distribution import Desk
from app.rehearsal.hall import Board, Hall
from app.rehearsal.moderator import Moderator
from app.rehearsal.pace import Clock, Pace, Sleep
from app.rehearsal.performer import Performer
from app.rehearsal.politician import Politician
from app.rehearsal.script import Script
from app.rehearsal.wire import Door

MODERATOR = "moderator"


def seat_role(party: str) -> str:
    """The role key of a party's chair: ``party:C``."""
    return f"party:{party}"


def _today() -> date:
    return datetime.now(UTC).date()


@dataclass(frozen=True)
class Stage:
    """Where the cast plays.

    ``url`` is the server's own address (``http://127.0.0.1:8000``), ``sitting`` the slug, ``cookies`` the Cookie header of
    each role played (``moderator``, ``party:C``): a role without one is left empty. ``taken`` tells whether a person has
    signed in to a role: the cast then watches and makes no move until the person is gone, unless ``hands_off``.
    """

    url: str
    sitting: str
    cookies: Mapping[str, str]
    taken: Callable[[str], bool]
    hands_off: bool = False

    def door(self, role: str | None = None) -> Door:
        """The chat's address for a role; for nobody in particular: a citizen's."""
        address = f"{self.url.rstrip('/').replace('http', 'ws', 1)}/{self.sitting}/chat"
        if role is None:
            return Door(address)
        return Door(f"{address}?as={role}", self.cookies[role], self.url.rstrip("/"))

    def aside(self, role: str) -> Callable[[], bool]:
        """Whether the cast should leave the role alone just now."""
        return lambda: not self.hands_off and self.taken(role)


@dataclass(frozen=True)
class Company:
    """What the whole cast shares."""

    stage: Stage
    script: Script
    hall: Hall
    pace: Callable[[str], Pace]
    today: Callable[[], date]

    def moderator(self) -> Performer:
        board, pace = Board(), self.pace(MODERATOR)
        desk = Desk(self.script.parties, board, self.hall)
        part = Moderator(self.script, board, self.hall, pace, desk)
        return Performer(
            name=MODERATOR,
            door=partial(self.stage.door, MODERATOR),
            channel="desk",
            hall=self.hall,
            pace=pace,
            choose=part.choose,
            aside=self.stage.aside(MODERATOR),
            heard=part.hear,
            caught_up=self._desk_is_read,
            board=board,
        )

    def politician(self, party: str) -> Performer:
        role = seat_role(party)
        board, pace = Board(), self.pace(role)
        part = Politician(party, self.script, board, self.hall, pace, self.today)
        return Performer(
            name=role,
            door=partial(self.stage.door, role),
            channel="party",
            hall=self.hall,
            pace=pace,
            choose=part.choose,
            aside=self.stage.aside(role),
            board=board,
        )

    def citizens(self) -> tuple[Citizens, Performer]:
        """Those who ask, and the one connection on which they read what is published."""
        citizens = Citizens(self.script, self.stage.door(), self.hall, self.pace("citizens"))
        audience = Performer(
            name="audience",
            door=self.stage.door,
            channel="public",
            hall=self.hall,
            pace=self.pace("audience"),
            heard=citizens.hear,
        )
        return citizens, audience

    def _desk_is_read(self) -> None:
        self.hall.desk_read = True


async def play(
    stage: Stage,
    script: Script,
    *,
    speed: float = 1.0,
    seed: int = 0,
    clock: Clock = time.monotonic,
    sleep: Sleep = asyncio.sleep,
    today: Callable[[], date] = _today,
) -> None:
    """Play until cancelled.

    ``speed`` divides every pause (1 is human pace); ``seed`` decides who asks what in which order and after which pauses.
    Tickets alone are new every time: a server would take a known one for a resend.
    """
    began = clock()
    company = Company(
        stage=stage,
        script=script,
        hall=Hall(desk_read=MODERATOR not in stage.cookies),
        pace=lambda name: Pace(Random(f"{seed}/{name}"), speed, clock, sleep, began),
        today=today,
    )
    citizens, audience = company.citizens()
    async with asyncio.TaskGroup() as group:
        group.create_task(audience.perform())
        group.create_task(citizens.ask())
        if MODERATOR in stage.cookies:
            group.create_task(company.moderator().perform())
        for party in script.parties:
            if seat_role(party) in stage.cookies:
                group.create_task(company.politician(party).perform())
