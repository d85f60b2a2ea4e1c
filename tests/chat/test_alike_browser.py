"""Merging with what a question is like, in a real browser: by one press, or by two keys (M13)."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from app.records.vocabulary import State
from tests.chat.bureau import DESK, Bureau, bureau

pytestmark = [pytest.mark.browser, pytest.mark.proves("M13")]

HALLARP = "När går det kvällsbuss till Hällarp igen?"
AGAIN = "När gårr det kvälsbuss till Hällarp?"


@pytest.fixture
async def at(tmp_path: Path) -> AsyncIterator[Bureau]:
    async with bureau(tmp_path) as made:
        yield made


@pytest.fixture
async def page(at: Bureau, browser: Browser) -> Page:
    """Moa's desk."""
    name, _, value = (await at.served.cookie(at.moa.account or 0)).partition("=")
    origin = f"http://127.0.0.1:{at.served.port}"
    context = await browser.new_context(locale="sv-SE", base_url=origin)
    await context.add_cookies([{"name": name, "value": value, "url": origin}])
    return await context.new_page()


async def _ready(page: Page, path: str) -> None:
    await page.goto(DESK + path)
    await expect(page.locator("live-list")).to_have_attribute("data-connection", "open")


async def test_a_new_post_says_at_once_on_its_row_what_it_is_like(at: Bureau, page: Page) -> None:
    first = await at.asked(HALLARP)
    await _ready(page, "")

    number = await at.asked(AGAIN)

    await expect(page.locator(f"#q-{number}")).to_contain_text(f"liknar {first}")


async def test_one_press_merges_and_goes_on(at: Bureau, page: Page) -> None:
    first, number = await at.published(body=HALLARP), await at.asked(AGAIN)
    await _ready(page, f"/{number}")

    await page.get_by_role("button", name=f"Sammanför med {first}").click()

    await expect(page.locator("#said")).to_contain_text(f"{number} Sammanförd")
    assert ((await at.question(number)).state, (await at.question(number)).into) == (State.MERGED, first)


async def test_two_keys_merge_with_the_one_that_is_proposed(at: Bureau, page: Page) -> None:
    first, number = await at.asked(HALLARP), await at.asked(AGAIN)
    await _ready(page, f"/{number}")

    await page.keyboard.press("d")
    await expect(page.locator("#merge-into")).to_have_value(str(first))
    await page.keyboard.press("Enter")

    await expect(page.locator(f"#q-{first}")).to_contain_text("1 sammanförd hit")
    assert (await at.question(number)).into == first
