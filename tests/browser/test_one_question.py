"""One question all the way through the three roles in a real browser, with a script and without one."""

import re

import pytest
from playwright.sync_api import Page, expect

from app.chat import refusals
from app.records.vocabulary import Closed
from tests.browser.conftest import Person
from tests.house import Held, eight_seats

pytestmark = [pytest.mark.browser, pytest.mark.proves("M6", "M9", "M11", "M13", "M16", "M20")]

PAUSED = refusals.said(Closed(paused=True), "sv")


def signs_in(page: Page, held: Held, who: str) -> Page:
    """Open the link of a role and press its one button."""
    page.goto(held.link(who))
    page.get_by_role("button", name="Logga in").click()
    page.wait_for_url(re.compile(rf"/{held.slug}/"))
    return page


def test_one_question_through_all_three_roles_with_a_script(rehearsed: Held, person: Person):
    held, first = rehearsed, eight_seats()[0]
    citizen, reader = person(viewport={"width": 390, "height": 844}), person()
    moderator, politician = signs_in(person(), held, "moderator"), signs_in(person(), held, first.code)
    reader.goto(held.program.origin + f"/{held.slug}")

    citizen.goto(held.program.origin + f"/{held.slug}")
    citizen.get_by_role("button", name="Skriv en fråga").click()
    citizen.get_by_label("Din fråga eller synpunkt").fill("När kommer bussen till Viksele?")
    citizen.get_by_role("button", name="Skicka frågan").click()
    expect(citizen.get_by_role("heading", name="Tack. Din fråga har nummer 1")).to_be_visible()
    citizen.get_by_role("link", name="Följ frågan här").click()
    expect(citizen.get_by_role("heading", level=1)).to_have_text("Din fråga är mottagen")

    moderator.locator("#q-1 a").click()
    expect(moderator.locator("#hand")).to_have_attribute("data-number", "1")
    moderator.keyboard.press("0")  # to the party whose turn it is
    expect(moderator.locator("#q-1")).to_have_attribute("data-state", "assigned")
    expect(citizen.get_by_role("heading", level=1)).to_have_text(f"Din fråga är hos {first.name}")

    politician.get_by_role("link", name="Svara nu nummer 1").or_(politician.locator("#body")).first.click()
    politician.locator("#body").fill("Klockan tio, varje dag.")
    politician.get_by_role("button", name="Skicka till moderator").click()
    expect(moderator.locator("#q-1")).to_have_attribute("data-state", "answered")
    expect(reader.get_by_text("Klockan tio, varje dag.")).to_have_count(0)

    moderator.locator("[data-tab=answered]").first.click()
    moderator.locator("#q-1 a").click()
    expect(moderator.locator("#hand")).to_have_attribute("data-number", "1")
    moderator.keyboard.press("p")

    for word in ("När kommer bussen till Viksele?", "Klockan tio, varje dag."):
        expect(reader.locator("#q-1").get_by_text(word)).to_be_visible()
    expect(citizen.get_by_role("heading", level=1)).to_have_text("Din fråga är besvarad och publicerad")
    assert held.moves(1)[:2] == ["ask", "assign"]
    assert held.moves(1)[-2:] == ["answer", "publish"]


def test_one_question_through_all_three_roles_without_a_script(rehearsed: Held, person: Person):
    held = rehearsed
    citizen = person(script=False, viewport={"width": 320, "height": 640})
    moderator = signs_in(person(script=False), held, "moderator")
    politician = signs_in(person(script=False), held, "C")

    citizen.goto(held.program.origin + f"/{held.slug}/ask")
    citizen.get_by_label("Din fråga eller synpunkt").fill("När kommer bussen till Viksele?")
    citizen.get_by_role("button", name="Skicka frågan").click()
    expect(citizen.get_by_role("heading", level=1)).to_have_text("Din fråga är mottagen")

    moderator.goto(held.program.origin + f"/{held.slug}/desk/1")
    moderator.locator("#sitting button[value=C]").click()
    politician.goto(held.program.origin + f"/{held.slug}/party/C")
    politician.locator("#body").fill("Klockan tio, varje dag.")
    politician.get_by_role("button", name="Skicka till moderator").click()
    moderator.goto(held.program.origin + f"/{held.slug}/desk/1")
    moderator.locator("form[action$='/1/publish'] button").first.click()

    citizen.reload()
    expect(citizen.get_by_role("heading", level=1)).to_have_text("Din fråga är besvarad och publicerad")
    citizen.get_by_role("link", name="Läs fråga och svar på sidan").click()
    expect(citizen.locator("#q-1")).to_contain_text("Klockan tio, varje dag.")
    assert held.moves(1) == ["ask", "assign", "answer", "publish"]


@pytest.mark.proves("M12")
def test_without_a_script_the_shared_page_leads_to_a_form_that_can_be_sent_only_once(
    held: Held, person: Person
):
    """M12: a form without a ticket would make two posts of two presses."""
    citizen = person(script=False)
    citizen.goto(held.program.origin + f"/{held.slug}")

    assert not citizen.locator("#ask").is_visible()
    citizen.get_by_role("main").get_by_role("link", name="Ställ en fråga", exact=True).click()

    assert citizen.url.endswith("/ask")
    assert citizen.locator("input[name=ticket]").count() == 1


@pytest.mark.proves("M12")
def test_without_a_script_a_post_that_is_refused_is_still_in_the_form(held: Held, person: Person):
    held.talker("moderator").make("pause")
    citizen = person(script=False)
    citizen.goto(held.program.origin + f"/{held.slug}/ask")

    citizen.get_by_label("Din fråga eller synpunkt").fill("\n\n  Rad ett\n<b>Rad två</b>")
    citizen.get_by_role("button", name="Skicka frågan").click()

    expect(citizen.get_by_role("alert")).to_contain_text(PAUSED)
    expect(citizen.get_by_label("Din fråga eller synpunkt")).to_have_value("\n\n  Rad ett\n<b>Rad två</b>")
