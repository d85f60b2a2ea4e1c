"""Tells the public page which parties are writing an answer now: frames without a number, never stored. Tells no word of it."""

import asyncio
import logging
from dataclasses import dataclass
from typing import Final

from app.chat import render, spoken, strip_telling
from app.chat.house import House
from app.chat.newsroom import JSON
from app.chat.place import Kind, Place
from app.chat.presence import Doing
from app.records import channels
from app.records.views import SittingView
from app.records.vocabulary import Unknown

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
        bench = _bench(sitting, at_work.get(slug, {}))
        if bench == told.get(slug, ()) and not (again and bench):
            continue
        told[slug] = bench
        house.hub.say(channels.public(slug), _Worded(bench))


def _at_work(house: House) -> dict[str, dict[str, int]]:
    """Sitting -> party -> the question that somebody in its chair writes on."""
    now, found = house.clock(), dict[str, dict[str, int]]()
    for channel in house.presence.channels():
        place = Place.named(channel)
        if place.kind is not Kind.PARTY:
            continue
        for each in house.presence.here(channel, now):
            if each.doing is Doing.WRITING and each.number is not None:
                found.setdefault(place.sitting, {}).setdefault(place.code, each.number)
    return found


def _bench(sitting: SittingView, at_work: dict[str, int]) -> Bench:
    return tuple(Writing(seat.code, at_work[seat.code]) for seat in sitting.seats if seat.code in at_work)


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
