"""Tells the public page which parties are writing an answer now: frames without a number, never stored. Tells no word of it.

What somebody says that they write on is believed only where their party is asked it: the public page repeats no claim.
"""

import asyncio
import logging
from dataclasses import dataclass
from typing import Final

from app.chat import render, spoken, strip_telling
from app.chat.house import House
from app.chat.newsroom import JSON
from app.chat.place import Kind, Place
from app.chat.presence import Doing
from app.records import channels, queries
from app.records.reading import Snapshot
from app.records.views import SittingView
from app.records.vocabulary import State, Unknown

EVERY: Final = 5.0
"""Seconds between two tellings: everybody who reads is told, so what changes in between is told together."""

AGAIN: Final = 4
"""After how many tellings what stands is told again, for those who have come since."""

log = logging.getLogger("fragestund.live")


@dataclass(frozen=True, slots=True)
class Writing:
    """A party that writes an answer to the question with this number."""

    party: str
    number: int


_ANSWERABLE: Final = frozenset({State.ASSIGNED, State.ANSWERED})

Claims = dict[str, list[int]]
"""Party -> the questions that somebody in its chair says that they write on, in the order in which they came."""

Bench = tuple[Writing, ...]
"""Who writes in a sitting, in the order of the assembly."""


async def keep_telling(house: House, *, every: float = EVERY) -> None:
    """Tell until cancelled, the desks as well."""
    told: dict[str, Bench] = {}
    strips: dict[str, strip_telling.Strip] = {}
    turn = 0
    while True:
        await asyncio.sleep(every)
        turn += 1
        try:
            await tell(house, told, again=turn % AGAIN == 0)
            await strip_telling.tell(house, strips, again=turn % AGAIN == 0)
        except Exception as error:  # noqa: BLE001 - the bench must not fall silent because it failed once
            log.warning("who is writing could not be told: %s", type(error).__name__)


async def tell(house: House, told: dict[str, Bench], *, again: bool) -> None:
    """Tell every sitting where others write than was ``told`` last; ``again``: also where the same do."""
    at_work = _at_work(house)
    for slug in {*at_work, *told}:
        try:
            sitting = await house.board.sitting(slug)
        except Unknown:  # a rehearsal that has been removed
            told.pop(slug, None)
            continue
        bench = await _bench(house, sitting, at_work.get(slug, {}))
        if bench == told.get(slug, ()) and not (again and bench):
            continue
        told[slug] = bench
        house.hub.say(channels.public(slug), _Worded(bench))


def _at_work(house: House) -> dict[str, Claims]:
    """Sitting -> what is claimed there."""
    now, found = house.clock(), dict[str, Claims]()
    for channel in house.presence.channels():
        place = Place.named(channel)
        if place.kind is not Kind.PARTY:
            continue
        for each in house.presence.here(channel, now):
            if each.doing is Doing.WRITING and each.number is not None:
                found.setdefault(place.sitting, {}).setdefault(place.code, []).append(each.number)
    return found


async def _bench(house: House, sitting: SittingView, claims: Claims) -> Bench:
    numbers = {number for claimed in claims.values() for number in claimed}
    asked = await house.reading.read(_asked, sitting.slug, numbers) if numbers else {}
    return tuple(
        Writing(seat.code, number)
        for seat in sitting.seats
        for number in [each for each in claims.get(seat.code, []) if seat.code in asked.get(each, ())][:1]
    )


def _asked(session: Snapshot, slug: str, numbers: set[int]) -> dict[int, tuple[str, ...]]:
    """Which parties are asked each of these questions now and can answer it."""
    views = queries.questions(session, slug, sorted(numbers))
    return {
        view.number: view.asked_of for view in views if view.state in _ANSWERABLE and view.provision is None
    }


class _Worded:
    """Who is writing, in each form that is asked for."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    def __call__(self, form: str) -> str:
        if form == JSON:
            said = [{"party": each.party, "number": each.number} for each in self._bench]
            return spoken.text({"channel": Kind.PUBLIC.value, "writing": said})
        html = render.part("writing", form.removeprefix("html:"), bench=self._bench)
        return spoken.text({"put": "writing", "in": None, "at": None, "html": html})
