"""Notes, messages and floods in a real browser: by keyboard, live, and without disturbing what is being written."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from app.records import messages
from tests.chat.bureau import DESK
from tests.chat.chairs import House, house
from tests.routing.stage import SLUG


@pytest.fixture
async def held(tmp_path: Path) -> AsyncIterator[House]:
    async with house(tmp_path) as made:
        yield made


async def opened(held: House, browser: Browser, cookie: str, path: str) -> Page:
    name, _, value = cookie.partition("=")
    origin = f"http://127.0.0.1:{held.desk.served.port}"
    context = await browser.new_context(
        viewport={"width": 1440, "height": 900}, locale="sv-SE", base_url=origin
    )
    await context.add_cookies([{"name": name, "value": value, "url": origin}])
    page = await context.new_page()
    page.set_default_timeout(10_000)
    await page.goto(path)
    await expect(page.locator("live-list")).to_have_attribute("data-connection", "open")
    return page


async def desk(held: House, browser: Browser, path: str = "") -> Page:
    cookie = await held.desk.served.cookie(held.desk.moa.account or 0)
    return await opened(held, browser, cookie, DESK + path)


async def test_a_note_is_written_and_removed_by_keyboard(held: House, browser: Browser) -> None:
    number = await held.desk.asked()
    page = await desk(held, browser, f"/{number}")

    await page.keyboard.press("n")
    await expect(page.locator("#note-body")).to_be_focused()
    await page.keyboard.type("Ring kundtjänst")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")

    await expect(page.locator("#note-1")).to_contain_text("Ring kundtjänst")
    await expect(page.locator("#note-body")).to_have_value("")
    await expect(page.locator(f"#q-{number}")).to_contain_text("1 anteckning")
    await page.locator("#note-1 button").press("Enter")
    await expect(page.locator("#note-1")).to_have_count(0)


async def test_a_message_comes_while_the_party_writes_and_nothing_is_lost(
    held: House, browser: Browser
) -> None:
    await held.desk.assigned("C")
    anna = await held.chair("C", "Anna Ek")
    at_desk = await desk(held, browser)
    panel = await opened(held, browser, anna.cookie, f"/{SLUG}/party/C")
    await panel.locator("#body").fill("Bussen kommer")

    await at_desk.locator("#to-parties > summary").click()
    await at_desk.locator("[name=to_C]").check()
    await at_desk.get_by_role("button", name="Fem minuter kvar. Skicka det ni hunnit skriva.").first.click()

    message = panel.locator("#messages > #message-1")
    await expect(message).to_contain_text("Fem minuter kvar")
    await expect(panel.locator("#body")).to_be_focused()
    await expect(panel.locator("#said")).to_have_text("Moderatorn har skrivit till er")
    await panel.keyboard.type(" i morgon")
    covered = await panel.evaluate(
        "() => { const box = document.getElementById('body').getBoundingClientRect();"
        " return !document.elementFromPoint(box.x + 20, box.y + 20).closest('#body') }"
    )
    assert not covered
    await message.get_by_role("button").click()
    await expect(panel.locator("#messages-read > #message-1")).to_have_count(1)
    await expect(panel.locator("#body")).to_have_value("Bussen kommer i morgon")
    await expect(at_desk.locator("#message-1")).to_contain_text("läst av Anna Ek")


async def test_a_ready_text_can_be_changed_before_it_is_sent(held: House, browser: Browser) -> None:
    page = await desk(held, browser)
    await page.locator("#to-parties > summary").click()
    await page.locator("[name=everybody]").check()

    await page.locator("#to-parties [data-fill]").last.click()
    await expect(page.locator("#tell-body")).to_be_focused()
    await page.keyboard.press("End")
    await page.keyboard.type(" Nu.")
    await page.get_by_role("button", name="Skicka till partierna").click()

    await expect(page.locator("#said")).to_contain_text("Ingen från C, S, M är inne")
    told = await held.desk.served.look(messages.messages, SLUG)
    assert told[0].body == "Ring moderatorn när ni kan. Nu."


async def test_posts_that_say_the_same_are_one_row_that_opens_and_is_marked(
    held: House, browser: Browser
) -> None:
    first = await held.desk.asked("Stoppa bygget nu!")
    for _ in range(3):
        await held.desk.asked("STOPPA BYGGET NU")
    page = await desk(held, browser)

    rows = page.locator(".post:visible")
    await expect(rows).to_have_count(1)
    fold = page.locator(f"#q-{first} .post-same > button").first
    await expect(fold).to_have_text("×4 likadana")
    await held.desk.asked("stoppa bygget, nu")
    await expect(fold).to_have_text("×5 likadana")
    await expect(rows).to_have_count(1)
    await page.get_by_role("button", name="Markera alla 5").click()
    await expect(page.locator(".post-pick > input:checked")).to_have_count(5)
    await fold.click()
    await expect(rows).to_have_count(5)
