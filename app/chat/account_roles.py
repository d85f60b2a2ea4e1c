"""Accounts with the roles they hold, as an organiser sees them. Reads only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.chat.workplaces import Workplace
from app.records import people, queries
from app.records.people import AccountView, GrantView
from app.records.reading import Snapshot
from app.records.views import SittingView
from app.records.vocabulary import Role, Unknown


@dataclass(frozen=True, slots=True)
class Held:
    """A role that an account holds. ``everywhere``: in every sitting; ``place``: as a form names where it is held."""

    workplace: Workplace
    everywhere: bool
    place: str


@dataclass(frozen=True, slots=True)
class Member:
    """An account with its roles in words."""

    account: AccountView
    roles: tuple[Held, ...]


def staff(session: Snapshot) -> tuple[list[Member], list[SittingView]]:
    """Every account, those in use first, by name; and every sitting."""
    found, sittings = people.accounts(session), queries.sittings(session)
    in_use_first = sorted(found, key=lambda each: (each.disabled_at is not None, each.name.casefold()))
    return [_member(each, sittings) for each in in_use_first], sittings


def one(session: Snapshot, number: int) -> tuple[Member, list[SittingView]]:
    """An account, and every sitting. Raises ``Unknown``."""
    found, sittings = people.account(session, number), queries.sittings(session)
    if found is None:
        raise Unknown("account")
    return _member(found, sittings), sittings


def shown_at(now: datetime, sittings: Sequence[SittingView]) -> dict[str, object]:
    """What an account's state is told by: the time, on the clocks of the sittings."""
    return {"now": now, "zone": sittings[0].zone if sittings else "Europe/Stockholm"}


def _member(account: AccountView, sittings: Sequence[SittingView]) -> Member:
    by_slug = {sitting.slug: sitting for sitting in sittings}
    return Member(account, tuple(_held(grant, by_slug.get(grant.sitting or "")) for grant in account.grants))


def _held(grant: GrantView, sitting: SittingView | None) -> Held:
    seat = sitting.seat(grant.seat) if sitting is not None and grant.seat else None
    workplace = Workplace(grant.role, "", sitting, seat, grant.capacity)
    everywhere = grant.sitting is None and grant.role is not Role.ORGANISER
    return Held(workplace, everywhere, "/".join(filter(None, (grant.sitting, grant.seat))))
