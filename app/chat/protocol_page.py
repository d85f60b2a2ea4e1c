"""The closing protocol as a page to read and to print, for everybody who works with the sitting (M19). Made from what was kept alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.responses import Response

from app.chat import office
from app.chat.house import HouseDep
from app.chat.messages import MOST_NUMBER
from app.chat.own_page import Own
from app.chat.visitor import VisitorDep
from app.records import queries, tallies
from app.records.entries import canonical
from app.records.protocols import ProtocolView, protocols
from app.records.reading import Snapshot
from app.records.views import SittingView
from app.records.vocabulary import Unknown

router = APIRouter()

Which = Annotated[int | None, Query(ge=1, le=MOST_NUMBER)]

_TIMES = ("at", "until", "due", "end", "opens_at", "live_at", "intake_ends_at", "ends_at", "made_at")


@dataclass(frozen=True, slots=True)
class Kept:
    """A sitting's protocols and the one that is read; none before the first close."""

    sitting: SittingView
    every: tuple[ProtocolView, ...]
    shown: ProtocolView | None


def kept(session: Snapshot, slug: str, number: int | None) -> Kept:
    """The protocol with this number, or the latest. Raises ``Unknown``."""
    sitting, every = queries.sitting(session, slug), tuple(protocols(session, slug))
    if number is not None and number > len(every):
        raise Unknown("page")
    shown = every[(number or len(every)) - 1] if every else None
    return Kept(sitting, every, shown)


@router.get("/{sitting}/protocol")
async def protocol(
    by: Own, house: HouseDep, visitor: VisitorDep, sitting: str, number: Which = None
) -> Response:
    """The protocol of the last close, or of an earlier one that it replaces."""
    found = await house.reading.read(kept, sitting, number)
    held = None if found.shown is None else found.shown.held
    facts: dict[str, Any] = {"kept": found, "sitting": found.sitting}
    if held is not None:
        facts |= {"p": with_times(held), "numbers": tallies.read(canonical(held["numbers"]).decode())}
        facts["feedback_by"] = held["feedback_by"] and date.fromisoformat(held["feedback_by"])
    return await office.page(house, visitor, by, "protocol.html", **facts)


def with_times(held: Mapping[str, Any]) -> dict[str, Any]:
    """The same with its moments as moments."""
    return {name: _read(name, value) for name, value in held.items()}


def _read(name: str, value: Any) -> Any:
    if isinstance(value, dict):
        return with_times(value)
    if isinstance(value, list):
        return [_read("", each) for each in value]
    return datetime.fromisoformat(value) if name in _TIMES and value else value
