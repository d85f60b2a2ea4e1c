"""Sweeping what was never a record, some time after the close (R-19). Is told what time it is; who looks at the clock is elsewhere."""

from datetime import datetime, timedelta
from typing import Protocol

from app.records.sweep import swept
from app.records.transaction import Transaction
from app.records.vocabulary import Actor, Move, SittingState
from app.routing.course import begin, enter


class Ended(Protocol):
    """What is needed of a sitting: where it stands, when it ended and when it was last swept, in UTC."""

    @property
    def state(self) -> SittingState: ...
    @property
    def closed_at(self) -> datetime | None: ...
    @property
    def swept_at(self) -> datetime | None: ...


def due(sitting: Ended, now: datetime, after: timedelta) -> bool:
    """Whether the sitting is to be swept now: ``after`` its close, and again as long after each time.

    What a party had promised to come back with is swept by a later turn. ``after`` zero: never.
    """
    if not after or sitting.closed_at is None:
        return False
    if sitting.state not in (SittingState.CLOSED, SittingState.ARCHIVED):
        return False
    since = sitting.closed_at if sitting.swept_at is None else max(sitting.closed_at, sitting.swept_at)
    return since + after <= now


def sweep(tx: Transaction, sitting: str, *, by: Actor) -> dict[str, int]:
    """Take away drafts, notes and messages and return how many of each. Entered by the numbers, if there was anything."""
    held, state = begin(tx, sitting, Move.SWEEP, by=by)
    gone = swept(tx, held)
    held.swept_at = tx.at
    if any(gone.values()):
        enter(tx, held, Move.SWEEP, state, by, {**gone})
    else:
        tx.session.flush()
    return gone
