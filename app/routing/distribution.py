"""Whose turn it is (M15). Pure: proposes by the sitting's rule and decides nothing; the moderator may choose otherwise."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.records.views import Load
from app.records.vocabulary import Distribution

_NONE_YET = Load()


class Why(StrEnum):
    """Why a party is proposed."""

    FOLLOW_UP = "follow_up"
    TURN_ORDER = "turn_order"
    FEWEST = "fewest"
    FREE = "free"


@dataclass(frozen=True, slots=True)
class Proposal:
    """The party whose turn it is, and why; no party where the sitting leaves the choice free."""

    party: str | None
    why: Why


def propose(
    rule: Distribution,
    seats: Sequence[str],
    loads: Mapping[str, Load],
    *,
    last_assigned: str | None = None,
    follow_up_parties: Sequence[str] = (),
) -> Proposal:
    """The party to ask next.

    ``seats``: the codes in the order of the assembly. ``last_assigned``: the party that last took its turn.
    ``follow_up_parties``: those asked in the thread that the question follows up; the first of them is proposed whatever
    the rule. Turn order: the one that has had fewest turns, among equals the next after ``last_assigned``. Fewest: the one
    with fewest waiting, then fewest had, then in the order of the assembly.
    """
    for party in follow_up_parties:
        if party in seats:
            return Proposal(party, Why.FOLLOW_UP)
    if rule is Distribution.FREE or not seats:
        return Proposal(None, Why.FREE)
    if rule is Distribution.FEWEST:
        return Proposal(min(seats, key=lambda code: _little_to_do(_load(loads, code))), Why.FEWEST)
    round_from_last = _from_the_next(seats, last_assigned)
    return Proposal(min(round_from_last, key=lambda code: _load(loads, code).asked), Why.TURN_ORDER)


def _load(loads: Mapping[str, Load], code: str) -> Load:
    return loads.get(code, _NONE_YET)


def _little_to_do(load: Load) -> tuple[int, int]:
    return load.waiting, load.asked


def _from_the_next(seats: Sequence[str], last: str | None) -> list[str]:
    """The seats in order, beginning after the one that was last."""
    start = seats.index(last) + 1 if last in seats else 0
    return [*seats[start:], *seats[:start]]
