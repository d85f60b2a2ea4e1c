"""Sweeping what was never a record, some time after the close (R-19). Is told what time it is; who looks at the clock is elsewhere."""

from datetime import datetime, timedelta
from typing import Protocol

from app.records.sweep import left, swept
from app.records.transaction import Transaction
from app.records.vocabulary import Actor, Move, SittingState
from app.routing.course import SittingOutcome, begin, enter


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


def sweep(tx: Transaction, sitting: str, *, by: Actor) -> SittingOutcome:
    """Take away drafts, notes and messages. Entered by how many there were of each."""
    held, state = begin(tx, sitting, Move.SWEEP, by=by)
    gone = swept(tx, held)
    held.swept_at = tx.at
    return enter(tx, held, Move.SWEEP, state, by, {**gone})


def sweep_if_any(tx: Transaction, sitting: str, *, by: Actor) -> bool:
    """The same where there is anything; else only note when it was looked for. Returns whether there was."""
    held, _ = begin(tx, sitting, Move.SWEEP, by=by)
    found = any(left(tx, held).values())
    if found:
        sweep(tx, sitting, by=by)
    held.swept_at = tx.at
    tx.session.flush()
    return found
