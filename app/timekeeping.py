"""The timekeeper: makes the moves that fall due, as the system, also those missed while the server was down (M2).

It looks at the clock once a second, for all that is seen to by it, and reads how everything stands when that may have changed.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from app import attending
from app.access.gate import traced
from app.chat.house import House
from app.records import channels, queries, tallies
from app.records.reading import Kept, Snapshot
from app.records.rounds import overdue
from app.records.views import SittingView
from app.records.vocabulary import SYSTEM, Move, Refusal
from app.routing import rounds, sittings, sweeping, tallying, timekeeper

TICK = 1.0
"""Seconds between looks: a sitting's times can be changed at any moment, by any process."""

_EVER: Final = datetime.max.replace(tzinfo=UTC)
"""By then every round is overdue: so all are read that wait for their time."""

_MOVES: Final[Mapping[Move, Callable[..., Any]]] = {
    Move.OPEN: sittings.open_,
    Move.GO_LIVE: sittings.go_live,
    Move.CLOSE_INTAKE: sittings.close_intake,
    Move.CLOSE: sittings.close,
}

log = logging.getLogger("fragestund.timekeeper")


@dataclass(frozen=True, slots=True)
class AllSittings:
    """How everything stood in one snapshot: every sitting, where its desk stood, and which rounds are to end when."""

    sittings: list[SittingView]
    desks: Mapping[str, int]
    rounds: list[tuple[str, int, datetime]]


async def keep(house: House) -> None:
    """Look at the clock until cancelled. A look that fails is followed by another."""
    kept = Kept[AllSittings](house.reading)
    while True:
        try:
            await look(house, kept)
        except Exception as error:  # noqa: BLE001 - the clock must not stop because one look failed
            log.warning("the timekeeper could not look: %s", traced(error))
        await asyncio.sleep(TICK)


async def look(house: House, kept: Kept[AllSittings] | None = None) -> None:
    """Make every move that has fallen due, in order, each sitting by itself.

    ``kept``: how it stood at the last look, for as long as nothing has been committed since.
    """
    stands = await (kept or Kept(house.reading)).read(_as_it_stands)
    now = house.clock()
    for sitting in stands.sittings:
        await _move_on(house, sitting)
        await _tell_numbers(house, sitting, stands.desks.get(channels.desk(sitting.slug), 0))
        await _sweep(house, sitting)
    for slug, number, due in stands.rounds:
        if due > now:
            break
        try:
            await house.journal.write(rounds.end_round, slug, number, by=SYSTEM, due=due)
        except Refusal as refusal:
            log.info("%s was not made: %s", Move.END_ROUND, refusal.code)
    await attending.look(house, stands.sittings, house.unattended_after)


def _as_it_stands(session: Snapshot) -> AllSittings:
    sittings = queries.sittings(session)
    told = [channels.desk(each.slug) for each in sittings if each.state in tallying.TOLD_WHILE]
    return AllSittings(sittings, queries.heads(session, told), overdue(session, _EVER))


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


async def _tell_numbers(house: House, sitting: SittingView, head: int) -> None:
    """Tell the public how many posts there are and what became of them, now and then, where that has changed.

    ``head``: where its desk stood. Every post that comes in is told there, and whatever becomes of it.
    """
    if sitting.state not in tallying.TOLD_WHILE or house.counted.get(sitting.slug) == head:
        return
    if not tallies.is_older(sitting.tally, tallying.TOLD_EVERY, now := house.clock()):
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
