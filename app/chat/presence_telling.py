"""Tells everybody on a channel who else is here, once it has changed: frames without a number, never stored (design.md)."""

import asyncio
import logging
from typing import Any, Final

from app.chat import render, spoken
from app.chat.house import House
from app.chat.newsroom import JSON
from app.chat.place import Place
from app.chat.presence import Here
from app.records.views import SittingView
from app.records.vocabulary import Unknown

EVERY: Final = 1.0
"""Seconds between two tellings: what changes in between is told together."""

log = logging.getLogger("fragestund.live")


async def keep_telling(house: House, *, every: float = EVERY) -> None:
    """Tell what has changed every so many seconds, until cancelled."""
    while True:
        await asyncio.sleep(every)
        try:
            await tell(house)
        except Exception as error:  # noqa: BLE001 - who is here must not stop being told because it failed once
            log.warning("who is here could not be told: %s", type(error).__name__)


async def tell(house: House) -> None:
    """Tell every channel where it has changed who is here, in the reader's form."""
    for channel, here in list(house.presence.untold(house.clock())):
        place = Place.named(channel)
        try:
            sitting = await house.board.sitting(place.sitting)
        except Unknown:  # a rehearsal that has been removed
            continue
        house.hub.say(channel, _Worded(place, sitting, here))


def part(place: Place, sitting: SittingView, here: tuple[Here, ...], lang: str) -> str:
    """Who is here as finished HTML: the same for everybody on the channel."""
    return render.part("here", lang, place=place, sitting=sitting, here=here)


def who_is_here(house: House, channel: str, sitting: SittingView, lang: str) -> str:
    """The same as it stands now, for a page that is fetched."""
    return part(Place.named(channel), sitting, house.presence.here(channel, house.clock()), lang)


class _Worded:
    """Who is here, in each form that is asked for."""

    def __init__(self, place: Place, sitting: SittingView, here: tuple[Here, ...]) -> None:
        self._place, self._sitting, self._here = place, sitting, here

    def __call__(self, form: str) -> str:
        if form == JSON:
            said: list[dict[str, Any]] = [spoken.here(each) for each in self._here]
            return spoken.text({"channel": self._place.kind.value, "here": said})
        html = part(self._place, self._sitting, self._here, form.removeprefix("html:"))
        return spoken.text({"put": "here", "in": None, "at": None, "html": html})
