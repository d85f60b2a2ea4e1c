"""When it is a party's turn, by the sitting's rule, told to a party that has nothing to do. Decides nothing."""

from dataclasses import replace
from typing import Final

from app.records import queries
from app.records.reading import Snapshot
from app.records.turns import last_turn
from app.records.views import Load, SittingView
from app.routing.distribution import propose

_FARTHEST: Final = 50
"""How far ahead it is looked: more than that is not worth a number."""


def place_in_turn(session: Snapshot, sitting: SittingView, code: str) -> int | None:
    """The party's place among those whose turn comes: 1 for the next question; None where the choice is free.

    The next questions are dealt out in thought, as if none followed up another and nobody chose otherwise.
    """
    seats = [seat.code for seat in sitting.seats]
    loads = dict(queries.loads(session, sitting.slug))
    last = last_turn(session, sitting.slug)
    for place in range(1, _FARTHEST + 1):
        party = propose(
            sitting.distribution, seats, loads, last_assigned=last, seed=sitting.lottery_seed
        ).party
        if party is None or party == code:
            return None if party is None else place
        had = loads.get(party, Load())
        loads[party], last = replace(had, asked=had.asked + 1, waiting=had.waiting + 1), party
    return None
