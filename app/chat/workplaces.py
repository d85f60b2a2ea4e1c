"""Where each role works: the addresses that a person's roles lead to, with the words that tell them apart. Knows no cookie."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from app.records.people import GrantView
from app.records.views import SeatView, SittingView
from app.records.vocabulary import Capacity, Role, SittingState

ONE_OF_SEVERAL = "/me"
"""The page from which somebody with several workplaces chooses."""


@dataclass(frozen=True, slots=True)
class Workplace:
    """A role at its place. ``sitting`` is None for who works everywhere, ``seat`` is a politician's chair."""

    role: Role
    address: str
    sitting: SittingView | None = None
    seat: SeatView | None = None
    capacity: Capacity | None = None


def workplaces(grants: Iterable[GrantView], sittings: Sequence[SittingView]) -> list[Workplace]:
    """Every place that these roles open, the latest sitting first. A role held everywhere has a place in each sitting."""
    latest_first = sorted(sittings, key=lambda sitting: (sitting.live_at, sitting.slug), reverse=True)
    return [place for grant in grants for place in _places(grant, latest_first)]


def way_in(grants: Iterable[GrantView], sittings: Sequence[SittingView]) -> str:
    """Where to begin: the only workplace there is, or the page that lists them."""
    addresses = {place.address for place in workplaces(grants, sittings)}
    return addresses.pop() if len(addresses) == 1 else ONE_OF_SEVERAL


def _places(grant: GrantView, sittings: Sequence[SittingView]) -> Iterator[Workplace]:
    if grant.role is Role.ORGANISER:
        yield Workplace(grant.role, "/organiser")
        return
    for sitting in sittings:
        everywhere = grant.sitting is None and sitting.state is not SittingState.ARCHIVED
        if everywhere or sitting.slug == grant.sitting:
            yield from _place_in(sitting, grant)


def _place_in(sitting: SittingView, grant: GrantView) -> Iterator[Workplace]:
    pages = {Role.MODERATOR: "desk", Role.REGISTRAR: "register"}
    if grant.role in pages:
        yield Workplace(grant.role, f"/{sitting.slug}/{pages[grant.role]}", sitting)
    elif grant.seat is not None:
        address = f"/{sitting.slug}/party/{grant.seat}"
        yield Workplace(grant.role, address, sitting, sitting.seat(grant.seat), grant.capacity)
