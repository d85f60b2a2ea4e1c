"""Accounts and roles: who may give them out, and what the installation's log says of it."""

import json
from typing import Any

import pytest
from sqlmodel import Session, select

from app.access import accounts, sign_ins
from app.records import people
from app.records.log import INSTALLATION, Entry
from app.records.people import GrantView
from app.records.vocabulary import (
    SYSTEM,
    Actor,
    Capacity,
    Malformed,
    NotYours,
    OutOfTurn,
    Refusal,
    Role,
    Unknown,
)
from tests.access.building import House

ORGANISER = Actor(Role.ORGANISER, account=99)


def entered(house: House) -> list[dict[str, Any]]:
    """Every entry of the installation's log, read back."""

    def read(session: Session) -> list[bytes]:
        return list(
            session.exec(select(Entry.entry).where(Entry.log == INSTALLATION).order_by(Entry.seq))  # type: ignore[arg-type] # SQLModel types a column as its value
        )

    return [json.loads(each) for each in house.look(read)]


def test_an_organiser_makes_an_account_and_gives_it_a_chair(house: House):
    number = house.do(accounts.enrol, " Moa@Region.example ", "Moa  Exempel", by=ORGANISER)
    house.do(accounts.grant, number, Role.POLITICIAN, sitting="budget", seat="C", by=ORGANISER)

    made = house.look(people.account, number)
    assert made is not None
    assert (made.login, made.name) == ("moa@region.example", "Moa Exempel")
    assert made.grants == (GrantView(Role.POLITICIAN, "budget", "C", Capacity.MEMBER),)


def test_what_was_given_and_taken_stands_in_the_log_in_codes_and_without_names(house: House):
    number = house.do(accounts.enrol, "moa", "Moa Exempel", by=SYSTEM)
    house.do(accounts.grant, number, Role.POLITICIAN, sitting="budget", seat="C", by=ORGANISER)
    house.do(sign_ins.invite, number, token_hash="h", by=ORGANISER)
    house.do(accounts.revoke, number, Role.POLITICIAN, sitting="budget", seat="C", by=ORGANISER)
    house.do(accounts.disable, number, by=ORGANISER)

    entries = entered(house)
    assert [(each["move"], each["subject"], each["facts"]) for each in entries] == [
        ("enrol", "account/1", {}),
        (
            "grant",
            "account/1",
            {"role": "politician", "sitting": "budget", "seat": "C", "capacity": "member"},
        ),
        ("invite", "account/1", {}),
        ("revoke", "account/1", {"role": "politician", "sitting": "budget", "seat": "C"}),
        ("disable", "account/1", {}),
    ]
    assert [each["actor"] for each in entries] == ["system", *["account/99"] * 4]
    assert "Moa" not in json.dumps(entries)


def test_signing_in_and_out_is_no_record(house: House):
    number = house.account("moa", Role.MODERATOR)
    before = entered(house)

    token = house.sign_in(number)
    house.do(sign_ins.sign_out, sign_ins.token_hash(token))

    assert entered(house) == before


@pytest.mark.parametrize("role", [Role.CITIZEN, Role.MODERATOR, Role.POLITICIAN, Role.REGISTRAR])
def test_nobody_but_the_organiser_and_the_command_line_touches_accounts(house: House, role: Role):
    number = house.account("moa", Role.MODERATOR)
    before = entered(house)
    by = Actor(role, account=7)

    for fn, args in (
        (accounts.enrol, ("eva", "Eva")),
        (accounts.grant, (number, Role.REGISTRAR)),
        (accounts.revoke, (number, Role.MODERATOR)),
        (accounts.disable, (number,)),
        (accounts.clear_rehearsal, ("prov",)),
    ):
        with pytest.raises(NotYours):
            house.do(fn, *args, by=by)
    with pytest.raises(NotYours):
        house.do(sign_ins.invite, number, token_hash="h", by=by)

    assert entered(house) == before


@pytest.mark.parametrize("login", ["", "  ", "two words", "a/b", "<b>", "x\x00", "a" * 101, "a&b"])
def test_a_login_is_one_plain_word(house: House, login: str):
    with pytest.raises(Malformed, match="login"):
        house.do(accounts.enrol, login, "Moa", by=SYSTEM)


