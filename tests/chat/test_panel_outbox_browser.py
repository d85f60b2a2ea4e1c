"""An answer that is sent while the server is down: kept in the browser, and sent once when it is up again (M12, M20)."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect, sync_playwright

from tests import browsers
from tests.house import Held, Program

pytestmark = [pytest.mark.browser, pytest.mark.proves("M12", "M20")]


@pytest.fixture
def held(tmp_path: Path) -> Iterator[Held]:
    with Program(tmp_path) as program:
        held = program.hold()
        yield held
        held.close()


@pytest.fixture
def context() -> Iterator[BrowserContext]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**browsers.chromium())
        context = browser.new_context(locale="sv-SE", reduced_motion="reduce")
        context.set_default_timeout(20_000)
        yield context
        browser.close()


def panel(context: BrowserContext, held: Held) -> Page:
    name, _, value = str(held.cookie("C")).partition("=")
    context.add_cookies([{"name": name, "value": value, "url": held.program.origin}])
    page = context.new_page()
    page.goto(f"{held.program.origin}/{held.slug}/party/C")
    expect(page.locator("[data-connection-text]")).to_have_text("Ansluten")
    return page


def test_an_answer_sent_while_the_server_is_down_arrives_once_when_it_is_up(
    held: Held, context: BrowserContext
) -> None:
    number = held.with_party().number
    page = panel(context, held)
    page.locator("#body").fill("Klockan tio.")
    expect(page.locator("#saved")).to_contain_text("Sparat ")
    held.close()
    held.program.stop()
    page.get_by_role("button", name="Skicka till moderator").click()
    expect(page.locator("#outbox")).to_contain_text(f"Svaret på nummer {number} är inte skickat än.")

    held.program.start()

    expect(page.locator("#done")).to_contain_text(f"Ert svar på nummer {number} är inskickat", timeout=60_000)
    expect(page.locator("#outbox")).to_be_hidden()
    assert held.moves(number) == ["ask", "assign", "answer"]
    assert held.question(number).answers[0].sent == "Klockan tio."


def test_an_answer_whose_acknowledgement_was_lost_is_not_sent_twice(
    held: Held, context: BrowserContext
) -> None:
    number = held.with_party().number
    page = panel(context, held)
    page.route("**/answer", lambda route: (route.fetch(), route.abort()), times=1)
    page.locator("#body").fill("Klockan tio.")

    page.get_by_role("button", name="Skicka till moderator").click()

    expect(page.locator("#done")).to_contain_text("inskickat", timeout=60_000)
    assert held.moves(number) == ["ask", "assign", "answer"]


def test_what_waits_is_taken_back_and_stands_in_the_editor_still(held: Held, context: BrowserContext) -> None:
    number = held.with_party().number
    page = panel(context, held)
    page.route("**/answer", lambda route: route.abort())
    page.locator("#body").fill("Klockan tio.")
    page.get_by_role("button", name="Skicka till moderator").click()

    page.get_by_role("button", name="Skicka inte").click()
    page.unroute("**/answer")

    expect(page.locator("#outbox")).to_be_hidden()
    expect(page.locator("#body")).to_have_value("Klockan tio.")
    expect(page.locator("#saved")).to_contain_text("Sparat ")
    assert held.moves(number) == ["ask", "assign"]


def test_both_texts_are_kept_when_two_have_written(held: Held, context: BrowserContext) -> None:
    number = held.with_party().number
    page = panel(context, held)
    page.route("**/draft", lambda route: route.abort())
    page.locator("#body").fill("Annas text")
    held.browser("C.helper").send(f"/{held.slug}/party/C/{number}/draft", {"body": "Cims text", "draft": "0"})
    page.unroute("**/draft")
    page.locator("#body").blur()
    page.get_by_role("button", name="Behåll båda").click()

    expect(page.locator("#body")).to_have_value("Annas text\n\nCims text")
    expect(page.locator("#saved")).to_contain_text("Sparat ")


def test_it_is_shown_beside_and_who_else_is_here_and_what_is_hard_to_read(
    held: Held, context: BrowserContext
) -> None:
    held.published("En annan fråga", "Ett annat svar", "S")
    held.with_party()
    page = panel(context, held)
    page.set_viewport_size({"width": 1440, "height": 900})

    page.locator("#body").fill("Vi gör det t.ex. i maj.")

    expect(page.locator("#preview-beside")).to_contain_text("Vi gör det t.ex. i maj.")
    expect(page.locator("#public")).to_contain_text("Ett annat svar")
    expect(page.locator("#plain")).to_have_text("Förkortning: ”t.ex.” Skriv gärna ut den.")
    held.published("Något nytt", "Ett nytt svar", "M")
    expect(page.locator("#public")).to_contain_text("Ett nytt svar")
