"""Signing in with a password, out again, and choosing a new one, over HTTP with a real server (S6, S14)."""

from pathlib import Path

import httpx2
import pytest
from websockets.exceptions import ConnectionClosed

from app.access import accounts
from app.records import people
from app.records.vocabulary import SYSTEM, Malformed, NotYours, Role
from tests.chat.offices import GOOD, JSON, OTHER, Office, beside, sentence, value, words
from tests.chat.serving import serving
from tests.loopback import LOOPBACK
from tests.routing.stage import SLUG

SHORT = Malformed("password_short", least=12)


# -- login and password


async def test_every_sign_in_that_fails_is_answered_alike(office: Office) -> None:
    await office.with_password()
    gone = await office.with_password("gone")
    await office.served.do(accounts.disable, gone, by=SYSTEM)
    client = await office.browser()
    attempts = [
        ("moa", "fel lösenord helt"),
        ("nobody", GOOD),
        ("gone", GOOD),
        ("", ""),
        ("a b", GOOD),
        ("moa", ""),
    ]

    replies = [await client.post("/sign-in", data={"login": a, "password": b}) for a, b in attempts]

    assert [reply.status_code for reply in replies] == [403] * len(attempts)
    assert all(sentence(NotYours("sign_in")) in words(reply) for reply in replies)
    assert [value(reply, "login") for reply in replies] == [login for login, _ in attempts]
    assert all(GOOD not in reply.text and "fel lösenord" not in reply.text for reply in replies)
    assert all("set-cookie" not in reply.headers for reply in replies)


@pytest.mark.parametrize(
    ("wanted", "address"),
    [
        (f"/{SLUG}/desk?tab=all", f"/{SLUG}/desk?tab=all"),
        ("//evil.example", f"/{SLUG}/desk"),
        ("https://evil.example/", f"/{SLUG}/desk"),
        ("/\\evil.example", f"/{SLUG}/desk"),
        ("javascript:alert(1)", f"/{SLUG}/desk"),
        ("", f"/{SLUG}/desk"),
    ],
)
async def test_one_goes_on_to_where_one_was_going_but_never_to_another_site(
    office: Office, wanted: str, address: str
) -> None:
    await office.with_password()
    client = await office.browser()

    form = await client.get("/sign-in", params={"next": wanted})
    reply = await client.post("/sign-in", data={"login": "moa", "password": GOOD, "next": wanted})

    assert value(form, "next") == (wanted if wanted == address else "")
    assert f'href="{wanted}"' not in form.text or wanted in ("", address)
    assert reply.headers["location"] == address


async def test_who_is_not_signed_in_is_asked_to_and_comes_back(office: Office) -> None:
    await office.with_password()
    client = await office.browser()

    turned = await client.get(f"/{SLUG}/desk")
    form = await client.get(turned.headers["location"])
    reply = await client.post(
        "/sign-in", data={"login": "moa", "password": GOOD, "next": value(form, "next")}
    )

    assert turned.headers["location"] == f"/sign-in?next=%2F{SLUG}%2Fdesk"
    assert reply.headers["location"] == f"/{SLUG}/desk"
    assert (await client.get(f"/{SLUG}/desk")).status_code == 200


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"login=%ff&password=x", "application/x-www-form-urlencoded"),
        (b'{"login": "\\ud800", "password": "x"}', "application/json"),
        (b'{"login": ["moa"]}', "application/json"),
        (b"not json", "application/json"),
        (b"login=" + b"m" * 60_000 + b"&password=x", "application/x-www-form-urlencoded"),
        (b"login=moa%00&password=%00", "application/x-www-form-urlencoded"),
    ],
)
async def test_a_sign_in_that_cannot_be_read_is_refused_in_a_sentence(
    office: Office, content: bytes, kind: str
) -> None:
    client = await office.browser()

    reply = await client.post("/sign-in", content=content, headers={"Content-Type": kind})

    assert reply.status_code in (400, 403)
    assert "set-cookie" not in reply.headers
    assert "Logga in" in words(reply) or "Det gick inte" in words(reply)


async def test_attempts_are_counted_in_production_and_the_cookie_is_for_https_alone(tmp_path: Path) -> None:
    address = "https://fragor.example.se"
    headers = {
        "Host": "fragor.example.se",
        "Origin": address,
        "X-Forwarded-Proto": "https",
        "X-Forwarded-For": "192.0.2.7",
    }
    async with serving(tmp_path, demo=False, public_url=address, trusted_proxies="127.0.0.1") as served:
        office = Office(served)
        link = await office.link(await office.account("moa", (Role.MODERATOR, SLUG)))
        async with httpx2.AsyncClient(base_url=office.origin, headers=headers, **LOOPBACK) as client:
            accepted = await client.post(link, data={"password": GOOD})
            wrong = {"login": "moa", "password": "fel lösenord helt"}
            tries = [await client.post("/sign-in", data=wrong) for _ in range(21)]

    cookie = accepted.headers["set-cookie"]
    assert cookie.startswith("__Host-fragestund=")
    assert cookie.endswith("; Path=/; HttpOnly; SameSite=Strict; Secure")
    assert [each.status_code for each in tries] == [403] * 20 + [429]
    assert int(tries[-1].headers["retry-after"]) > 0
    assert words(tries[-1]) != words(tries[0])