@pytest.mark.parametrize("name", ["", " \n ", "Moa\x07", "x" * 201])
def test_a_name_can_be_shown(house: House, name: str):
    with pytest.raises(Malformed, match="account_name"):
        house.do(accounts.enrol, "moa", name, by=SYSTEM)


def test_a_login_is_taken_whatever_its_case(house: House):
    house.account("moa")

    with pytest.raises(OutOfTurn, match="login_taken"):
        house.do(accounts.enrol, "MOA", "Another Moa", by=SYSTEM)


@pytest.mark.parametrize(
    ("role", "sitting", "seat", "error"),
    [
        (Role.CITIZEN, None, None, Malformed),
        (Role.SYSTEM, None, None, Malformed),
        (Role.ORGANISER, "budget", None, Malformed),
        (Role.POLITICIAN, "budget", None, Malformed),
        (Role.POLITICIAN, None, "C", Malformed),
        (Role.MODERATOR, "budget", "C", Malformed),
        (Role.POLITICIAN, "budget", "X", Unknown),
        (Role.MODERATOR, "nowhere", None, Unknown),
    ],
)
def test_role_sitting_and_chair_go_together(
    house: House, role: Role, sitting: str | None, seat: str | None, error: type[Refusal]
):
    number = house.account("moa")

    with pytest.raises(error):
        house.do(accounts.grant, number, role, sitting=sitting, seat=seat, by=SYSTEM)


def test_a_member_becomes_a_substitute_in_the_same_chair(house: House):
    number = house.account("moa", Role.POLITICIAN, sitting="budget", seat="C")

    house.do(
        accounts.grant,
        number,
        Role.POLITICIAN,
        sitting="budget",
        seat="C",
        capacity=Capacity.SUBSTITUTE,
        by=SYSTEM,
    )

    made = house.look(people.account, number)
    assert made is not None
    assert made.grants == (GrantView(Role.POLITICIAN, "budget", "C", Capacity.SUBSTITUTE),)


def test_a_role_is_given_once_and_taken_once(house: House):
    number = house.account("moa", Role.MODERATOR)

    with pytest.raises(OutOfTurn, match="held"):
        house.do(accounts.grant, number, Role.MODERATOR, by=SYSTEM)
    house.do(accounts.revoke, number, Role.MODERATOR, by=SYSTEM)
    with pytest.raises(Unknown):
        house.do(accounts.revoke, number, Role.MODERATOR, by=SYSTEM)


def test_an_organiser_cannot_lock_the_door_from_outside(house: House):
    number = house.account("olle", Role.ORGANISER)
    myself = Actor(Role.ORGANISER, account=number)

    with pytest.raises(OutOfTurn, match="self"):
        house.do(accounts.disable, number, by=myself)
    with pytest.raises(OutOfTurn, match="self"):
        house.do(accounts.revoke, number, Role.ORGANISER, by=myself)


def test_a_disabled_account_gets_neither_role_nor_link(house: House):
    number = house.account("moa")
    house.do(accounts.disable, number, by=SYSTEM)

    with pytest.raises(OutOfTurn, match="disabled"):
        house.do(accounts.grant, number, Role.MODERATOR, by=SYSTEM)
    with pytest.raises(OutOfTurn, match="disabled"):
        house.do(sign_ins.invite, number, token_hash="h", by=SYSTEM)


@pytest.mark.proves("M5")
def test_when_a_rehearsal_is_cleared_its_accounts_go_and_others_lose_only_that_role(house: House):
    cast = house.account("cast", Role.POLITICIAN, sitting="prov", seat="C")
    official = house.account("moa", Role.REGISTRAR)
    house.do(accounts.grant, official, Role.MODERATOR, sitting="prov", by=SYSTEM)

    concerned = house.do(accounts.clear_rehearsal, "prov", by=ORGANISER)

    assert concerned == (cast, official)
    gone, left = house.look(people.accounts)
    assert gone.disabled_at is not None
    assert (left.disabled_at, [each.role for each in left.grants]) == (None, [Role.REGISTRAR])


def test_a_real_sitting_is_not_cleared_as_if_it_were_a_rehearsal(house: House):
    with pytest.raises(OutOfTurn, match="no_rehearsal"):
        house.do(accounts.clear_rehearsal, "budget", by=SYSTEM)
