"""Reviewing an answer: what is marked and why, what is worth a look, and the preview exactly as everybody will see it."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.chat.canned import CANNED
from app.records.vocabulary import State
from app.routing import panel, publishing
from tests.chat.bureau import Bureau, bureau
from tests.dom import parse
from tests.routing.stage import SLUG, politician


@pytest.fixture
async def at(tmp_path: Path) -> AsyncIterator[Bureau]:
    async with bureau(tmp_path) as made:
        yield made


async def answered(at: Bureau, body: str) -> int:
    number = await at.assigned("C")
    await at.served.do(panel.answer, SLUG, number, body.encode(), by=politician("C"))
    return number


async def test_the_words_that_raised_a_flag_are_marked_with_why(at: Bureau) -> None:
    number = await at.asked("Jag har diabetes. Ring <070-174 06 12>", flags=("phone", "health"))

    page = parse((await at.get(f"/{number}")).text)

    assert [mark.text for mark in page.all("mark")] == ["Jag har diabetes", "070-174 06 12"]
    assert "Ser ut som ett telefonnummer." in page.text
    assert "Sekretess kan gälla." in page.text


async def test_an_answer_is_checked_neutrally_and_nothing_is_stopped(at: Bureau) -> None:
    body = "Saga Sandberg har fel, se https://exempel.se/x. Ring 070-174 06 12. " + "Långt svar. " * 60
    number = await answered(at, body)

    page = (await at.get(f"/{number}")).text

    checks = parse(page).at("case-checks").parent
    assert checks is not None
    said = checks.text
    assert "C Svaret har" in said
    assert "rådet är högst 500" in said
    assert "Kan vara personuppgifter: 070-174 06 12" in said
    assert "Länkar till: https://exempel.se/x" in said
    assert "Nämner ett annat parti eller en annan ledamot: Saga Sandberg" in said
    assert f'action="/bussarna/desk/{number}/publish"' in page


async def test_one_own_party_is_no_other(at: Bureau) -> None:
    number = await answered(at, "Parti C och Cecilia Centerfalk vill det.")

    assert "Inget särskilt att titta på" in (await at.get(f"/{number}")).text


async def test_the_preview_is_what_is_published(at: Bureau) -> None:
    number = await answered(at, "Ja <b>i morgon</b>.")
    before = _thread((await at.get(f"/{number}")).text, f"public-q-{number}")

    await at.served.do(publishing.publish, SLUG, number, by=at.moa)

    after = _thread((await at.served.get(f"/{SLUG}")).text, f"q-{number}")
    assert _timeless(before.replace("public-", "").replace(f"/{SLUG}#", "#")) == _timeless(
        after.replace(f"/{SLUG}#", "#")
    )


async def test_an_answer_goes_back_with_a_short_note_by_one_press(at: Bureau) -> None:
    number = await answered(at, "Nej.")

    await at.post(
        f"/{number}/return", seen=str((await at.question(number)).version), canned="question", note=""
    )

    found = await at.question(number)
    assert found.state is State.ASSIGNED
    assert found.answers[0].note == CANNED["return"]["question"]


async def test_the_desk_sees_all_of_what_a_prepared_wording_changes(at: Bureau) -> None:
    number = await at.asked("Jag heter Anna och undrar")
    await at.post(f"/{number}/edit", seen="1", body="Jag undrar", reason="personal_data")

    page = parse((await at.get(f"/{number}")).text)

    assert "heter Anna och" in page.first("del").text


async def test_the_case_is_shown_wherever_the_question_stands(at: Bureau) -> None:
    for state in State:
        number = await at.in_state(state)
        assert (await at.get(f"/{number}")).status_code == 200


def _thread(html: str, name: str) -> str:
    found = re.search(rf'<li class="thread hung" id="{name}".*?</article>', html, re.S)
    assert found is not None
    return found[0]


def _timeless(html: str) -> str:
    return re.sub(r"<time.*?</time>", "", html)
