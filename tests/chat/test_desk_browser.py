"""The desk in a real browser: one key for a move, a case that stands still under the hand, two moderators at once (M13-M17)."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from app.records.vocabulary import Actor, State
from app.routing import desk
from tests.chat.bureau import DESK, Bureau, bureau
from tests.routing.stage import SLUG


@pytest.fixture
async def at(tmp_path: Path) -> AsyncIterator[Bureau]:
    async with bureau(tmp_path) as made:
        yield made


@pytest.fixture
async def page(at: Bureau, browser: Browser) -> AsyncIterator[Page]:
    """Moa's desk; what the browser complains of fails the test."""
    faults: list[str] = []
    page = await _desk(at, browser, at.moa, faults)
    yield page
    assert faults == []


async def _desk(at: Bureau, browser: Browser, by: Actor, faults: list[str]) -> Page:
    name, _, value = (await at.served.cookie(by.account or 0)).partition("=")
    origin = f"http://127.0.0.1:{at.served.port}"
    context = await browser.new_context(
        viewport={"width": 1440, "height": 900}, locale="sv-SE", base_url=origin
    )
    await context.add_cookies([{"name": name, "value": value, "url": origin}])
    page = await context.new_page()
    page.set_default_timeout(10_000)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: faults.append(said.text) if "Content Security" in said.text else None)
    return page


async def _ready(page: Page, path: str = "") -> None:
    await page.goto(DESK + path)
    await expect(page.locator("live-list")).to_have_attribute("data-connection", "open")


async def _in_hand(page: Page, number: int | None) -> None:
    if number is None:
        await expect(page.locator("#hand[data-number]")).to_have_count(0)
    else:
        await expect(page.locator("#hand")).to_have_attribute("data-number", str(number))


async def test_a_post_is_on_the_desk_the_moment_it_arrives(at: Bureau, page: Page) -> None:
    await _ready(page)

    number = await at.asked("Kommer den fram?")

    await expect(page.locator(f"#q-{number}")).to_contain_text("Kommer den fram?")
    await expect(page.locator("[data-tab=received] .figure")).to_have_text("1")
    await expect(page.locator(f"#q-{number} time")).to_have_attribute("data-received", "")


async def test_one_key_takes_the_proposal_and_goes_on_to_the_next(at: Bureau, page: Page) -> None:
    one, other = await at.asked("En"), await at.asked("Två")
    await _ready(page)

    await page.keyboard.press("j")
    await _in_hand(page, one)
    await page.keyboard.press("0")
    await _in_hand(page, other)

    assert (await at.question(one)).asked_of == ("C",)
    assert (await at.last(one)).facts["reason"] is None
    await expect(page.locator("#done")).to_contain_text(f"{one} Tilldelad: C")


async def test_another_party_is_one_key_and_its_reason_one_more(at: Bureau, page: Page) -> None:
    number = await at.asked()
    await _ready(page, f"/{number}")

    await page.keyboard.press("2")
    await expect(page.locator("#why")).to_contain_text("Till S i stället för C. Varför?")
    await page.keyboard.press("c")
    await _in_hand(page, None)

    facts = (await at.last(number)).facts
    assert (facts["parties"], facts["reason"]) == ("S", "subject")


async def test_enter_skips_the_reason_and_going_on_to_another_question_does_too(
    at: Bureau, page: Page
) -> None:
    one, other, third = await at.asked("En"), await at.asked("Två"), await at.asked("Tre")
    await _ready(page, f"/{one}")

    await page.keyboard.press("2")
    await page.keyboard.press("Enter")
    await _in_hand(page, other)
    await page.keyboard.press("3")
    await expect(page.locator("#why")).to_be_visible()
    await page.locator(f"#q-{third} a").click()
    await _in_hand(page, third)
    await expect(page.locator(f"#q-{other}")).to_have_attribute("data-state", "assigned")

    assert [(await at.last(each)).facts["reason"] for each in (one, other)] == ["unstated", "unstated"]


async def test_a_key_pressed_twice_in_haste_decides_about_one_question_only(at: Bureau, page: Page) -> None:
    one, other = await at.asked(), await at.asked()
    await _ready(page, f"/{one}")

    await page.keyboard.press("0")
    await _in_hand(page, other)
    await page.keyboard.press("0")

    assert ((await at.question(one)).version, (await at.question(other)).version) == (2, 1)


async def test_a_refusal_is_two_keys(at: Bureau, page: Page) -> None:
    number = await at.asked()
    await _ready(page, f"/{number}")

    await page.keyboard.press("x")
    await page.keyboard.press("b")
    await _in_hand(page, None)

    assert ((await at.question(number)).state, (await at.question(number)).reason) == (State.DECLINED, "hate")