# -- several in one browser, and out again


async def test_a_second_sign_in_joins_the_first_and_the_old_token_opens_nothing(office: Office) -> None:
    moa = await office.account("moa", (Role.MODERATOR, SLUG))
    rita = await office.account("rita", (Role.REGISTRAR, SLUG))
    client = await office.browser(moa)
    before = dict(client.cookies)

    await client.post(await office.link(rita, reusable=True))

    assert dict(client.cookies) != before
    assert (await client.get(f"/{SLUG}/desk")).status_code == 200
    assert (await client.get(f"/{SLUG}/register")).status_code == 200
    thief = await office.browser(cookies=before)
    assert (await thief.get(f"/{SLUG}/desk")).status_code == 303


async def test_signing_out_as_one_leaves_the_other_and_closes_only_the_one_s_sockets(office: Office) -> None:
    moa = await office.account("moa", (Role.MODERATOR, SLUG))
    cia = await office.account("cia", (Role.POLITICIAN, SLUG, "C"))
    client = await office.browser(moa, cia)
    cookie = "; ".join(f"{name}={token}" for name, token in client.cookies.items())
    desk = await office.served.talker(cookie, "?as=moderator")
    party = await office.served.talker(cookie, "?as=party:C")

    reply = await client.post("/sign-out", data={"account": str(moa)})

    assert reply.headers["location"] == "/me"
    with pytest.raises(ConnectionClosed):
        await desk.socket.recv()
    assert "ack" in await party.say("follow", channel="party", after=0)
    assert (await client.get(f"/{SLUG}/desk")).status_code == 403
    assert (await client.get(f"/{SLUG}/party/C")).status_code == 200


async def test_signing_out_altogether_takes_the_cookie_back(office: Office) -> None:
    client = await office.browser(await office.account("moa", (Role.MODERATOR, SLUG)))

    reply = await client.post("/sign-out")
    again = await client.post("/sign-out")

    assert (reply.status_code, reply.headers["location"]) == (303, "/sign-in")
    assert "Max-Age=0" in reply.headers["set-cookie"]
    assert again.status_code == 303
    assert (await client.get("/me")).headers["location"] == "/sign-in?next=%2Fme"


@pytest.mark.parametrize("account", ["x", "-1", "1e3", "9" * 40, "²", "\x00"])
async def test_signing_out_as_what_is_no_account_ends_nothing(office: Office, account: str) -> None:
    client = await office.browser(await office.account("moa", (Role.MODERATOR, SLUG)))

    reply = await client.post("/sign-out", data={"account": account})

    assert reply.status_code == 400
    assert (await client.get("/me")).status_code == 200


async def test_a_name_that_looks_like_markup_is_shown_as_what_it_is(office: Office) -> None:
    number = await office.account("moa", (Role.MODERATOR, SLUG), name="<script>alert(1)</script>")
    client = await office.browser(number)

    for path in ("/me", await office.link(number)):
        reply = await client.get(path)
        assert "<script>alert" not in reply.text
        assert "&lt;script&gt;alert(1)" in reply.text


# -- a new password


async def test_a_new_password_signs_out_every_other_browser(office: Office) -> None:
    number = await office.with_password()
    here, there = await office.browser(number), await office.browser(number)
    fields = {"account": str(number), "old": GOOD, "password": OTHER}

    reply = await here.post("/me/password", data=fields)

    assert reply.headers["location"] == "/me?done=password"
    assert "Det nya lösenordet gäller nu." in words(await here.get("/me?done=password"))
    assert (await there.get("/me")).status_code == 303
    signed_in = [
        await there.post("/sign-in", data={"login": "moa", "password": each}) for each in (GOOD, OTHER)
    ]
    assert [each.status_code for each in signed_in] == [403, 303]


async def test_a_new_password_is_taken_only_with_the_old_one_and_only_one_s_own(office: Office) -> None:
    number = await office.with_password()
    other = await office.with_password("ali")
    client = await office.browser(number)
    fields = {"account": str(number), "old": GOOD, "password": OTHER}

    wrong = await client.post("/me/password", data={**fields, "old": "något helt annat"})
    short = await client.post("/me/password", data={**fields, "password": "kort"})
    another = await client.post("/me/password", data={**fields, "account": str(other)})
    nobody = await (await office.browser()).post("/me/password", data=fields)
    script = await client.post("/me/password", data={**fields, "old": "x"}, headers=JSON)

    assert beside(wrong, f"old-{number}") == sentence(Malformed("old_password"))
    assert beside(short, f"password-{number}") == sentence(SHORT)
    assert [each.status_code for each in (wrong, short, another, nobody, script)] == [400, 400, 403, 303, 400]
    kept = await office.served.look(people.credentials, "moa")
    assert await office.served.house.passwords.verify(GOOD, kept.password_hash)
