"""Whose turn it is (M15). Pure: proposes by the sitting's rule and decides nothing; the moderator may choose otherwise."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from app.records.views import Load
from app.records.vocabulary import Distribution
from app.routing import lottery

_NONE_YET = Load()


class Why(StrEnum):
    """Why a party is proposed."""

    FOLLOW_UP = "follow_up"
    TURN_ORDER = "turn_order"
    FEWEST = "fewest"
    LOTTERY = "lottery"
    FREE = "free"


@dataclass(frozen=True, slots=True)
class Grounds:
    """What the proposal rests on, to be said in words.

    ``had``, ``waiting``: the party's own. ``equals``: how many parties have as little as it, itself among them; where there
    are several, ``after`` is the party that it comes after in order (None: it comes first in it).
    """

    had: int = 0
    waiting: int = 0
    equals: int = 1
    after: str | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """The party whose turn it is, and why; no party where the sitting leaves the choice free."""

    party: str | None
    why: Why
    grounds: Grounds = field(default=Grounds(), compare=False)


def propose(
    rule: Distribution,
    seats: Sequence[str],
    loads: Mapping[str, Load],
    *,
    last_assigned: str | None = None,
    follow_up_parties: Sequence[str] = (),
    seed: str | None = None,
) -> Proposal:
    """The party to ask next.

    ``seats``: the codes in the order of the assembly. ``last_assigned``: the party that last took its turn.
    ``follow_up_parties``: those asked in the thread that the question follows up; the first of them is proposed whatever
    the rule. Turn order: the one that has had fewest turns, among equals the next after ``last_assigned``. Fewest: the one
    with fewest waiting, then fewest had, then in the order of the assembly. Lottery: the one that has had fewest turns, among
    equals in the order of that round, which ``seed`` decides.
    """
    for party in follow_up_parties:
        if party in seats:
            return Proposal(party, Why.FOLLOW_UP)
    if rule is Distribution.FREE or not seats:
        return Proposal(None, Why.FREE)
    least, equals = _least(rule, seats, loads)
    match rule:
        case Distribution.FEWEST:
            chosen, why, after = equals[0], Why.FEWEST, None
        case Distribution.LOTTERY:
            chosen, why, after = lottery.order(seed or "", least.asked + 1, equals)[0], Why.LOTTERY, None
        case _:
            in_turn = _from_the_next(seats, last_assigned)
            chosen, why = next(code for code in in_turn if code in equals), Why.TURN_ORDER
            after = last_assigned if last_assigned in seats else None
    own = _load(loads, chosen)
    return Proposal(chosen, why, Grounds(own.asked, own.waiting, len(equals), after))


def _least(rule: Distribution, seats: Sequence[str], loads: Mapping[str, Load]) -> tuple[Load, list[str]]:
    """What a party has that has least, as the rule counts it, and the parties that have as little, in the order of the assembly."""
    measure = _little_to_do if rule is Distribution.FEWEST else _turns
    least = min((_load(loads, code) for code in seats), key=measure)
    return least, [code for code in seats if measure(_load(loads, code)) == measure(least)]


def _load(loads: Mapping[str, Load], code: str) -> Load:
    return loads.get(code, _NONE_YET)


def _little_to_do(load: Load) -> tuple[int, ...]:
    return load.waiting, load.asked


def _turns(load: Load) -> tuple[int, ...]:
    return (load.asked,)


def _from_the_next(seats: Sequence[str], last: str | None) -> list[str]:
    """The seats in order, beginning after the one that was last."""
    start = seats.index(last) + 1 if last in seats else 0
    return [*seats[start:], *seats[:start]]
