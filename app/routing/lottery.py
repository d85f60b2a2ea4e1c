"""The lottery that decides whose turn it is: one order for each round, which anybody who has the seed can work out. Pure.

Round 1 is everybody's first question, round 2 everybody's second. A party's place in a round is decided by the HMAC-SHA256 of
``<round>:<code>`` under the seed, both as UTF-8, written in hexadecimal: the smallest comes first. So a party that comes or
goes leaves the others' order as it was.
"""

import hmac
from collections.abc import Sequence


def order(seed: str, turn: int, seats: Sequence[str]) -> list[str]:
    """The codes of the seats in the order of this round, which is at least 1."""
    return sorted(seats, key=lambda code: ticket(seed, turn, code))


def ticket(seed: str, turn: int, code: str) -> str:
    """The party's lot in this round."""
    return hmac.new(seed.encode(), f"{turn}:{code}".encode(), "sha256").hexdigest()
