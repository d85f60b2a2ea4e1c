"""A refusal is two keys for whoever moderates, and a whole sentence for whoever asked: for every reason there is (M14)."""

import re

import pytest
from playwright.sync_api import Page, expect

from app.chat.desk_acts import LETTERS
from app.chat.terms import term
from app.records.vocabulary import DeclineReason
from tests.browser.conftest import Person
from tests.house import Held

pytestmark = [pytest.mark.browser, pytest.mark.proves("M9", "M14")]

UNREAD = 750
"""Milliseconds: a key about what nobody has had time to read is not taken."""


@pytest.fixture
def desk(held: Held, person: Person) -> Page:
    page = person()
    page.goto(held.link("moderator"))
    page.get_by_role("button", name="Logga in").click()
    page.wait_for_url(re.compile(rf"/{held.slug}/"))
    return page


def test_every_reason_is_two_keys_and_a_whole_sentence_on_the_receipt(held: Held, person: Person, desk: Page):
    receipts = [held.asked(f"Fråga {n}") for n, _ in enumerate(DeclineReason)]
    desk.goto(f"{held.program.origin}/{held.slug}/desk/1")
    expect(desk.locator("live-list")).to_have_attribute("data-connection", "open")
    citizen = person(viewport={"width": 390, "height": 844})

    for receipt, reason, letter in zip(receipts, DeclineReason, LETTERS, strict=False):
        expect(desk.locator("#hand")).to_have_attribute("data-number", str(receipt.number))
        desk.wait_for_timeout(UNREAD)
        desk.keyboard.press("x")
        desk.keyboard.press(letter)
        expect(desk.locator(f"#q-{receipt.number}")).to_have_attribute("data-state", "declined")

        citizen.goto(held.program.origin + receipt.path)
        expect(citizen.get_by_role("heading", level=1)).to_have_text("Din fråga publiceras inte")
        expect(citizen.get_by_role("main")).to_contain_text(term("declined", reason, "sv"))
        assert held.facts(f"question/{receipt.number}")["reason"] == reason


def test_the_sentence_is_there_in_english_too(held: Held, person: Person):
    receipt = held.asked()
    held.does("moderator", "decline", receipt.number, reason="shouting")
    citizen = person(locale="en-GB")

    citizen.goto(held.program.origin + receipt.path)

    expect(citizen.get_by_role("main")).to_contain_text(term("declined", "shouting", "en"))
    assert term("declined", "shouting", "en") != term("declined", "shouting", "sv")
