"""Which of a sitting's moves have fallen due. Pure: is told what time it is; somebody else makes the moves."""

from datetime import datetime
from typing import Final, Protocol

from app.records.vocabulary import Move, SittingState


class Timetable(Protocol):
    """What is needed of a sitting: where it stands and its times in UTC. Its row and its view both have it."""

    @property
    def state(self) -> SittingState: ...
    @property
    def opens_at(self) -> datetime: ...
    @property
    def live_at(self) -> datetime: ...
    @property
    def intake_ends_at(self) -> datetime: ...
    @property
    def ends_at(self) -> datetime: ...


_ORDER: Final = (SittingState.PLANNED, SittingState.OPEN, SittingState.LIVE, SittingState.CLOSING)
_MOVES: Final = (Move.OPEN, Move.GO_LIVE, Move.CLOSE_INTAKE, Move.CLOSE)


def due(sitting: Timetable, now: datetime) -> list[tuple[Move, datetime]]:
    """The moves that the system is to make now, in order, each with the time for which it was planned.

    Also those missed while nobody kept the time: a sitting that should have ended is opened, held and closed, so that every
    post gets its outcome.
    """
    if sitting.state not in _ORDER:
        return []
    left = _ORDER.index(sitting.state)
    times = (sitting.opens_at, sitting.live_at, sitting.intake_ends_at, sitting.ends_at)
    return [(move, at) for move, at in list(zip(_MOVES, times, strict=True))[left:] if at <= now]


def next_due(sitting: Timetable) -> datetime | None:
    """When the sitting's next move falls due; None where it has none left."""
    times = (sitting.opens_at, sitting.live_at, sitting.intake_ends_at, sitting.ends_at)
    return times[_ORDER.index(sitting.state)] if sitting.state in _ORDER else None