async def test_the_last_move_is_undone_by_a_key_although_another_question_is_in_hand(
    at: Bureau, page: Page
) -> None:
    one, other = await at.asked(), await at.asked()
    await _ready(page, f"/{one}")
    await page.keyboard.press("0")
    await _in_hand(page, other)

    await page.keyboard.press("u")
    await _in_hand(page, one)

    assert (await at.question(one)).state is State.RECEIVED


async def test_keys_are_silent_while_one_writes_and_when_they_are_switched_off(
    at: Bureau, page: Page
) -> None:
    number = await at.asked()
    await _ready(page, f"/{number}")

    await page.keyboard.press("e")
    await page.locator("#edit-body").press_sequentially("0x")
    await page.keyboard.press("Escape")
    await page.locator("[data-keys-switch]").click()
    await page.reload()
    await page.keyboard.press("0")
    await page.locator(f"#q-{number}").click()

    await expect(page.locator("#case kbd, #acts kbd").first).to_be_hidden()
    assert (await at.question(number)).version == 1


async def test_what_another_decided_meanwhile_stands_beside_ones_own(at: Bureau, page: Page) -> None:
    number = await at.asked()
    await _ready(page, f"/{number}")
    await page.keyboard.press("x")
    await page.locator("#decline-words").fill("Det här skrev jag.")
    await at.served.do(desk.assign, SLUG, number, ["S"], by=at.ali)
    await expect(page.locator("#moved")).to_be_visible()

    await page.locator("[data-key=n][value=tone]").click()

    await expect(page.locator("#tried")).to_contain_text("Ditt val är inte utfört.")
    await expect(page.locator("#tried")).to_contain_text("Ali Berg")
    await expect(page.locator("#tried textarea")).to_have_value("Det här skrev jag.")
    await page.get_by_role("button", name="Gör mitt ändå").click()
    await expect(page.locator(f"#q-{number}")).to_have_attribute("data-state", "declined")
    assert (await at.question(number)).words == "Det här skrev jag."


async def test_a_case_nobody_touches_follows_what_happens(at: Bureau, page: Page) -> None:
    number = await at.asked()
    await _ready(page, f"/{number}")

    await at.served.do(desk.hold, SLUG, number, by=at.ali)

    await expect(page.locator("#hand")).to_have_attribute("data-version", "2.0.")
    await expect(page.locator("#case")).to_contain_text("Vilar")


async def test_a_row_that_belongs_elsewhere_stays_under_the_pointer(at: Bureau, page: Page) -> None:
    one, other = await at.asked("En"), await at.asked("Två")
    await _ready(page)
    await page.locator(f"#q-{other}").hover()

    await at.served.do(desk.assign, SLUG, one, ["C"], by=at.ali)

    await expect(page.locator(f"#q-{one}")).to_have_attribute("data-state", "assigned")
    await expect(page.locator(f"#q-{one}")).to_be_visible()
    await page.locator("#sitting h2").hover()
    await expect(page.locator(f"#q-{one}")).to_be_hidden()


async def test_everything_can_be_done_on_a_phone_without_scrolling_sideways(at: Bureau, page: Page) -> None:
    number = await at.answered(
        body="En fråga med ettlångtordsominteslutarpåenradfördetärföretthundrateckenlångtnästan " * 3
    )
    await page.set_viewport_size({"width": 320, "height": 640})
    await _ready(page)

    await page.locator("[data-tab=all]").click()
    await page.locator(f"#q-{number} a").click()
    await _in_hand(page, number)

    assert await page.evaluate("document.documentElement.scrollWidth") == 320
    await expect(page.locator("#queue")).to_be_hidden()
    await page.get_by_role("button", name="Publicera", exact=True).click()
    await expect(page.locator("#hand")).to_contain_text("Så står det på sidan")
    await page.locator("[data-to-queue]").click()
    await expect(page.locator(f"#q-{number}")).to_have_attribute("data-state", "published")


async def test_an_announcement_is_told_from_the_desk_without_leaving_it(at: Bureau, page: Page) -> None:
    number = await at.asked()
    await _ready(page, f"/{number}")

    await page.locator("summary", has_text="Meddela alla").click()
    await page.locator("#announce-body").fill("Vi tar paus.")
    await page.get_by_role("button", name="Meddela alla", exact=True).click()

    await expect(page.locator("#announcements")).to_contain_text("Vi tar paus.")
    await expect(page.locator("#announce-body")).to_be_hidden()
    await _in_hand(page, number)
