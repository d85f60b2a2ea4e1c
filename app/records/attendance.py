"""Reads who took part in a sitting on the staff side: who made moves, and who was signed in meanwhile. Knows no page."""

import json
from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlmodel import Session

from app.records.plain import ACCOUNT, ENTRY, GRANT, SIGN_IN
from app.records.vocabulary import Capacity, Role

_SEATED = (Role.MODERATOR, Role.POLITICIAN)


@dataclass(frozen=True, slots=True)
class Attended:
    """One person in one capacity. ``moves``: how many moves stand in the log; none for one who only was signed in."""

    name: str
    role: Role
    seat: str | None
    capacity: Capacity | None
    moves: int


def attendance(session: Session, slug: str, since: datetime, until: datetime) -> list[Attended]:
    """Moderators first, then politicians by seat, then the others, by name: who was there between the two moments."""
    moved = _moves(session, slug, since)
    there = _signed_in(session, slug, since, until)
    granted = select(GRANT.c.account_id, GRANT.c.role, GRANT.c.seat, GRANT.c.capacity, GRANT.c.revoked_at)
    seats = session.execute(granted.where(GRANT.c.sitting == slug).order_by(GRANT.c.id)).all()
    found: dict[tuple[int, Role], tuple[str | None, Capacity | None]] = dict.fromkeys(moved, (None, None))
    for row in seats:
        key = (row.account_id, Role(row.role))
        is_here = row.account_id in there and row.role in _SEATED and row.revoked_at is None
        if key in moved or is_here:
            found[key] = (row.seat, row.capacity)
    names = _names(session, {account for account, _ in found})
    people = [
        Attended(names.get(account, ""), role, seat, capacity, moved[account, role])
        for (account, role), (seat, capacity) in found.items()
    ]
    order = (Role.MODERATOR, Role.POLITICIAN, Role.ORGANISER, Role.REGISTRAR)
    return sorted(people, key=lambda each: (order.index(each.role), each.seat or "", each.name))


def _moves(session: Session, slug: str, since: datetime) -> Counter[tuple[int, Role]]:
    """How many moves each account has made in each role since then: planning it is not being there."""
    moved: Counter[tuple[int, Role]] = Counter()
    made = select(ENTRY.c.entry).where(ENTRY.c.log == slug, ENTRY.c.at >= since)
    for (entry,) in session.execute(made):
        content = json.loads(entry)
        kind, _, number = content["actor"].partition("/")
        if kind == "account":
            moved[int(number), Role(content["role"])] += 1
    return moved


def _signed_in(session: Session, slug: str, since: datetime, until: datetime) -> set[int]:
    """The accounts with a role here that were signed in at some time between."""
    of_here = select(GRANT.c.account_id).where(GRANT.c.sitting == slug)
    here = select(SIGN_IN.c.account_id).where(
        SIGN_IN.c.account_id.in_(of_here),
        SIGN_IN.c.signed_in_at <= until,
        SIGN_IN.c.seen_at >= since,
        or_(SIGN_IN.c.ended_at.is_(None), SIGN_IN.c.ended_at >= since),
    )
    return {int(account) for (account,) in session.execute(here)}


def _names(session: Session, accounts: set[int]) -> dict[int, str]:
    named = select(ACCOUNT.c.id, ACCOUNT.c.name).where(ACCOUNT.c.id.in_(accounts))
    return {row.id: row.name for row in session.execute(named)}
