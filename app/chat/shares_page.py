"""How the questions are shared out, on the desk: each party's load, and every choice of another party (M15).

The registrar reads the same in the register.
"""

from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from app.chat import office
from app.chat.desk_page import Desk
from app.chat.house import HouseDep
from app.chat.visitor import VisitorDep
from app.records import queries
from app.records.reading import Snapshot
from app.records.shares import Overridden, by_reason, overrides, shares
from app.records.views import Load, SittingView
from app.records.vocabulary import Distribution
from app.routing import lottery

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Shared:
    """``rounds``: the lottery's order in every round so far and the next."""

    sitting: SittingView
    loads: dict[str, Load]
    overrides: tuple[Overridden, ...]
    by_reason: dict[str, int]
    rounds: tuple[list[str], ...]

    @property
    def asked(self) -> int:
        """How many questions all parties have been given together."""
        return sum(load.asked for load in self.loads.values())

    def share(self, code: str) -> int:
        """The party's part of them, in whole per cent."""
        return round(100 * self.loads[code].asked / self.asked) if self.asked else 0


def shared(session: Snapshot, slug: str) -> Shared:
    """How the sitting's questions are shared out now. Raises ``Unknown``."""
    sitting, loads = queries.sitting(session, slug), shares(session, slug)
    found = tuple(overrides(session, slug))
    return Shared(sitting, loads, found, by_reason(found), _rounds(sitting, loads))


@router.get("/{sitting}/desk/shares")
async def shares_page(by: Desk, house: HouseDep, visitor: VisitorDep, sitting: str) -> Response:
    """Each party's load and share, and every choice of others than the proposed party with its reason: for moderators."""
    found = await house.reading.read(shared, sitting)
    facts: dict[str, Any] = {"shared": found, "sitting": found.sitting}
    return await office.page(house, visitor, by, "shares.html", **facts)


def _rounds(sitting: SittingView, loads: dict[str, Load]) -> tuple[list[str], ...]:
    if sitting.distribution is not Distribution.LOTTERY:
        return ()
    codes = [seat.code for seat in sitting.seats]
    begun = max((loads[code].asked for code in codes if code in loads), default=0) + 1
    return tuple(lottery.order(sitting.lottery_seed or "", turn, codes) for turn in range(1, begun + 1))
