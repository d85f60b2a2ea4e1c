"""The strip of parties at the desk in a browser: who is in, and who writes on what, in words at each party's place."""

import re

import pytest
from playwright.sync_api import expect

from app.chat.presence import Doing
from app.records import channels
from tests.browser.conftest import Person
from tests.house import Held

pytestmark = [pytest.mark.browser, pytest.mark.proves("M15")]


def test_the_strip_says_who_is_in_and_who_writes_also_when_it_is_drawn_anew(held: Held, person: Person):
    house, channel = held.program.house, channels.party(held.slug, "C")

    def is_in(doing: Doing, number: int | None) -> None:
        house.presence.mark(channel, 9, "Anna Ekdahl", doing, number, now=house.clock())

    is_in(Doing.READING, 4)
    page = person()
    page.goto(held.link("moderator"))
    page.get_by_role("button", name="Logga in").click()
    page.wait_for_url(re.compile(rf"/{held.slug}/"))
    place = page.locator("[data-says=C]")
    expect(place).to_have_text("inne")
    expect(page.locator("[data-says=S]")).to_have_text("")
    expect(page.locator("live-list")).to_have_attribute("data-connection", "open")

    is_in(Doing.WRITING, 4)
    expect(place).to_have_text("skriver på nummer 4")
    expect(page.get_by_role("button", name=re.compile("^Tilldela.* C .*skriver på nummer 4"))).to_be_visible()

    version = page.locator("#sitting").get_attribute("data-counts")
    held.asked("Kommer bussen?")
    expect(page.locator("#sitting")).not_to_have_attribute("data-counts", version or "")
    expect(place).to_have_text("skriver på nummer 4")
