"""Accounts in the browser: made, invited, given roles and deprived of them, each with its sockets closed at once (M22, S6)."""

import re
from datetime import timedelta

import httpx2
import pytest
from websockets.exceptions import ConnectionClosed

from app.access import sign_ins
from app.records import people
from app.records.people import AccountView, GrantView
from app.records.vocabulary import SYSTEM, Capacity, Malformed, OutOfTurn, Refusal, Role, TooLarge, Unknown
from tests.chat.offices import GOOD, JSON, Office, beside, focused, sentence, value, words
from tests.routing.stage import SLUG

CIA = {
    "name": "Cia Ceder",
    "login": "cia@example.se",
    "role": "politician",
    "place": f"{SLUG}/C",
    "capacity": "substitute",
}


async def named(office: Office, login: str) -> AccountView:
    found: list[AccountView] = await office.served.look(people.accounts)
    return next(each for each in found if each.login == login)


def link_on(page: httpx2.Response) -> str:
    """The path of the invitation that a page shows."""
    found = re.search(r'id="link">http://[^/]+(/invitation/[\w-]{43})<', page.text)
    assert found is not None
    return found[1]


async def test_a_new_account_has_its_role_and_a_link_that_is_shown_once(
    office: Office, olle: httpx2.AsyncClient
) -> None:
    made = await olle.post("/organiser/accounts", data=CIA)
    cia = await named(office, "cia@example.se")
    client = await office.browser()

    taken = await client.post(link_on(made), data={"password": GOOD})

    assert made.status_code == 201
    assert cia.grants == (GrantView(Role.POLITICIAN, SLUG, "C", Capacity.SUBSTITUTE),)
    assert taken.headers["location"] == f"/{SLUG}/party/C"
    assert "invitation" not in (await olle.get(f"/organiser/accounts/{cia.number}")).text


@pytest.mark.parametrize(
    ("role", "place", "grant"),
    [
        ("organiser", "", GrantView(Role.ORGANISER, None, None, None)),
        ("moderator", "", GrantView(Role.MODERATOR, None, None, None)),
        ("moderator", SLUG, GrantView(Role.MODERATOR, SLUG, None, None)),
        ("registrar", SLUG, GrantView(Role.REGISTRAR, SLUG, None, None)),
        ("politician", f"{SLUG}/S", GrantView(Role.POLITICIAN, SLUG, "S", Capacity.MEMBER)),
    ],
)
async def test_every_role_can_be_given_where_it_belongs(
    office: Office, olle: httpx2.AsyncClient, role: str, place: str, grant: GrantView
) -> None:
    fields = {**CIA, "role": role, "place": place, "capacity": "member"}

    await olle.post("/organiser/accounts", data=fields)

    assert (await named(office, "cia@example.se")).grants == (grant,)


@pytest.mark.parametrize(
    ("field", "given", "said"),
    [
        ("name", "", Malformed("empty")),
        ("name", "x" * 201, TooLarge("text", most=200)),
        ("name", "a\u202eb", Malformed("account_name")),
        ("login", " ", Malformed("empty")),
        (
            "login",
            "två ord",
            Malformed("login"),
        ),
        ("login", "olle", OutOfTurn("login_taken")),
        ("login", "OLLE", OutOfTurn("login_taken")),
        ("place", "", Malformed("seat")),
        ("place", SLUG, Malformed("seat")),
        ("place", f"{SLUG}/X", Malformed("seat")),
        ("place", "ingen/C", Unknown("sitting")),
    ],
)
async def test_an_account_that_cannot_be_is_told_beside_its_field_and_nothing_is_made(
    office: Office, olle: httpx2.AsyncClient, field: str, given: str, said: Refusal
) -> None:
    typed = {**CIA, field: given}

    reply = await olle.post("/organiser/accounts", data=typed)

    assert reply.status_code in (400, 404, 409, 413)
    assert beside(reply, field) == sentence(said)
    assert focused(reply) == field
    assert value(reply, "name") == typed["name"]
    assert value(reply, "login") == typed["login"]
    assert len(await office.served.look(people.accounts)) == 1


@pytest.mark.parametrize(
    ("role", "place", "said"),
    [
        ("organiser", SLUG, Malformed("role_given")),
        (
            "moderator",
            f"{SLUG}/C",
            Malformed("no_seat"),
        ),
    ],
)
async def test_a_role_where_it_does_not_belong_is_refused(
    olle: httpx2.AsyncClient, role: str, place: str, said: Refusal
) -> None:
    reply = await olle.post("/organiser/accounts", data={**CIA, "role": role, "place": place})

    assert beside(reply, "place") == sentence(said)


@pytest.mark.parametrize("role", ["", "system", "citizen", "kung"])
async def test_a_role_that_is_none_cannot_be_chosen(
    office: Office, olle: httpx2.AsyncClient, role: str
) -> None:
    reply = await olle.post("/organiser/accounts", data={**CIA, "role": role})

    assert (reply.status_code, beside(reply, "role")) == (400, sentence(Malformed("choice")))
    assert len(await office.served.look(people.accounts)) == 1


async def test_a_new_link_ends_the_earlier_ones(office: Office, olle: httpx2.AsyncClient) -> None:
    first = link_on(await olle.post("/organiser/accounts", data=CIA))
    number = (await named(office, "cia@example.se")).number
    client = await office.browser()

    second = link_on(await olle.post(f"/organiser/accounts/{number}/invite"))

    assert sentence(OutOfTurn("invitation_expired")) in words(await client.get(first))
    assert (await client.get(second)).status_code == 200
    office.served.clock.now += timedelta(hours=72)
    assert (await client.get(second)).status_code == 409


