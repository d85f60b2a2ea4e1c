"""Who there is and who is signed in, read alike from either database."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from app.records import people, staff
from app.records.accounts import Account, Grant, Invitation, SignIn
from app.records.people import GrantView
from app.records.transaction import Transaction
from app.records.vocabulary import Capacity, Role
from tests.records import deeds
from tests.records.conftest import Database

IDLE, ABSOLUTE = timedelta(hours=12), timedelta(hours=24)
CHAIR = GrantView(Role.POLITICIAN, deeds.SLUG, "C", Capacity.MEMBER)
EVERYWHERE = GrantView(Role.MODERATOR, None, None, None)

Look = Callable[..., Any]


def staffed(tx: Transaction) -> None:
    """Cilla with C's chair and Moa who moderates everywhere, both signed in in one browser, Moa in another as well."""
    for login in ("cilla", "moa"):
        tx.add(Account(login=login, name=login.title(), made_at=tx.at))
    tx.add(
        Grant(account_id=1, role=CHAIR.role, sitting=CHAIR.sitting, seat=CHAIR.seat, capacity=CHAIR.capacity)
    )
    tx.add(Grant(account_id=2, role=Role.MODERATOR))
    tx.add(Grant(account_id=2, role=Role.REGISTRAR, revoked_at=tx.at))
    tx.add(Invitation(token_hash="link", account_id=1, expires_at=tx.at + timedelta(hours=72)))
    for account, browser in ((1, "one"), (2, "one"), (2, "two")):
        tx.add(SignIn(browser_hash=browser, account_id=account, signed_in_at=tx.at, seen_at=tx.at))


@pytest.fixture
def look(database: Database) -> Look:
    """A staffed database, and how to read it or write in it."""
    journal, reading = database.journal(), database.reading()
    journal.submit(staffed).result()

    def run(fn: Callable[..., Any], *args: Any, **facts: Any) -> Any:
        if fn.__module__ == people.__name__:
            return reading.look(fn, *args, **facts)
        return journal.submit(fn, *args, **facts).result()

    return run


def here(look: Look, browser: str, hours: float = 0) -> list[tuple[str, tuple[GrantView, ...]]]:
    now = deeds.clock() + timedelta(hours=hours)
    found = look(people.signed_in, browser, now=now, idle=IDLE, absolute=ABSOLUTE)
    return [(each.login, each.grants) for each in found]


def test_a_browsers_sign_ins_come_latest_first_with_the_roles_held_now(look: Look):
    assert here(look, "one") == [("moa", (EVERYWHERE,)), ("cilla", (CHAIR,))]
    assert here(look, "two") == [("moa", (EVERYWHERE,))]
    assert here(look, "three") == []
    assert here(look, "one", hours=12) == []


def test_what_was_ended_or_closed_is_held_no_longer(look: Look):
    assert look(people.still_held, {1, 2, 3, 4}) == {1: (CHAIR,), 2: (EVERYWHERE,), 3: (EVERYWHERE,)}

    look(staff.end_sign_ins, 2, but_browser="two")
    look(close_account, 1)

    assert look(people.still_held, {1, 2, 3, 4}) == {3: (EVERYWHERE,)}
    assert here(look, "one") == []


def close_account(tx: Transaction, number: int) -> None:
    tx.account(number).disabled_at = tx.at


def test_accounts_are_listed_with_what_they_hold(look: Look):
    listed = look(people.accounts)

    assert [(each.number, each.login, each.has_password, each.grants) for each in listed] == [
        (1, "cilla", False, (CHAIR,)),
        (2, "moa", False, (EVERYWHERE,)),
    ]
    assert look(people.account, 2) == listed[1]
    assert look(people.account, 3) is None


def test_a_link_is_found_by_its_hash_and_runs_out_when_voided(look: Look):
    found = look(people.invitation, "link")
    assert (found.account.login, found.open_at(deeds.clock())) == ("cilla", True)

    look(staff.void_invitations, 1)

    assert not look(people.invitation, "link").open_at(deeds.clock())
    assert look(people.invitation, "other") is None


def test_a_role_is_taken_by_whoever_is_signed_in_and_no_member_of_the_cast(look: Look):
    def taken(role: Role, seat: str | None, *cast: int) -> bool:
        facts = {"cast": cast, "now": deeds.clock(), "idle": IDLE}
        return bool(look(people.taken, role, deeds.SLUG, seat, **facts))

    assert (taken(Role.POLITICIAN, "C"), taken(Role.POLITICIAN, "C", 1)) == (True, False)
    assert (taken(Role.POLITICIAN, "S"), taken(Role.REGISTRAR, None)) == (False, False)
    assert (taken(Role.MODERATOR, None, 1), taken(Role.MODERATOR, None, 2)) == (True, False)


def test_being_here_puts_off_the_end_and_what_is_over_is_swept_away(look: Look):
    look(staff.touch, "two")
    now = deeds.clock()

    swept = look(staff.sweep, idle_since=now - timedelta(seconds=2), made_before=now - ABSOLUTE)

    assert swept == 2
    assert [here(look, browser) for browser in ("one", "two")] == [[], [("moa", (EVERYWHERE,))]]


def test_rows_are_found_for_those_who_change_them(database: Database):
    journal = database.journal()
    journal.submit(staffed).result()

    def found(tx: Transaction) -> tuple[Any, ...]:
        account, link = staff.account_by_login(tx, "moa"), staff.invitation(tx, "link")
        held = staff.grants_in(tx, deeds.SLUG), staff.sign_ins_of_browser(tx, "one")
        return (
            account and account.id,
            link and link.account_id,
            *([each.account_id for each in rows] for rows in held),
        )

    assert journal.submit(found).result() == (2, 1, [1], [1, 2])
