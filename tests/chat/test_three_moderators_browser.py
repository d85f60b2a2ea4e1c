"""Three moderators at one desk in a real Chromium, with the server restarted while they work (M13, M17)."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests import browsers
from tests.house import Held, Program

WHO = ("moderator", "moderator.2", "moderator.3")
PATIENCE = 20_000


@pytest.fixture
def held(tmp_path: Path) -> Iterator[Held]:
    with Program(tmp_path) as program:
        sitting = program.hold()
        yield sitting
        sitting.close()


@pytest.fixture
def chrome() -> Iterator[Browser]:
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**browsers.chromium())
        yield browser
        browser.close()


@pytest.fixture
def desks(held: Held, chrome: Browser) -> Iterator[list[Page]]:
    """Moderator 1, 2 and 3, each in a browser of their own; what a browser complains of fails the test."""
    faults: list[str] = []
    contexts = [_context(held, chrome, who) for who in WHO]
    pages = [context.new_page() for context in contexts]
    for page in pages:
        page.on("pageerror", lambda error: faults.append(str(error)))
    yield pages
    for context in contexts:
        context.close()
    assert faults == []


def _context(held: Held, chrome: Browser, who: str) -> BrowserContext:
    name, _, value = str(held.cookie(who)).partition("=")
    origin = held.program.origin
    context = chrome.new_context(viewport={"width": 1440, "height": 900}, locale="sv-SE", base_url=origin)
    context.set_default_timeout(PATIENCE)
    context.add_cookies([{"name": name, "value": value, "url": origin}])
    return context


def ready(held: Held, page: Page, number: int | None = None) -> None:
    page.goto(f"/{held.slug}/desk" + (f"/{number}" if number else ""))
    expect(page.locator("live-list")).to_have_attribute("data-connection", "open")


@pytest.mark.proves("M13", "M17")
def test_three_moderators_see_each_other_and_never_overwrite_each_other_over_a_restart(
    held: Held, desks: list[Page]
) -> None:
    one, two, three = (held.asked(f"Fråga {turn}, när kommer bussen?").number for turn in range(3))
    first, second, third = desks
    for page in desks:
        ready(held, page)

    first.locator(f"#q-{one} a").click()
    expect(second.locator(f"#q-{one} [data-claimed]")).to_have_text("moderator Exempel läser")
    expect(second.locator("#here")).to_contain_text("moderator.2 Exempel")
    second.locator(f"#q-{one} a").click()
    expect(second.locator("#claim")).to_contain_text("moderator Exempel har frågan framme sedan")
    expect(first.locator("#claim")).to_contain_text("moderator.2 Exempel har också frågan framme.")

    second.locator("#claim").get_by_role("button", name="Ta över").click()
    expect(first.locator("#claim")).to_contain_text("moderator.2 Exempel tog över frågan")
    expect(third.locator(f"#q-{one} [data-claimed]")).to_have_count(2)

    expect(first.locator("#hand")).to_have_attribute("data-number", str(one))
    first.keyboard.press("x")
    first.locator("#decline-words").fill("Det här skrev jag.")
    expect(second.locator(f"#q-{one} [data-claimed]")).to_have_text("moderator Exempel avgör")

    held.program.restart()
    for page in desks:
        expect(page.locator("live-list")).to_have_attribute("data-connection", "open")
    expect(third.locator(f"#q-{one} [data-claimed]")).to_have_count(2)
    expect(first.locator("#decline-words")).to_have_value("Det här skrev jag.")

    second.keyboard.press("v")
    expect(third.locator(f"#q-{one}")).to_contain_text("vilar")
    expect(first.locator("#moved")).to_be_visible()
    first.locator("[data-key=n][value=tone]").click()
    expect(first.locator("#tried")).to_contain_text("Ditt val är inte utfört.")
    expect(first.locator("#tried textarea")).to_have_value("Det här skrev jag.")
    first.get_by_role("link", name="Låt beslutet från moderator.2 Exempel gälla").click()
    expect(first.locator("#tried")).to_have_count(0)

    third.locator(f"#q-{two} a").click()
    expect(third.locator("#hand")).to_have_attribute("data-number", str(two))
    third.keyboard.press("0")
    row = first.locator(f"#q-{two}")
    expect(row).to_have_attribute("data-stay", "")
    expect(row).to_contain_text("moderator.3 Exempel tilldelade")
    row.get_by_role("button", name="Ångra").click()
    expect(row).to_have_attribute("data-state", "received")
    expect(first.locator("#hand")).to_have_attribute("data-number", str(one))

    second.locator(f"#q-{three} a").click()
    reading = first.locator(f"#q-{three} [data-claimed]", has_text="moderator.2 Exempel läser")
    expect(reading).to_be_visible()


def test_what_another_decided_stays_until_one_goes_on(held: Held, desks: list[Page]) -> None:
    one, two = (held.asked(f"Fråga {turn}?").number for turn in range(2))
    first, second, _ = desks
    ready(held, first, one)
    ready(held, second, two)

    second.keyboard.press("x")
    second.locator("[data-key=n][value=tone]").click()

    row = first.locator(f"#q-{two}")
    expect(row).to_be_visible()
    expect(row).to_contain_text("moderator.2 Exempel valde att inte publicera")
    first.locator("[data-tab=assigned]").click()
    first.locator("[data-tab=received]").click()
    expect(row).to_be_hidden()


def test_a_moderator_who_leaves_is_gone_and_the_note_they_left_stands(held: Held, desks: list[Page]) -> None:
    first, second, _ = desks
    ready(held, first)
    ready(held, second)
    expect(second.locator("#here li")).to_have_count(2)

    first.locator("summary", has_text="Lämna över").click()
    first.locator("#handover-body").fill("Fråga 1 väntar på kansliet.")
    first.get_by_role("button", name="Lämna över", exact=True).click()
    expect(second.locator(".relief")).to_contain_text("Fråga 1 väntar på kansliet.")
    first.close()
    second.get_by_role("button", name="Läst", exact=True).click()
    expect(second.locator(".relief summary")).to_contain_text("läst av moderator.2 Exempel")

    while len(held.program.house.hub) > 1:  # until the server has noticed that the socket is closed
        second.evaluate("fetch('/healthz').then(reply => reply.text())")
    held.program.clock.on(seconds=11)
    expect(second.locator("#here li")).to_have_count(1)
