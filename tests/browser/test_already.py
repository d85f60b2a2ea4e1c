"""While one writes: whether it seems to be answered already. Told in the browser, of what stands on the page; nothing leaves it."""

import pytest
from playwright.sync_api import Page, expect

from app.routing.likeness import VERY_ALIKE
from tests.browser.conftest import Person
from tests.house import Held

pytestmark = [pytest.mark.browser, pytest.mark.proves("M8")]

HALLARP = "När går det kvällsbuss till Hällarp igen?"
AGAIN = "När gårr det kvälsbuss till Hällarp?"
VIKSELE = "När går det kvällsbuss till Viksele?"


def opened(page: Page, held: Held) -> Page:
    page.goto(held.program.origin + f"/{held.slug}")
    expect(page.locator("live-list")).to_have_attribute("data-connection", "open")
    return page


def test_an_answered_question_is_pointed_at_and_nobody_is_stopped(held: Held, person: Person):
    held.published(HALLARP, "I juni.")
    page = opened(person(), held)
    body, told = page.get_by_label("Din fråga eller synpunkt"), page.locator("[data-already]")

    body.fill(AGAIN)
    expect(told).to_have_text("Redan besvarad: nummer 1. Läs svaret, eller skicka ändå.")
    told.get_by_role("link", name="Läs svaret").click()
    assert page.url.endswith("#q-1")
    expect(body).to_have_value(AGAIN)
    body.fill(VIKSELE)
    expect(told).to_have_text("Något liknande är besvarat: nummer 1. Läs svaret, eller skicka ändå.")
    body.fill("Kan biblioteket ha öppet på söndagar?")
    expect(told).to_be_empty()
    body.fill(AGAIN)
    page.get_by_role("button", name="Skicka frågan").click()

    expect(page.get_by_role("heading", name="Tack. Din fråga har nummer 2")).to_be_visible()


def test_nothing_of_what_is_written_leaves_the_browser_before_it_is_sent(held: Held, person: Person):
    held.published(HALLARP, "I juni.")
    page = opened(person(), held)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(f"{request.url} {request.post_data}"))
    page.on("websocket", lambda socket: asked.append(socket.url))

    page.get_by_label("Din fråga eller synpunkt").press_sequentially(AGAIN)
    expect(page.locator("[data-already]")).to_contain_text("nummer 1")

    assert [each for each in asked if "/static/" not in each] == []
    assert [each for each in asked if not each.endswith("likeness.js None")] == []


def test_an_answer_that_comes_while_one_writes_is_pointed_at_and_one_that_leaves_is_not(
    held: Held, person: Person
):
    page = opened(person(), held)
    told = page.locator("[data-already]")
    page.get_by_label("Din fråga eller synpunkt").fill(AGAIN)

    held.published(HALLARP, "I juni.")
    expect(told).to_contain_text("Redan besvarad: nummer 1.")
    held.does("moderator", "unpublish", 1, reason="mistake")

    expect(told).to_be_empty()


def test_the_question_that_one_follows_up_is_not_pointed_at(held: Held, person: Person):
    held.published(HALLARP, "I juni.")
    held.published(VIKSELE, "I mars.")
    page = opened(person(), held)
    page.locator("#q-1").get_by_role("link", name="Ställ en följdfråga").click()
    told = page.locator("[data-already]")

    page.get_by_label("Din fråga eller synpunkt").fill(AGAIN)
    expect(told).to_contain_text("Något liknande är besvarat: nummer 2.")
    page.get_by_role("button", name="Ställ en egen fråga i stället").click()

    expect(told).to_contain_text("Redan besvarad: nummer 1.")


def test_without_a_script_nothing_is_said_and_the_page_asks_for_no_comparison(held: Held, person: Person):
    held.published(HALLARP, "I juni.")
    page = person(script=False)
    page.goto(held.program.origin + f"/{held.slug}")

    expect(page.locator("[data-already]")).to_be_empty()
    expect(page.locator(".already")).to_have_count(0)


def test_the_browser_and_the_server_mean_the_same_by_very_alike(held: Held, person: Person):
    page = opened(person(), held)
    script = page.locator("script[src$='already.js']").get_attribute("src")
    assert script is not None

    said = page.evaluate(
        "async path => (await import(path)).VERY_ALIKE", script.replace("already", "likeness")
    )

    assert said == VERY_ALIKE
