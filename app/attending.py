"""Sees to it that a sitting that goes on without a moderator is in the safe state, and leaves it when one comes back."""

import logging
from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from app.chat.house import House
from app.records.views import SittingView
from app.records.vocabulary import SYSTEM, Refusal, SittingState
from app.routing import attending

_NEEDS_A_MODERATOR: Final = frozenset({SittingState.LIVE, SittingState.CLOSING})

log = logging.getLogger("fragestund.attending")


async def look(house: House, sittings: Iterable[SittingView], patience: timedelta) -> None:
    """Make the move that is due in each sitting, as the system. ``patience`` of nothing: never leave it to itself."""
    for sitting in sittings if patience else ():
        if sitting.state not in _NEEDS_A_MODERATOR:
            if sitting.state is not SittingState.OPEN:  # soon live: whether one is here decides how it begins
                house.staffed.forget(sitting.slug)
            continue
        move = _due(house, sitting, patience)
        if move is not None:
            try:
                await house.journal.write(move, sitting.slug, by=SYSTEM)
            except Refusal as refusal:  # closed in the meantime, or made by another process
                log.info("%s stands otherwise by now: %s", sitting.slug, refusal.code)


def _due(house: House, sitting: SittingView, patience: timedelta) -> attending.Turn | None:
    now = house.clock()
    if sitting.unattended_at is None:
        return attending.unattend if house.staffed.is_deserted(sitting.slug, now, patience) else None
    return attending.attend if house.staffed.is_staffed(sitting.slug, now, patience) else None
