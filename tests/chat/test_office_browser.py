"""The office pages in a real browser: the small scripts, the focus, and no sideways scrolling on a phone."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, BrowserContext, Page, expect

from app.records import queries
from app.records.vocabulary import Role
from tests.chat.offices import GOOD, Office
from tests.routing.stage import SLUG

pytestmark = pytest.mark.browser


@pytest.fixture
async def context(office: Office, browser: Browser) -> BrowserContext:
    """A browser in which an organiser is signed in who is registrar as well."""
    number = await office.account("olle", (Role.ORGANISER,), (Role.REGISTRAR,), name="Olle Org")
    name, _, token = (await office.served.cookie(number)).partition("=")
    context = await browser.new_context(
        viewport={"width": 1000, "height": 900},
        locale="sv-SE",
        base_url=office.origin,
        permissions=["clipboard-read", "clipboard-write"],
    )
    await context.add_cookies([{"name": name, "value": token, "url": office.origin}])
    return context


@pytest.fixture
async def page(context: BrowserContext) -> AsyncIterator[Page]:
    """What the browser complains of fails the test."""
    faults: list[str] = []
    page = await context.new_page()
    page.set_default_timeout(10_000)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: faults.append(said.text) if "Content Security" in said.text else None)
    yield page
    assert faults == []


async def test_a_password_can_be_seen_and_hidden_while_one_chooses_it(office: Office, page: Page) -> None:
    link = await office.link(await office.account("moa", (Role.MODERATOR, SLUG)))
    await page.goto(link)
    field, button = page.get_by_label("Välj ett lösenord"), page.locator("[data-show-password]")

    await field.fill(GOOD)
    await expect(field).to_have_attribute("type", "password")
    await button.click()
    await expect(field).to_have_attribute("type", "text")
    await button.click()
    await expect(field).to_have_attribute("type", "password")
    await expect(field).to_be_focused()
    await page.locator("form .button--main").click()

    await expect(page).to_have_url(f"{office.origin}/{SLUG}/desk")


async def test_an_invitation_is_copied_as_it_stands(page: Page) -> None:
    await page.goto("/organiser/accounts")
    await page.locator(".new-account > summary").click()
    await page.locator("#name").fill("Moa Moderator")
    await page.locator("#login").fill("moa")
    await page.locator("input[name=role][value=moderator]").check()
    await page.locator(".new-account .button--main").click()

    await page.locator("[data-copy-link]").click()

    await expect(page.locator("#link-copied")).not_to_be_empty()
    copied = await page.evaluate("navigator.clipboard.readText()")
    assert copied == await page.locator("#link").text_content()


async def test_seats_change_places_under_the_hand_and_are_saved_in_that_order(
    office: Office, page: Page
) -> None:
    await page.goto(f"/{SLUG}/settings/seats")
    await page.locator("#seat-0-member").fill("Nytt Namn")

    await page.locator('button[value="down-0"]').click()
    await expect(page.locator("#seat-1-member")).to_have_value("Nytt Namn")
    await expect(page.locator('button[value="down-1"]')).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.locator("#seat-2-member")).to_have_value("Nytt Namn")
    await expect(page.locator('button[value="up-2"]')).to_be_focused()
    await page.locator("#seat-0-name").press("Enter")

    await expect(page).to_have_url(f"{office.origin}/{SLUG}/settings?done=seats")
    seats = (await office.served.look(queries.sitting, SLUG)).seats
    assert [(seat.code, seat.member) for seat in seats] == [
        ("S", "Saga Sandberg"),
        ("M", ""),
        ("C", "Nytt Namn"),
    ]


async def test_a_seat_is_dragged_by_its_handle(page: Page) -> None:
    await page.goto(f"/{SLUG}/settings/seats")
    codes = [await page.locator(f"#seat-{number}-code").input_value() for number in range(3)]
    handle = page.locator("[data-seat-handle]").first
    await handle.scroll_into_view_if_needed()
    at, last = await handle.bounding_box(), await page.locator(".seats > li").nth(2).bounding_box()
    assert at is not None
    assert last is not None

    await page.mouse.move(at["x"] + 5, at["y"] + 5)
    await page.mouse.down()
    await page.mouse.move(at["x"] + 5, last["y"] + last["height"] - 5, steps=20)
    await page.mouse.up()

    await expect(page.locator("#seat-2-code")).to_have_value(codes[0])
    await expect(page.locator("#seat-0-code")).to_have_value(codes[1])
    await expect(page.locator(".dragged")).to_have_count(0)


async def test_the_public_page_is_seen_as_one_types(page: Page) -> None:
    await page.goto("/organiser/new")
    await page.locator("#title").fill("Skolan och bussen")

    await expect(page.locator(".plan-title")).to_have_text("Skolan och bussen")
    await expect(page.locator("#title")).to_be_focused()


async def test_without_a_script_seats_move_and_are_added_by_buttons_alone(
    office: Office, browser: Browser, context: BrowserContext
) -> None:
    cookies = await context.cookies()
    plain = await browser.new_context(java_script_enabled=False, base_url=office.origin, locale="sv-SE")
    await plain.add_cookies(
        [{"name": each["name"], "value": each["value"], "url": office.origin} for each in cookies]
    )
    page = await plain.new_page()
    await page.goto(f"/{SLUG}/settings/seats")

    await page.locator('button[value="up-2"]').click()
    await expect(page.locator("#seat-1-code")).to_have_value("M")
    await page.locator('button[value="add"]').click()
    await expect(page.locator("#seat-3-code")).to_be_focused()
    await page.locator("#seat-3-code").fill("V")
    await page.locator("#seat-3-name").fill("Vänstern")
    await page.locator("#seat-3-name").press("Enter")

    await expect(page).to_have_url(f"{office.origin}/{SLUG}/settings?done=seats")
    seats = (await office.served.look(queries.sitting, SLUG)).seats
    assert [seat.code for seat in seats] == ["C", "M", "S", "V"]


async def test_a_form_that_comes_back_puts_the_focus_where_it_is_wrong(page: Page) -> None:
    await page.goto("/organiser/new")
    await page.locator("#title").fill("Rubrik som ska finnas kvar")
    await page.locator("form .button--main").click()

    wrong = page.locator("#slug")
    await expect(wrong).to_be_focused()
    await expect(wrong).to_have_attribute("aria-invalid", "true")
    await expect(page.locator("#slug-error")).to_be_visible()
    await expect(page.locator("#title")).to_have_value("Rubrik som ska finnas kvar")


OFFICES = (
    *("/sign-in", "/me", "/organiser", "/organiser/new", "/organiser/accounts", "/organiser/accounts/1"),
    *(f"/{SLUG}/settings{path}" for path in ("", "/seats", "/copy", "/remove", "/close")),
    *(f"/{SLUG}/register{path}" for path in ("", "/1", "?q=ingenting")),
)


async def test_no_page_scrolls_sideways_on_the_narrowest_phone_whatever_is_written(
    office: Office, page: Page
) -> None:
    long = "Region" + "samverkans" * 12
    await page.request.post(
        f"/{SLUG}/questions",
        form={"body": f"{long}? https://example.se/{'a' * 200}"},
        headers={"Origin": office.origin},
    )
    await page.set_viewport_size({"width": 320, "height": 640})
    wide = []
    for path in OFFICES:
        reply = await page.goto(path)
        assert reply is not None
        assert reply.status in (200, 409)
        if await page.evaluate("document.documentElement.scrollWidth") > 320:
            wide.append(path)

    assert wide == []
