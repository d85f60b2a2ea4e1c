"""Invitations: who one will be, one button, and the password that goes with a link that works once (M22, S6)."""

from datetime import timedelta

import httpx2
import pytest

from app.access import accounts
from app.records.vocabulary import SYSTEM, Malformed, OutOfTurn, Refusal, Role, TooLarge, Unknown
from tests.chat.offices import GOOD, JSON, OTHER, Office, beside, focused, sentence, value, words
from tests.loopback import LOOPBACK
from tests.routing.stage import SLUG

SHORT, WORN = Malformed("password_short", least=12), Malformed("password_worn")

OWN_PAGES = {
    Role.ORGANISER: ((None, None), "/organiser"),
    Role.MODERATOR: ((SLUG, None), f"/{SLUG}/desk"),
    Role.REGISTRAR: ((SLUG, None), f"/{SLUG}/register"),
    Role.POLITICIAN: ((SLUG, "C"), f"/{SLUG}/party/C"),
}


# -- the link


async def test_a_link_says_who_one_will_be_and_signs_nobody_in_by_being_fetched(office: Office) -> None:
    number = await office.account("cia", (Role.POLITICIAN, SLUG, "C"), name="Cecilia Centerfalk")
    client = await office.browser()

    reply = await client.get(await office.link(number))

    assert reply.status_code == 200
    assert "Välkommen, Cecilia Centerfalk" in words(reply)
    assert "Förtroendevald för Parti C, Bussarna i framtiden" in words(reply)
    assert "set-cookie" not in reply.headers
    assert reply.headers["cache-control"] == "no-store"
    assert value(reply, "login") == "cia"


@pytest.mark.parametrize("role", OWN_PAGES)
async def test_a_plain_post_to_a_reusable_link_signs_in_and_leads_to_the_role_s_own_page(
    office: Office, role: Role
) -> None:
    where, address = OWN_PAGES[role]
    link = await office.link(await office.account("en", (role, *where)), reusable=True)
    async with httpx2.AsyncClient(base_url=office.origin, **LOOPBACK) as script:
        reply = await script.post(link, headers={"Origin": office.origin})

        assert (reply.status_code, reply.headers["location"]) == (303, address)
        assert reply.headers["set-cookie"].startswith(f"fragestund-{office.served.port}=")
        assert "; HttpOnly; SameSite=Strict" in reply.headers["set-cookie"]
        assert (await script.get(address)).status_code == 200


async def test_a_reusable_link_signs_in_many_times_and_a_script_is_told_where_to_go(office: Office) -> None:
    link = await office.link(await office.account("en", (Role.MODERATOR, SLUG)), reusable=True)

    for _ in range(3):
        client = await office.browser()
        reply = await client.post(link, headers=JSON)
        assert (reply.status_code, reply.json()) == (200, {"address": f"/{SLUG}/desk"})


async def test_several_roles_lead_to_the_page_that_lists_them(office: Office) -> None:
    number = await office.account("en", (Role.MODERATOR, SLUG), (Role.REGISTRAR, SLUG), (Role.ORGANISER,))
    client = await office.browser()

    reply = await client.post(await office.link(number, reusable=True))
    listed = await client.get("/me")

    assert reply.headers["location"] == "/me"
    for address in ("/organiser", f"/{SLUG}/desk", f"/{SLUG}/register"):
        assert f'href="{address}"' in listed.text


async def test_a_moderator_everywhere_finds_every_sitting(office: Office) -> None:
    number = await office.account("en", (Role.MODERATOR,))

    client = await office.browser(number)

    assert f'href="/{SLUG}/desk"' in (await client.get("/me")).text


async def test_a_post_from_another_site_signs_nobody_in(office: Office) -> None:
    link = await office.link(await office.account("en", (Role.MODERATOR, SLUG)), reusable=True)
    async with httpx2.AsyncClient(base_url=office.origin, **LOOPBACK) as script:
        elsewhere = await script.post(link, headers={"Origin": "https://evil.example"})
        nowhere = await script.post(link)

    assert [elsewhere.status_code, nowhere.status_code] == [403, 403]
    assert "set-cookie" not in elsewhere.headers


# -- the password that goes with it


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("", SHORT),
        ("kort", SHORT),
        ("lösenord1234", WORN),
        ("moderator moa", WORN),
        ("x" * 257, TooLarge("password", limit=256)),
    ],
)
async def test_a_password_that_will_not_do_is_told_beside_its_field_and_the_link_stays_unused(
    office: Office, password: str, said: Refusal
) -> None:
    link = await office.link(await office.account("moa", (Role.MODERATOR, SLUG), name="Moa Moderator"))
    client = await office.browser()

    reply = await client.post(link, data={"password": password})
    after = await client.post(link, data={"password": GOOD})

    assert reply.status_code in (400, 413)
    assert beside(reply, "password") == sentence(said)
    assert focused(reply) == "password"
    assert value(reply, "password") == ""
    assert "set-cookie" not in reply.headers
    assert after.status_code == 303


async def test_a_link_works_once_and_then_the_password_does(office: Office) -> None:
    number = await office.account("moa", (Role.MODERATOR, SLUG))
    link = await office.link(number)
    first, second = await office.browser(), await office.browser()

    await first.post(link, data={"password": GOOD})
    again = await second.post(link, data={"password": OTHER})
    seen = await second.get(link)
    signed_in = await second.post("/sign-in", data={"login": " MOA ", "password": GOOD})

    assert again.status_code == seen.status_code == 409
    assert sentence(OutOfTurn("invitation_used")) in words(again)
    assert sentence(OutOfTurn("invitation_used")) in words(seen)
    assert (signed_in.status_code, signed_in.headers["location"]) == (303, f"/{SLUG}/desk")


async def test_a_link_that_opens_nothing_says_why(office: Office) -> None:
    number = await office.account("moa", (Role.MODERATOR, SLUG))
    expired, client = await office.link(number), await office.browser()
    office.served.clock.now += timedelta(hours=72)
    replaced = await office.link(number)
    open_one = await office.link(number)
    await office.served.do(accounts.disable, number, by=SYSTEM)

    told = {
        "expired": await client.get(expired),
        "replaced": await client.post(replaced, data={"password": GOOD}),
        "disabled": await client.post(open_one, data={"password": GOOD}),
        "unknown": await client.get("/invitation/x"),
        "odd": await client.get("/invitation/%00%ff%3Cscript%3E"),
        "script": await client.post("/invitation/x", headers=JSON),
    }

    assert {name: reply.status_code for name, reply in told.items()} == {
        "expired": 409,
        "replaced": 409,
        "disabled": 409,
        "unknown": 404,
        "odd": 404,
        "script": 404,
    }
    assert sentence(OutOfTurn("disabled")) in words(told["disabled"])
    assert sentence(Unknown("invitation")) in words(told["unknown"])
    assert "<script>" not in told["odd"].text
