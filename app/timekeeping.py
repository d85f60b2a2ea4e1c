"""The timekeeper: makes the moves that fall due, as the system, also those missed while the server was down (M2).

It reads how everything stands once a second, for all that is seen to by the clock.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from app import attending
from app.access.gate import traced
from app.chat.house import House
from app.records import channels, queries, tallies
from app.records.reading import Snapshot
from app.records.rounds import overdue
from app.records.views import SittingView
from app.records.vocabulary import SYSTEM, Move, Refusal
from app.routing import rounds, sittings, sweeping, tallying, timekeeper

TICK = 1.0
"""Seconds between looks: a sitting's times can be changed at any moment, by any process."""

_MOVES: Final[Mapping[Move, Callable[..., Any]]] = {
    Move.OPEN: sittings.open_,
    Move.GO_LIVE: sittings.go_live,
    Move.CLOSE_INTAKE: sittings.close_intake,
    Move.CLOSE: sittings.close,
}

log = logging.getLogger("fragestund.timekeeper")


async def keep(house: House) -> None:
    """Look at the clock until cancelled. A look that fails is followed by another."""
    while True:
        try:
            await look(house)
        except Exception as error:  # noqa: BLE001 - the clock must not stop because one look failed
            log.warning("the timekeeper could not look: %s", traced(error))
        await asyncio.sleep(TICK)


async def look(house: House) -> None:
    """Make every move that has fallen due, in order, each sitting by itself."""
    held, ended = await house.reading.read(_as_it_stands, house.clock())
    for sitting in held:
        await _move_on(house, sitting)
        await _tell_numbers(house, sitting)
        await _sweep(house, sitting)
    for slug, number, due in ended:
        try:
            await house.journal.write(rounds.end_round, slug, number, by=SYSTEM, due=due)
        except Refusal as refusal:
            log.info("%s was not made: %s", Move.END_ROUND, refusal.code)
    await attending.look(house, held, house.unattended_after)


def _as_it_stands(
    session: Snapshot, now: datetime
) -> tuple[list[SittingView], list[tuple[str, int, datetime]]]:
    """Every sitting, and the questions to all parties whose time is out, in one snapshot."""
    return queries.sittings(session), overdue(session, now)


async def _move_on(house: House, sitting: SittingView) -> None:
    for move, due in timekeeper.due(sitting, house.clock()):
        try:
            how = _how(house, sitting.slug, move)
            await house.journal.write(_MOVES[move], sitting.slug, by=SYSTEM, due=due, **how)
        except Refusal as refusal:
            # Made in the meantime, by a moderator or another process: the next look sees how things stand.
            log.info("%s was not made: %s", move, refusal.code)
            return


def _how(house: House, sitting: str, move: Move) -> dict[str, bool]:
    """A sitting that goes live by itself is told whether a moderator is there."""
    patience = house.unattended_after
    if move is not Move.GO_LIVE or not patience:
        return {}
    return {"attended": house.staffed.is_staffed(sitting, house.clock(), patience)}


async def _tell_numbers(house: House, sitting: SittingView) -> None:
    """Tell the public how many posts there are and what became of them, now and then, where that has changed."""
    if sitting.state not in tallying.TOLD_WHILE:
        return
    if not tallies.is_older(sitting.tally, tallying.TOLD_EVERY, now := house.clock()):
        return
    head = await house.reading.read(queries.head, channels.desk(sitting.slug))
    if house.counted.get(sitting.slug) == head:
        return
    told = await house.reading.read(tallies.tally, sitting.slug, now, closed=False)
    if told.differs(sitting.tally):
        await house.journal.keep(tallying.tell, sitting.slug)
    house.counted[sitting.slug] = head


async def _sweep(house: House, sitting: SittingView) -> None:
    """Take away the working material of a sitting that has been over for long enough (R-19)."""
    if sweeping.due(sitting, house.clock(), house.swept_after):
        try:
            await house.journal.write(sweeping.sweep_if_any, sitting.slug, by=SYSTEM)
        except Refusal as refusal:
            log.info("%s was not swept: %s", sitting.slug, refusal.code)
