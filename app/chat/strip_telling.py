"""Tells the desk in which parties somebody is, and who of them writes on what: frames without a number, never stored."""

from dataclasses import dataclass

from app.chat import render, spoken
from app.chat.house import House
from app.chat.newsroom import JSON
from app.chat.place import Kind
from app.chat.presence import Doing
from app.records import channels
from app.records.views import SittingView
from app.records.vocabulary import Unknown


@dataclass(frozen=True, slots=True)
class Inside:
    """A party where somebody is. ``number``: of the question that is written on there; None where nobody writes."""

    party: str
    number: int | None


Strip = tuple[Inside, ...]
"""The parties where somebody is, in the order of the assembly."""


async def tell(house: House, told: dict[str, Strip], *, again: bool) -> None:
    """Tell every desk where it is not what was ``told`` last; ``again``: also where it is."""
    for slug in {channel.partition("/")[0] for channel in house.presence.channels()} | set(told):
        try:
            sitting = await house.board.sitting(slug)
        except Unknown:  # a rehearsal that has been removed
            told.pop(slug, None)
            continue
        strip = inside(house, sitting)
        if strip == told.get(slug, ()) and not (again and strip):
            continue
        told[slug] = strip
        house.hub.say(channels.desk(slug), _Worded(strip))


def inside(house: House, sitting: SittingView) -> Strip:
    """Where somebody is now."""
    return tuple(found for seat in sitting.seats if (found := _in_seat(house, sitting.slug, seat.code)))


def part(strip: Strip, lang: str) -> str:
    """The same as finished HTML: words that the script puts at their places on the strip."""
    return render.part("strip_now", lang, strip=strip)


def _in_seat(house: House, slug: str, code: str) -> Inside | None:
    here = house.presence.here(channels.party(slug, code), house.clock())
    if not here:
        return None
    return Inside(code, next((each.number for each in here if each.doing is Doing.WRITING), None))


class _Worded:
    """The strip in each form that is asked for."""

    def __init__(self, strip: Strip) -> None:
        self._strip = strip

    def __call__(self, form: str) -> str:
        if form == JSON:
            writing = [{"party": each.party, "number": each.number} for each in self._strip if each.number]
            return spoken.text({"channel": Kind.DESK.value, "writing": writing})
        html = part(self._strip, form.removeprefix("html:"))
        return spoken.text({"put": "writing", "in": None, "at": None, "html": html})
