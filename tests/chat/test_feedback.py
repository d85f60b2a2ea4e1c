"""The accessibility statement and its form: what was tested, what was said, and where the registrar reads it (M36)."""

import re
from typing import Any

import httpx2
import pytest

from app.chat import statement
from app.records import information
from app.records.vocabulary import Role
from tests.chat.offices import Office, beside, value, words
from tests.house import Browser, Program

SEND = "/tillganglighet/feedback"
TICKET = "7d444840-9dc0-11d1-b245-5ffdce74fad2"
pytestmark = pytest.mark.proves("M36")


@pytest.fixture
async def reader(office: Office) -> httpx2.AsyncClient:
    return await office.browser()


@pytest.fixture
async def rita(office: Office) -> httpx2.AsyncClient:
    return await office.browser(await office.account("rita", (Role.REGISTRAR,), name="Rita Reg"))


@pytest.mark.parametrize(
    ("lang", "said"),
    [("sv", "delvis förenlig med lagen"), ("en", "partially compliant with the law")],
)
async def test_the_statement_says_what_the_law_asks_for(reader, lang, said):
    reply = await reader.get(f"/tillganglighet?lang={lang}")

    assert said in words(reply)
    assert "https://www.digg.se/tdosanmalan" in reply.text
    assert "Region Sundmark" in words(reply)


async def test_it_tells_every_criterion_that_was_tried_in_words(reader):
    reply = await reader.get("/tillganglighet")

    for each in statement.latest().tried:
        assert statement.CRITERIA[each.criterion] in words(reply)


async def test_a_message_is_received_and_the_registrar_reads_it(reader, rita):
    given = {"body": "Knappen syns inte.", "about": "/om", "contact": "k@example.se", "ticket": TICKET}

    first, again = await reader.post(SEND, data=given), await reader.post(SEND, data=given)

    assert (first.status_code, again.status_code) == (303, 303)
    assert first.headers["location"] == again.headers["location"] == "/tillganglighet?received=1#received"
    thanks = await reader.get("/tillganglighet?received=1")
    assert "Ditt meddelande har nummer 1." in words(thanks)
    read = words(await rita.get("/registrar/feedback"))
    assert all(text in read for text in ("Knappen syns inte.", "/om", "k@example.se", "Meddelande 1"))
    assert read.count("Knappen syns inte.") == 1


async def test_an_empty_message_is_told_beside_the_field_and_nothing_typed_is_lost(reader, rita):
    reply = await reader.post(SEND, data={"body": "", "about": "/om", "contact": "k@example.se"})

    assert reply.status_code == 400
    assert beside(reply, "body") == "Det här behöver fyllas i."
    assert (value(reply, "about"), value(reply, "contact")) == ("/om", "k@example.se")
    assert "Inget meddelande har kommit in än." in words(await rita.get("/registrar/feedback"))


async def test_a_field_that_is_too_long_is_told_by_its_name(reader):
    reply = await reader.post(SEND, data={"body": "Hej", "contact": "x" * 300})

    assert reply.status_code == 413
    assert "för lång" in beside(reply, "contact")
    assert value(reply, "body") == "Hej"


async def test_a_script_is_answered_in_json(reader):
    reply = await reader.post(SEND, json={"body": "Hej"}, headers={"Accept": "application/json"})

    assert (reply.status_code, reply.json()) == (201, {"number": 1})


async def test_nobody_but_a_registrar_reads_them(office: Office, reader):
    moa = await office.browser(await office.account("moa", (Role.MODERATOR, None)))

    assert (await moa.get("/registrar/feedback")).status_code == 403
    assert (await reader.get("/registrar/feedback")).status_code in (303, 401, 403)


def test_every_criterion_has_a_number_of_wcag():
    assert all(re.fullmatch(r"[1-4]\.\d\.\d{1,2}", number) for number in statement.CRITERIA)
    assert {each.criterion for each in statement.latest().tried} <= set(statement.CRITERIA)


def test_one_address_cannot_flood_it(tmp_path):
    production: dict[str, Any] = {
        "demo": False,
        "public_url": "https://fragestund.example.se",
        "trusted_proxies": "127.0.0.1",
        "posts_per_address": 3,
    }
    over_https = {"X-Forwarded-Proto": "https"}

    with Program(tmp_path, **production) as program, Browser(program, **over_https) as browser:
        met = [browser.post(SEND, {"body": "Hej"}).status for _ in range(4)]

        assert met == [303, 303, 303, 429]
        assert len(program.look(information.feedback)) == 3
