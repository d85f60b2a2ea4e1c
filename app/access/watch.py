"""Looks again and again whether those whose sockets are open may still be here. Knows no reason why they should not.

Pages that take access away close the sockets themselves, at once. This finds what they cannot know of: a command in another
process, another server on the same database, a sign-in that came to its end (S6: within a second, everywhere).
"""

import asyncio
import logging

from app.access.premises import Premises
from app.records import people
from app.records.people import GrantView
from app.records.reading import Kept

Held = dict[int, tuple[GrantView, ...]]

EVERY = 0.5

log = logging.getLogger("fragestund.access")


async def keep_watch(house: Premises, *, every: float = EVERY) -> None:
    """Look round every so many seconds, until cancelled. A database that cannot be read shows nobody out."""
    kept = Kept[Held](house.reading)
    while True:
        await asyncio.sleep(every)
        try:
            await look_round(house, kept)
        except Exception as error:  # noqa: BLE001 - the next round may succeed, and nobody else would make it
            log.warning("the watch could not look round: %s", type(error).__name__)


async def look_round(house: Premises, kept: Kept[Held] | None = None) -> int:
    """Close the sockets of those whose sign-in or role is gone, and return how many those were. One read, or none.

    ``kept``: what was read the last time, for as long as nothing has been committed since.
    """
    places = house.sockets.places()
    if not places:
        return 0
    kept = kept or Kept(house.reading)
    held = await kept.read(people.still_held, {place.right.sign_in for place in places})
    now = house.clock()
    gone = [
        place
        for place in places
        if place.right.until <= now or place.right.held not in held.get(place.right.sign_in, ())
    ]
    for place in gone:
        house.sockets.close(place)
    return len(gone)
