"""Keeps beside the sitting the numbers that the public is told, and tells them when they have changed. Knows no clock and no page.

What the page shows is what was kept, not what is: so the page at a number and the frames after it are the page anew, and no
news goes to everybody for each post that comes in.
"""

from datetime import timedelta
from typing import Final

from app.records import channels, tallies
from app.records.tables import Sitting
from app.records.transaction import Transaction
from app.records.vocabulary import SittingState

TOLD_EVERY: Final = timedelta(seconds=10)
"""How often at most, while the numbers change by themselves."""

TOLD_WHILE: Final = frozenset({SittingState.OPEN, SittingState.LIVE, SittingState.CLOSING})
"""When numbers change by themselves and are told now and then. Afterwards they are told with each change."""

CLOSED: Final = frozenset({SittingState.CLOSED, SittingState.ARCHIVED})


def keep(tx: Transaction, sitting: Sitting) -> bool:
    """Keep the numbers as they are now. Returns whether they were others before."""
    if sitting.state is SittingState.PLANNED:
        return False
    told = tx.look(tallies.tally, sitting.slug, tx.at, closed=sitting.state in CLOSED)
    changed = told.differs(sitting.tally)
    if changed:
        sitting.tally = told.written()
    return changed


def tell(tx: Transaction, slug: str) -> bool:
    """Keep the numbers, and tell them on the page where they have changed. Returns whether they had. Raises ``Unknown``."""
    return tell_of(tx, tx.sitting(slug))


def tell_of(tx: Transaction, sitting: Sitting) -> bool:
    """The same for a sitting that is held already."""
    changed = keep(tx, sitting)
    if changed:
        tx.tell(channels.public(sitting.slug), channels.SITTING)
    return changed
