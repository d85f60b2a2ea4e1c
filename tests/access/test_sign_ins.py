"""Links, tokens and how long they last: what one browser holds, and what ends it."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from argon2 import extract_parameters

from app.access import accounts, passwords, sign_ins
from app.access.passwords import Passwords, good_password
from app.access.sign_ins import Lasting, fresh_token, token_hash
from app.records import people, staff
from app.records.people import SignedIn
from app.records.vocabulary import (
    SYSTEM,
    Actor,
    Malformed,
    NotYours,
    OutOfTurn,
    Role,
    TooFast,
    TooLarge,
    Unknown,
)
from tests.access.building import House

ORGANISER = Actor(Role.ORGANISER, account=99)


def here(house: House, token: str) -> list[str]:
    """The logins signed in in the browser that holds the token, latest first."""
    lasting = house.lasting
    found: tuple[SignedIn, ...] = house.look(
        people.signed_in, token_hash(token), now=house.clock(), idle=lasting.idle, absolute=lasting.absolute
    )
    return [each.login for each in found]


def invited(house: House, account: int, *, reusable: bool = False) -> str:
    link = fresh_token()
    house.do(sign_ins.invite, account, token_hash=token_hash(link), by=SYSTEM, reusable=reusable)
    return link


def accept(house: House, link: str, before: str | None = None) -> str:
    """Take the invitation in a browser and return the token it then holds."""
    token = fresh_token()
    house.do(
        sign_ins.accept,
        token_hash(link),
        browser_hash=token_hash(token),
        before=token_hash(before) if before else None,
    )
    return token


# -- links


def test_a_link_signs_in_once(house: House):
    link = invited(house, house.account("moa"))

    assert here(house, accept(house, link)) == ["moa"]
    with pytest.raises(OutOfTurn, match="invitation_used"):
        accept(house, link)


def test_a_link_opens_nothing_after_72_hours(house: House):
    link = invited(house, house.account("moa"))

    house.clock.on(timedelta(hours=72))

    with pytest.raises(OutOfTurn, match="invitation_expired"):
        accept(house, link)


def test_a_link_tells_who_one_will_be_before_it_is_taken(house: House):
    link = invited(house, house.account("moa", Role.MODERATOR))

    seen = house.look(people.invitation, token_hash(link))

    assert seen is not None
    assert (seen.account.name, seen.open_at(house.clock())) == ("Moa Exempel", True)
    accept(house, link)
    after = house.look(people.invitation, token_hash(link))
    assert after is not None
    assert not after.open_at(house.clock())


def test_a_new_link_takes_the_place_of_the_old(house: House):
    number = house.account("moa")
    old = invited(house, number)
    new = invited(house, number)

    with pytest.raises(OutOfTurn, match="invitation_expired"):
        accept(house, old)
    assert here(house, accept(house, new)) == ["moa"]


def test_an_unknown_link_opens_nothing(house: House):
    with pytest.raises(Unknown):
        accept(house, fresh_token())


def test_a_rehearsals_link_is_usable_many_times(house: House):
    link = invited(house, house.account("moa", Role.MODERATOR, sitting="prov"), reusable=True)

    assert [here(house, accept(house, link)) for _ in range(3)] == [["moa"]] * 3


@pytest.mark.parametrize("sitting", [None, "budget"])
def test_an_organiser_makes_no_lasting_link_to_a_real_sitting(house: House, sitting: str | None):
    number = house.account("moa", Role.MODERATOR, sitting=sitting)

    with pytest.raises(NotYours, match="reusable"):
        house.do(sign_ins.invite, number, token_hash="h", by=ORGANISER, reusable=True)


def test_an_account_that_is_disabled_takes_its_links_along(house: House):
    number = house.account("moa")
    link = invited(house, number, reusable=True)
    house.do(accounts.disable, number, by=SYSTEM)

    with pytest.raises(OutOfTurn):
        accept(house, link)


# -- tokens


def test_each_sign_in_gives_a_new_token_and_the_old_one_opens_nothing(house: House):
    moa, eva = house.account("moa"), house.account("eva")
    first = house.sign_in(moa)

    second = accept(house, invited(house, eva), before=first)

    assert first != second
    assert here(house, first) == []
    assert here(house, second) == ["eva", "moa"]


def test_the_same_account_signed_in_again_is_there_once(house: House):
    moa = house.account("moa")

    assert here(house, house.sign_in(moa, moa)) == ["moa"]


def test_a_token_that_somebody_planted_is_not_taken_over(house: House):
    planted = fresh_token()

    token = accept(house, invited(house, house.account("moa")), before=planted)

    assert (here(house, planted), here(house, token)) == ([], ["moa"])


def test_a_token_has_256_bits_and_only_its_hash_is_in_the_database(house: House):
    token = house.sign_in(house.account("moa"))

    assert len(token) == 43
    assert_nowhere(house.file.parent, token.encode())


def test_one_of_several_is_signed_out_or_all(house: House):
    moa, eva = house.account("moa"), house.account("eva")
    token = house.sign_in(moa, eva)

    assert house.do(sign_ins.sign_out, token_hash(token), moa) == (moa,)
    assert here(house, token) == ["eva"]
    assert house.do(sign_ins.sign_out, token_hash(token)) == (eva,)
    assert here(house, token) == []


@pytest.mark.parametrize(
    ("pauses", "still"),
    [([11], True), ([12], False), ([11, 11], True), ([11, 11, 1], True), ([11, 11, 2], False)],
)
def test_a_sign_in_lasts_12_hours_unused_and_24_in_all(house: House, pauses: list[int], still: bool):
    token = house.sign_in(house.account("moa"))

    for hours in pauses:
        house.clock.on(timedelta(hours=hours))
        if here(house, token):
            house.do(staff.touch, token_hash(token))

    assert bool(here(house, token)) is still


def test_a_sign_in_that_is_over_is_swept_away(house: House):
    gone, left = house.sign_in(house.account("moa")), house.sign_in(house.account("eva"))
    house.do(sign_ins.sign_out, token_hash(gone))

    assert house.do(sign_ins.sweep, Lasting()) == 1
    assert here(house, left) == ["eva"]
    house.clock.on(timedelta(hours=12))
    assert house.do(sign_ins.sweep, Lasting()) == 1


def test_a_disabled_account_is_signed_in_nowhere(house: House):
    number = house.account("moa")
    token = house.sign_in(number)

    house.do(accounts.disable, number, by=SYSTEM)

    assert here(house, token) == []
    with pytest.raises(OutOfTurn, match="disabled"):
        house.do(sign_ins.sign_in, number, browser_hash="x")


def test_a_new_password_ends_the_sign_ins_in_other_browsers(house: House):
    number = house.account("moa")
    mine, other = house.sign_in(number), house.sign_in(number)

    house.do(sign_ins.set_password, number, "hash", keep_browser=token_hash(mine))

    assert (here(house, mine), here(house, other)) == (["moa"], [])


# -- rehearsal


@pytest.mark.proves("M5")
def test_a_role_is_taken_when_somebody_outside_the_cast_is_signed_in_to_it(house: House):
    cast = house.account("cast", Role.POLITICIAN, sitting="prov", seat="C")
    person = house.account("person", Role.POLITICIAN, sitting="prov", seat="C")
    idle = timedelta(hours=12)

    def taken(role: Role, sitting: str, seat: str | None) -> bool:
        facts = {"cast": {cast}, "now": house.clock(), "idle": idle}
        return bool(house.look(people.taken, role, sitting, seat, **facts))

    house.sign_in(cast)
    assert not taken(Role.POLITICIAN, "prov", "C")
    token = house.sign_in(person)
    assert taken(Role.POLITICIAN, "prov", "C")
    assert not taken(Role.POLITICIAN, "prov", "S")
    assert not taken(Role.POLITICIAN, "budget", "C")
    assert not taken(Role.MODERATOR, "prov", None)
    house.do(sign_ins.sign_out, token_hash(token))
    assert not taken(Role.POLITICIAN, "prov", "C")


# -- passwords


@pytest.fixture
def keeper() -> Iterator[Passwords]:
    made = Passwords()
    yield made
    made.close()


@pytest.fixture
async def known(house: House, keeper: Passwords) -> int:
    """An account with a password."""
    number = house.account("moa")
    house.do(sign_ins.set_password, number, await keeper.hash("häst batteri häftstift"))
    return number


async def test_the_right_password_is_recognised_whatever_the_keyboard_makes_of_its_letters(
    house: House, keeper: Passwords, known: int
):
    apart = "ha\u0308st batteri ha\u0308ftstift"

    assert await sign_ins.recognise(house.reading, keeper, " MOA ", apart) == known


@pytest.mark.parametrize(
    ("login", "password"),
    [
        ("moa", "häst batteri häftstif"),
        ("moa", ""),
        ("nobody", "häst batteri häftstift"),
        ("two words", "x"),
        ("empty", "häst batteri häftstift"),
        ("gone", "häst batteri häftstift"),
    ],
)
async def test_whoever_is_not_recognised_is_told_no_more_than_that(
    house: House, keeper: Passwords, known: int, login: str, password: str
):
    house.account("empty")
    gone = house.account("gone")
    house.do(sign_ins.set_password, gone, await keeper.hash("häst batteri häftstift"))
    house.do(accounts.disable, gone, by=SYSTEM)

    with pytest.raises(NotYours) as refused:
        await sign_ins.recognise(house.reading, keeper, login, password)

    assert (refused.value.detail, refused.value.facts) == ("sign_in", {})


@pytest.mark.proves("S14")
async def test_an_unknown_login_costs_exactly_as_much_as_a_known_one(keeper: Passwords):
    stored = await keeper.hash("häst batteri häftstift")

    assert extract_parameters(keeper.nobody) == extract_parameters(stored)
    assert not await keeper.verify("häst batteri häftstift", None)


async def test_a_password_with_something_after_its_end_is_another_one(keeper: Passwords):
    longest = "abcdefgh" * (passwords.LONGEST // 8)
    stored = await keeper.hash(longest)

    assert await keeper.verify(longest, stored)
    assert not await keeper.verify(longest + "x", stored)


@pytest.mark.proves("S14")
async def test_hashes_are_argon2id_of_19_mib_and_two_passes(keeper: Passwords):
    cost = extract_parameters(await keeper.hash("häst batteri häftstift"))

    assert (cost.type.name, cost.time_cost, cost.parallelism) == ("ID", 2, 1)
    assert cost.memory_cost >= 19 * 1024


@pytest.mark.proves("S14")
async def test_more_sign_ins_than_can_wait_are_turned_away_and_the_others_are_served():
    few = Passwords(threads=1, waiting=2)
    stored = await few.hash("häst batteri häftstift")

    answers = await asyncio.gather(
        *(few.verify("häst batteri häftstift", stored) for _ in range(6)), return_exceptions=True
    )

    assert answers[:3] == [True, True, True]
    assert [type(each) for each in answers[3:]] == [TooFast] * 3
    assert await few.verify("häst batteri häftstift", stored)
    few.close()


@pytest.mark.parametrize("password", ["häst batteri häftstift", "korrekt-häst-2026", "å" * 3 + "bcdefghijkl"])
def test_a_long_password_will_do(password: str):
    assert good_password(password) == password


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("kort", "password_short"),
        ("elva tecken"[:11], "password_short"),
        ("aaaaaaaaaaaaaaa", "password_worn"),
        ("123456789012", "password_worn"),
        ("987654321098", "password_worn"),
        ("Lösenord20262", "password_worn"),
        ("fragestund2026", "password_worn"),
        ("MoaExempel123", "password_worn"),
        ("passwordpassword", "password_worn"),
    ],
)
def test_what_is_guessed_first_is_no_password(password: str, why: str):
    with pytest.raises(Malformed, match=why):
        good_password(password, not_with=("moa", "Exempel"))


def test_a_password_has_an_end():
    with pytest.raises(TooLarge):
        good_password("abcdefgh1jklmnop" * 17)
    assert passwords.LONGEST >= 64


def assert_nowhere(folder: Path, secret: bytes) -> None:
    """No file under the folder holds these bytes."""
    files = [file for file in folder.rglob("*") if file.is_file()]
    assert files
    assert [file.name for file in files if secret in file.read_bytes()] == []
