"""The form of a role: which, and where it is held; and of a new account (M22). Read back as what accounts are granted. Makes no move."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from app.access import accounts
from app.chat import form_terms, terms
from app.chat.filled import Filled
from app.records.transaction import Transaction
from app.records.views import SittingView
from app.records.vocabulary import Actor, Capacity, Malformed, Role, SittingState

FIELDS: Final = ("name", "login", "role", "place", "capacity")
"""In the order of the page."""


class Given(StrEnum):
    """The roles that can be given, in the order they are offered."""

    MODERATOR = Role.MODERATOR.value
    POLITICIAN = Role.POLITICIAN.value
    REGISTRAR = Role.REGISTRAR.value
    ORGANISER = Role.ORGANISER.value


@dataclass(frozen=True, slots=True)
class Wanted:
    """A role at a place, as ``accounts.grant`` takes it."""

    role: Role
    sitting: str | None
    seat: str | None
    capacity: Capacity | None


def read(filled: Filled) -> Wanted | None:
    """The role in the form, or None with what was wrong in ``filled.errors``. ``place`` is ``SLUG`` or ``SLUG/CODE``, or empty."""
    given = filled.one_of("role", Given)
    capacity = filled.one_of("capacity", Capacity) if filled.fields.get("capacity") else None
    sitting, _, seat = filled.line("place", 100, needed=False).partition("/")
    if given is None or filled.errors:
        return None
    role = Role(given.value)
    if (wrong := _misplaced(role, sitting, seat)) is not None:
        filled.wrong("place", Malformed(wrong))
        return None
    return Wanted(role, sitting or None, seat or None, capacity if role is Role.POLITICIAN else None)


def grant(tx: Transaction, account: int, wanted: Wanted, *, by: Actor) -> None:
    """Give the account the role."""
    accounts.grant(
        tx, account, wanted.role, sitting=wanted.sitting, seat=wanted.seat, capacity=wanted.capacity, by=by
    )


def facts(filled: Filled, sittings: Iterable[SittingView], lang: str) -> dict[str, Any]:
    """What the form's fields are shown with: as they were filled in, and what was wrong."""
    return {
        "typed": {name: filled.fields.get(name, "") for name in FIELDS},
        "errors": form_terms.beside(filled.errors, lang),
        "first": form_terms.first_of(FIELDS, filled.errors),
        "theirs": None,
        "sittings": places(sittings),
        "roles": [(role.value, terms.term("role", role.value, lang)) for role in Given],
        "capacities": terms.choices("capacity", lang),
    }


def places(sittings: Iterable[SittingView]) -> list[SittingView]:
    """The sittings in which a role can be of use, the latest first."""
    current = (each for each in sittings if each.state is not SittingState.ARCHIVED)
    return sorted(current, key=lambda sitting: (sitting.live_at, sitting.slug), reverse=True)


def _misplaced(role: Role, sitting: str, seat: str) -> str | None:
    """Why the role is not held at such a place."""
    if role is Role.POLITICIAN:
        return None if seat else "seat"
    if seat:
        return "no_seat"
    return "role_given" if role is Role.ORGANISER and sitting else None
