"""The close at the desk in a browser: one outcome after another, with and without a script, while others decide too (M19)."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Person
from tests.house import Held

pytestmark = [pytest.mark.browser, pytest.mark.proves("M19")]


def three_left(held: Held) -> None:
    """Two that wait and one answer to look at; the intake has ended."""
    held.asked("När lagas bron?")
    held.with_party("Hur många platser har vården?", "KD")
    held.answered("Ska skolan läggas ner?", "Nej, inte som vi ser det.", "SD")
    held.talker("moderator").make("close_intake")


def walking(page: Page, held: Held) -> Page:
    page.goto(held.link("moderator"))
    page.get_by_role("button").first.click()
    page.goto(held.program.origin + f"/{held.slug}/desk/closing")
    return page


@pytest.mark.parametrize("script", [True, False])
def test_every_question_is_given_its_outcome_and_then_the_sitting_is_closed(
    held: Held, person: Person, script: bool
):
    three_left(held)
    page = walking(person(script=script), held)
    main = page.get_by_role("main")

    expect(main).to_contain_text("3 frågor saknar utfall, 0 har ett.")
    main.locator("summary", has_text="Hänvisa").click()
    main.locator("#refer-words").fill("Ring växeln.")
    main.locator("button", has_text="Hänvisa").click()
    expect(main).to_contain_text("Nummer 2")
    main.get_by_role("button", name="Hanns inte med").click()
    main.get_by_role("button", name="Publicera", exact=True).click()
    expect(main).to_contain_text("Alla 3 inlägg har ett utfall. Du kan avsluta.")
    main.get_by_role("button", name="Avsluta frågestunden").click()

    expect(page.get_by_role("heading", name="Så gick det")).to_be_visible()
    assert [held.question(number).state for number in (1, 2, 3)] == ["referred", "lapsed", "published"]
    page.get_by_role("link", name="Protokoll").click()
    expect(page.get_by_role("main")).to_contain_text("Protokoll nummer 1, upprättat av systemet")


def test_what_another_decides_is_counted_while_one_writes_and_the_press_asks_for_the_number_that_stands(
    held: Held, person: Person
):
    three_left(held)
    page = walking(person(), held)
    main = page.get_by_role("main")
    main.locator("summary", has_text="Publicera inte").click()
    words = main.locator("#decline-words")
    words.fill("Skriv gärna igen.")

    held.does("moderator.2", "publish", 3)

    expect(main).to_contain_text("2 frågor saknar utfall, 1 har ett.")
    expect(main.get_by_label("Ja, 2 frågor får utfallet")).not_to_be_checked()
    expect(words).to_have_value("Skriv gärna igen.")
    main.get_by_label("Ja, 2 frågor får utfallet").check()
    main.get_by_role("button", name="Avsluta frågestunden").click()
    expect(page.get_by_role("heading", name="Så gick det")).to_be_visible()
    assert held.question(1).state == "lapsed"


def test_without_a_tick_nothing_is_closed(held: Held, person: Person):
    three_left(held)
    page = walking(person(), held)

    page.get_by_role("button", name="Avsluta frågestunden").click()

    expect(page.get_by_role("heading", name="Avsluta frågestunden")).to_be_visible()
    assert held.sitting().state == "closing"
