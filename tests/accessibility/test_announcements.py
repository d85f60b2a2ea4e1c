"""What is said aloud while a page is open: a count, politely, at most every fifteen seconds, and never the list itself."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.accessibility.keys import Keys
from tests.house import Held

pytestmark = [pytest.mark.browser, pytest.mark.proves("M36")]

Sit = Callable[..., Keys]

SPEAKING = "[aria-live]:not([aria-live=off]), [role=log], [role=status], [role=alert], [role=timer], output"


def opened(sit: Sit, who: str, path: str) -> Page:
    page = sit(who, path).page
    expect(page.locator("live-list")).to_have_attribute("data-connection", "open")
    return page


def test_a_count_is_said_at_once_and_then_at_most_every_fifteen_seconds(sit: Sit, held: Held):
    held.published("Den första")
    page = sit("citizen", f"/{held.slug}").page
    page.clock.install()
    page.reload()
    expect(page.locator("live-list")).to_have_attribute("data-connection", "open")
    region = page.locator("[data-announce]")

    held.published("Den andra")
    expect(page.locator("#q-2")).to_be_attached()
    expect(region).to_be_empty()
    page.clock.run_for(1_000)
    expect(region).to_have_text("Ett nytt svar")

    for number in (3, 4):
        held.published("En till")
        expect(page.locator(f"#q-{number}")).to_be_attached()
    page.clock.run_for(14_000)
    assert region.text_content() == "Ett nytt svar"
    page.clock.run_for(1_000)
    expect(region).to_have_text("2 nya svar")


PLACES = {
    "citizen": ("", "[data-announce]"),
    "moderator": ("/desk", "[data-announce]"),
    "C": ("/party/C", "#said"),
}


@pytest.mark.parametrize("who", PLACES)
def test_the_place_that_speaks_is_there_and_silent_from_the_start_and_is_polite(
    sit: Sit, held: Held, who: str
):
    path, where = PLACES[who]
    served = held.browser(who).get(f"/{held.slug}{path}").html

    page = opened(sit, who, f"/{held.slug}{path}")

    region = page.locator(where)
    expect(region).to_have_count(1)
    expect(region).to_be_empty()
    expect(region).to_have_role("status")
    assert 'role="status"' in served
    assert region.get_attribute("aria-live") in (None, "polite")


@pytest.mark.parametrize("path", ["", "/desk", "/party/C", "/screen"])
def test_no_list_is_a_place_that_speaks(sit: Sit, held: Held, path: str):
    held.published("Den första")
    held.asked("Den andra")
    held.with_party("Den tredje", "C")
    who = {"/desk": "moderator", "/party/C": "C"}.get(path, "citizen")
    page = opened(sit, who, f"/{held.slug}{path}")

    lists = page.locator("[data-items=root], .threads, .posts, .pile > ol")

    assert lists.count() > 0
    assert lists.evaluate_all("(all, spoken) => all.filter(each => each.closest(spoken))", SPEAKING) == []


def test_the_keyboard_of_a_registrar_and_an_organiser_is_left_alone_while_questions_come(
    sit: Sit, held: Held
):
    held.asked("Den första")
    for who, path in (("registrar", "/register"), ("organiser", "/settings")):
        keys = sit(who, f"/{held.slug}{path}")
        field = keys.page.locator("main :is(input, select, textarea):visible").first
        field.focus()
        before = keys.at

        held.asked("Den andra")
        held.published("Den tredje")
        keys.page.evaluate("new Promise(shown => requestAnimationFrame(() => requestAnimationFrame(shown)))")

        assert keys.at == before
