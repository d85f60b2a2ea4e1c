"""A question entered for somebody who called, wrote or came by: the same way, the same receipt, with its channel (M6, M9)."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from app.records import queries
from app.records.vocabulary import SYSTEM
from app.routing import sittings
from tests.chat.bureau import Bureau, bureau
from tests.chat.chairs import shown
from tests.routing.stage import SLUG

pytestmark = pytest.mark.proves("M6", "M9")

FORM = {"channel": "phone", "body": "När kommer bussen?", "name": "Elsa"}


@pytest.fixture
async def at(tmp_path: Path) -> AsyncIterator[Bureau]:
    async with bureau(tmp_path) as made:
        yield made


async def test_a_question_by_telephone_goes_the_same_way_with_its_channel_and_receipt(at: Bureau) -> None:
    form = await at.get("/ombud")
    entered = await at.post("/ombud", **FORM)
    code = re.search(r'class="receipt-code">([^<]+)<', entered.text)
    link = re.search(r'class="secret-link">[^<]*(/receipt/[^<]+)<', entered.text)

    assert "Hur kom frågan?" in shown(form)
    assert entered.status_code == 201
    assert code is not None
    assert link is not None
    number = int(shown(entered).partition("Frågan har nummer ")[2].split()[0])
    question = await at.question(number)
    assert (question.channel, question.code, question.name) == ("phone", code[1], "Elsa")
    receipt = await at.client.get(link[1])
    assert "När kommer bussen?" in receipt.text
    entry = await at.last(number)
    assert (entry.role, entry.facts["channel"]) == ("moderator", "phone")
    assert entry.actor == f"account/{at.moa.account}"


async def test_the_desk_the_register_and_the_history_show_how_it_came(at: Bureau) -> None:
    await at.post("/ombud", **{**FORM, "channel": "visit"})

    desk, case = await at.get(), await at.get("/1")

    assert "Besök på plats" in shown(desk)
    assert "Inlagd av en tjänsteperson. Kom så här: Besök på plats." in shown(case)


async def test_the_same_form_sent_twice_is_one_question_with_one_receipt(at: Bureau) -> None:
    form = {**FORM, "ticket": str(uuid4())}

    first, second = await at.post("/ombud", **form), await at.post("/ombud", **form)

    assert (first.status_code, second.status_code) == (201, 200)
    codes = [re.search(r'receipt-code">([^<]+)<', page.text) for page in (first, second)]
    assert codes[0] is not None
    assert codes[1] is not None
    assert codes[0][1] == codes[1][1]
    assert len(await at.served.look(queries.questions, SLUG)) == 1


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"channel": ""}, "Välj hur frågan kom."),
        ({"channel": "web"}, "Välj hur frågan kom."),
        ({"body": "  "}, "Det står ingenting i texten."),
        ({"stated": "2031-01-01T10:00"}, "Tiden ligger framåt."),
        ({"stated": "i går"}, "gick inte att läsa"),
    ],
)
async def test_what_is_wrong_is_said_and_everything_typed_stands_there_still(
    at: Bureau, wrong: dict[str, str], said: str
) -> None:
    refused = await at.post("/ombud", **{**FORM, **wrong})

    assert refused.status_code == 400
    assert said in shown(refused)
    assert 'value="Elsa"' in refused.text
    assert await at.served.look(queries.questions, SLUG) == []


async def test_what_was_received_before_the_intake_ended_is_in_time_also_if_entered_after(at: Bureau) -> None:
    await at.served.do(sittings.close_intake, SLUG, by=SYSTEM)
    before = (at.served.clock.now - timedelta(minutes=5)).astimezone()
    sitting = await at.served.look(queries.sitting, SLUG)
    from_zone = before.astimezone(ZoneInfo(sitting.zone))

    late = await at.post("/ombud", **FORM)
    in_time = await at.post("/ombud", **FORM, stated=from_zone.strftime("%Y-%m-%dT%H:%M"))

    assert late.status_code == 409
    assert in_time.status_code == 201
    question = await at.question(1)
    assert question.stated_at is not None
    assert question.stated_at < question.received_at


async def test_nobody_else_says_how_a_question_came(at: Bureau) -> None:
    page = await at.client.post(f"/{SLUG}/questions", data={**FORM, "ticket": str(uuid4())})

    assert page.status_code == 303
    assert (await at.question(1)).channel == "web"