async def test_roles_are_given_and_taken_and_what_was_open_by_them_closes(
    office: Office, olle: httpx2.AsyncClient
) -> None:
    number = await office.account("moa", (Role.MODERATOR, SLUG))
    client = await office.browser(number)
    cookie = "; ".join(f"{name}={token}" for name, token in client.cookies.items())
    line = await office.served.open(f"/{SLUG}/chat?as=moderator", cookie)
    path = f"/organiser/accounts/{number}"

    given = await olle.post(f"{path}/grant", data={"role": "registrar", "place": SLUG})
    taken = await olle.post(f"{path}/revoke", data={"role": "moderator", "place": SLUG})

    assert [given.headers["location"], taken.headers["location"]] == [path, path]
    assert (await named(office, "moa")).grants == (GrantView(Role.REGISTRAR, SLUG, None, None),)
    with pytest.raises(ConnectionClosed):
        await line.recv()
    assert (await client.get(f"/{SLUG}/desk")).status_code == 403
    assert (await client.get(f"/{SLUG}/register")).status_code == 200


async def test_a_disabled_account_is_out_at_once_and_cannot_be_used_again(
    office: Office, olle: httpx2.AsyncClient
) -> None:
    number = await office.account("moa", (Role.MODERATOR, SLUG))
    client = await office.browser(number)
    cookie = "; ".join(f"{name}={token}" for name, token in client.cookies.items())
    line = await office.served.open(f"/{SLUG}/chat?as=moderator", cookie)
    path = f"/organiser/accounts/{number}"

    await olle.post(f"{path}/disable")

    with pytest.raises(ConnectionClosed):
        await line.recv()
    assert (await client.get(f"/{SLUG}/desk")).status_code == 303
    again = [
        await olle.post(f"{path}/{act}", data={"role": "moderator"}) for act in ("disable", "invite", "grant")
    ]
    assert [each.status_code for each in again] == [409] * 3
    assert all(sentence(OutOfTurn("disabled")) in words(each) for each in again)
    assert "Avstängt" in words(await olle.get(path))


async def test_an_organiser_cannot_shut_themselves_out(office: Office, olle: httpx2.AsyncClient) -> None:
    path = f"/organiser/accounts/{(await named(office, 'olle')).number}"

    revoked = await olle.post(f"{path}/revoke", data={"role": "organiser", "place": ""})
    disabled = await olle.post(f"{path}/disable", headers=JSON)

    assert sentence(OutOfTurn("self")) in words(revoked)
    assert (revoked.status_code, disabled.status_code) == (409, 409)
    assert (await olle.get("/organiser")).status_code == 200


@pytest.mark.parametrize(
    "fields", [{}, {"role": "moderator", "place": SLUG}, {"role": "kung"}, {"place": "/"}]
)
async def test_a_role_that_is_not_held_cannot_be_taken(
    office: Office, olle: httpx2.AsyncClient, fields: dict[str, str]
) -> None:
    number = await office.account("rita", (Role.REGISTRAR, SLUG))

    reply = await olle.post(f"/organiser/accounts/{number}/revoke", data=fields)

    assert reply.status_code == 404
    assert sentence(Unknown("grant")) in words(reply)
    assert len((await named(office, "rita")).grants) == 1


async def test_a_role_that_is_held_cannot_be_given_again(office: Office, olle: httpx2.AsyncClient) -> None:
    number = await office.account("rita", (Role.REGISTRAR, SLUG))

    reply = await olle.post(f"/organiser/accounts/{number}/grant", data={"role": "registrar", "place": SLUG})

    assert (reply.status_code, sentence(OutOfTurn("held")) in words(reply)) == (409, True)


@pytest.mark.parametrize("number", ["0", "999", "99999999999999999999", "x", "-1"])
async def test_an_account_that_is_not_there_is_said_so(olle: httpx2.AsyncClient, number: str) -> None:
    page = await olle.get(f"/organiser/accounts/{number}")
    posts = [await olle.post(f"/organiser/accounts/{number}/{act}") for act in ("invite", "disable")]

    assert {page.status_code, *(each.status_code for each in posts)} <= {400, 404}
    assert "Det gick inte" in words(page)


async def test_the_list_says_who_there_is_and_where_each_stands(
    office: Office, olle: httpx2.AsyncClient
) -> None:
    await olle.post("/organiser/accounts", data=CIA)
    await office.account("everywhere", (Role.MODERATOR,), name="Moa Överallt")

    seen = words(await olle.get("/organiser/accounts"))

    assert "Förtroendevald för Parti C (ersättare), Bussarna i framtiden" in seen
    assert "Moderator, alla frågestunder" in seen
    assert "Inget lösenord än" in seen
    assert "Inbjudan" not in seen.replace("visa inbjudan", "")


async def test_the_list_says_how_far_an_invitation_has_come(office: Office, olle: httpx2.AsyncClient) -> None:
    await olle.post("/organiser/accounts", data=CIA)
    await office.account("never", (Role.MODERATOR,), name="Aldrig Bjuden")

    seen = words(await olle.get("/organiser/accounts"))
    assert "Inte inbjuden." in seen
    assert "Inbjuden, länken gäller till" in seen

    number = (await named(office, "cia@example.se")).number
    soon, hashed = timedelta(minutes=1), sign_ins.token_hash("short")
    await office.served.do(sign_ins.invite, number, token_hash=hashed, lasts=soon, by=SYSTEM)
    office.served.clock.now += timedelta(minutes=2)
    assert "Länken gick ut" in words(await olle.get("/organiser/accounts"))

    link = link_on(await olle.post(f"/organiser/accounts/{number}/invite"))
    await (await office.browser()).post(link, data={"password": GOOD})
    assert (await named(office, "cia@example.se")).came_at is not None
