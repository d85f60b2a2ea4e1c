"""The panel in a real browser: what is written is never lost, whoever writes it and whatever happens meanwhile (M12, M20, M22)."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Iterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, BrowserContext, Page, Route, expect

from app.records.vocabulary import Capacity
from app.routing import desk, marks
from tests.chat.chairs import Chair, House, house
from tests.routing.stage import SLUG

pytestmark = [pytest.mark.browser, pytest.mark.proves("M12", "M20", "M22")]


@pytest.fixture
async def at(tmp_path: Path) -> AsyncIterator[House]:
    async with house(tmp_path) as made:
        yield made


@pytest.fixture
async def anna(at: House) -> Chair:
    return await at.chair("C", "Anna Ek")


@pytest.fixture
async def context(browser: Browser, anna: Chair) -> AsyncIterator[BrowserContext]:
    """Anna's browser; what it complains of fails the test."""
    faults: list[str] = []
    context = await signed_in(browser, anna)
    context.on("weberror", lambda wrong: faults.append(str(wrong.error)))
    context.on("console", lambda said: faults.append(said.text) if "Content Security" in said.text else None)
    yield context
    assert faults == []


async def signed_in(browser: Browser, chair: Chair) -> BrowserContext:
    context = await browser.new_context(
        viewport={"width": 1000, "height": 900}, locale="sv-SE", reduced_motion="reduce"
    )
    name, _, value = chair.cookie.partition("=")
    await context.add_cookies([{"name": name, "value": value, "url": str(chair.client.base_url)}])
    context.set_default_timeout(10_000)
    return context


async def opened(context: BrowserContext, chair: Chair, query: str = "") -> Page:
    """The panel, connected and with its scripts at work."""
    page = await context.new_page()
    await page.goto(f"{chair.client.base_url}{chair.path}{query}")
    await expect(page.locator("[data-connection-text]")).to_have_text("Ansluten")
    return page


async def test_what_is_written_is_saved_when_the_typing_stops(
    at: House, anna: Chair, context: BrowserContext
) -> None:
    number = await at.desk.assigned()
    page = await opened(context, anna)

    await page.locator("#body").press_sequentially("Klockan tio 😀")
    await expect(page.locator("#saved")).to_have_text("Inte sparat än")
    await expect(page.locator("#saved")).to_contain_text("Sparat ")
    draft = await anna.draft(number)

    assert draft is not None
    assert draft.body == "Klockan tio 😀"
    await expect(page.locator("#counts")).to_have_text("3 ord, 13 tecken")
    await expect(page.locator("[data-save]")).to_be_hidden()


async def test_leaving_the_editor_saves_at_once_and_the_next_visit_goes_on_there(
    at: House, anna: Chair, context: BrowserContext
) -> None:
    await at.desk.assigned()
    page = await opened(context, anna)

    await page.locator("#body").fill("Klockan tio")
    await page.locator("#body").press("Escape")
    await expect(page.locator("#saved")).to_contain_text("Sparat ", timeout=1_500)
    await page.reload()

    await expect(page.locator("#body")).to_have_value("Klockan tio")


async def test_two_tabs_of_one_chair_show_each_other_and_overwrite_nothing(
    at: House, anna: Chair, browser: Browser, context: BrowserContext
) -> None:
    cim = await at.chair("C", "Cim Hjälp", Capacity.HELPER)
    number = await at.desk.assigned()
    ours = await opened(context, anna)
    cims_is_saved = asyncio.Event()
    await ours.route("**/draft", lambda route: _after(cims_is_saved.wait(), route))
    await ours.locator("#body").fill("Annas text")
    theirs = await opened(await signed_in(browser, cim), cim)
    await theirs.locator("#body").fill("Cims text")
    await theirs.locator("#body").blur()
    await expect(theirs.locator("#saved")).to_contain_text("Sparat ")
    await ours.locator("#body").blur()
    cims_is_saved.set()

    clash = ours.locator("#clash")
    await expect(clash).to_contain_text("Cim Hjälp har sparat en annan text.")
    await expect(clash).to_contain_text("Cims text")
    await expect(ours.locator("#body")).to_have_value("Annas text")
    draft = await anna.draft(number)
    assert draft is not None
    assert draft.body == "Cims text"

    await clash.get_by_role("button", name="Byt plats på texterna").click()
    await expect(ours.locator("#body")).to_have_value("Cims text")
    await expect(clash).to_contain_text("Annas text")
    await clash.get_by_role("button", name="Byt plats på texterna").click()
    await clash.get_by_role("button", name="Behåll texten i rutan").click()
    await expect(clash).to_be_hidden()
    await expect(ours.locator("#saved")).to_contain_text("Sparat ")
    draft = await anna.draft(number)
    assert draft is not None
    assert draft.body == "Annas text"


async def test_an_untouched_editor_takes_over_what_a_colleague_has_written(
    at: House, anna: Chair, browser: Browser, context: BrowserContext
) -> None:
    cim = await at.chair("C", "Cim Hjälp", Capacity.HELPER)
    number = await at.desk.assigned()
    ours = await opened(context, anna)
    await cim.save(number, "Cims text", 0)

    await ours.locator("#body").focus()

    await expect(ours.locator("#body")).to_have_value("Cims text")
    await expect(ours.locator("#saved")).to_contain_text("Cim Hjälp")


async def test_an_answer_is_sent_with_the_keys_and_the_next_question_comes(
    at: House, anna: Chair, context: BrowserContext
) -> None:
    first, second = await at.desk.assigned(), await at.desk.assigned(body="Och tåget?")
    page = await opened(context, anna)
    await expect(page).to_have_title("(2) Parti C svarar: Bussarna i framtiden · Region Sundmark")

    await page.locator("#body").fill("Klockan tio")
    await page.locator("#body").press("Control+Enter")

    await expect(page.locator("#done")).to_contain_text(f"Ert svar på nummer {first} är inskickat")
    await expect(page.locator("#done")).to_be_focused()
    await expect(page.locator("#question")).to_have_text("Och tåget?")
    await expect(page.locator("#body")).to_have_value("")
    await expect(page.locator(f"#sent > #q-{first}")).to_be_visible()
    await expect(page).to_have_title("(1) Parti C svarar: Bussarna i framtiden · Region Sundmark")
    assert (await at.desk.question(first)).answers[0].sent == "Klockan tio"
    await page.locator(f"#q-{first} a").click()
    await expect(page.locator("#task-title")).to_have_text("Ert svar är inskickat")
    await page.go_back()
    await expect(page.locator("#task")).to_have_attribute("data-number", str(second))


async def test_a_stale_answer_keeps_what_was_written_and_says_what_happened(
    at: House, anna: Chair, browser: Browser, context: BrowserContext
) -> None:
    carl = await at.chair("C", "Carl Ersättare", Capacity.SUBSTITUTE)
    number = await at.desk.assigned()
    page = await opened(context, anna)
    await page.locator("#body").fill("Annas svar")
    await page.route(
        "**/answer", lambda route: _after(carl.post(f"/{number}/answer", body="Carls svar"), route)
    )

    await page.get_by_role("button", name="Skicka till moderator").click()

    await expect(page.locator("#refused")).to_contain_text(
        "Någon annan i partiet har hunnit skicka ett svar."
    )
    await expect(page.locator("#refused")).to_be_focused()
    await expect(page.locator("#body")).to_have_value("Annas svar")
    await expect(page.locator("#task .turn--answer")).to_contain_text("Carls svar")
    assert (await at.desk.question(number)).answers[0].sent == "Carls svar"


async def _after(happened: Awaitable[object], route: Route) -> None:
    """Let the page's request go only when something else has happened."""
    await happened
    await route.continue_()


async def test_a_question_that_is_taken_back_while_one_writes_leaves_the_text(
    at: House, anna: Chair, context: BrowserContext
) -> None:
    number = await at.desk.assigned()
    page = await opened(context, anna)
    await page.locator("#body").fill("Nästan klart")
    await at.desk.served.do(desk.take_back, SLUG, number, by=at.desk.moa)

    await expect(page.locator("#task-title")).to_have_text("Frågan är inte längre hos er")
    await expect(page.locator("[data-kept] textarea")).to_have_value("Nästan klart")
    await expect(page.locator(f"#gone > #q-{number}")).to_be_visible()


async def test_what_is_written_when_the_sitting_closes_is_still_there(
    at: House, anna: Chair, context: BrowserContext
) -> None:
    await at.desk.assigned()
    page = await opened(context, anna)
    await page.locator("#body").fill("Nästan klart")

    await at.close()

    await expect(page.locator("#sitting")).to_have_attribute("data-state", "closed")
    await expect(page.locator("#task")).to_contain_text("Tiden tog slut innan den hann besvaras.")
    await expect(page.locator("#task textarea:visible")).to_have_value("Nästan klart")


async def test_a_refused_move_beside_the_answer_leaves_the_editor_alone(
    at: House, anna: Chair, context: BrowserContext
) -> None:
    number = await at.desk.assigned()
    page = await opened(context, anna)
    await page.locator("#body").fill("Halva svaret")
    await page.get_by_text("Lämna tillbaka frågan …").click()
    await page.locator("#words").fill("Inte vårt bord")
    await page.get_by_role("button", name="Lämna tillbaka", exact=True).click()

    await expect(page.locator("#reason-error")).to_be_visible()
    await expect(page.locator("#words")).to_have_value("Inte vårt bord")
    await expect(page.locator("#body")).to_have_value("Halva svaret")
    await page.get_by_label("Hör inte till oss").check()
    await page.get_by_role("button", name="Lämna tillbaka", exact=True).click()
    await expect(page.locator("#done")).to_contain_text(f"Nummer {number} är lämnad tillbaka")
    await expect(page.locator(f"#back > #q-{number}")).to_be_visible()


async def test_what_is_written_without_contact_is_sent_when_it_is_back(
    at: House, anna: Chair, context: BrowserContext
) -> None:
    number = await at.desk.assigned()
    page = await opened(context, anna)
    await context.set_offline(True)
    await page.locator("#body").fill("Skrivet i tunneln")
    await page.locator("#body").blur()
    await expect(page.locator("#saved")).to_have_text("Ingen kontakt: texten finns i din webbläsare")
    await page.get_by_role("button", name="Skicka till moderator").click()
    await expect(page.locator("#outbox")).to_contain_text(f"Svaret på nummer {number} är inte skickat än.")
    assert await anna.draft(number) is None

    await context.set_offline(False)

    await expect(page.locator("#done")).to_be_visible()
    await expect(page.locator("#outbox")).to_be_hidden()
    assert await anna.draft(number) is None
    assert (await at.desk.question(number)).answers[0].sent == "Skrivet i tunneln"


async def test_what_the_server_never_got_is_in_the_browser_after_a_restart_of_it(
    at: House, anna: Chair, context: BrowserContext
) -> None:
    number = await at.desk.assigned()
    page = await opened(context, anna)
    await page.route("**/draft", lambda route: route.abort())
    await page.locator("#body").fill("Bara här")
    await page.locator("#body").blur()
    await expect(page.locator("#saved")).to_contain_text("Ingen kontakt")
    await page.close()

    again = await opened(context, anna)

    await expect(again.locator("#body")).to_have_value("Bara här")
    await expect(again.locator("#saved")).to_contain_text("Sparat ")
    draft = await anna.draft(number)
    assert draft is not None
    assert draft.body == "Bara här"
    assert await again.evaluate("Object.keys(localStorage).filter(key => key.startsWith('draft:'))") == []


async def test_a_save_that_arrived_without_an_answer_is_not_taken_for_a_colleagues(
    at: House, anna: Chair, context: BrowserContext
) -> None:
    number = await at.desk.assigned()
    page = await opened(context, anna)
    saves = iter([anna.save(number, "Första delen", 0)])
    await page.route("**/draft", lambda route: _cut_off_first(saves, route))
    await page.locator("#body").fill("Första delen")
    await page.locator("#body").blur()
    await expect(page.locator("#saved")).to_contain_text("Ingen kontakt")

    await page.locator("#body").fill("Första delen och andra")

    await expect(page.locator("#saved")).to_contain_text("Sparat ")
    await expect(page.locator("#clash")).to_be_hidden()
    draft = await anna.draft(number)
    assert draft is not None
    assert (draft.version, draft.body) == (2, "Första delen och andra")


async def _cut_off_first(saves: Iterator[Awaitable[object]], route: Route) -> None:
    """The first save has its effect, and the line is cut before the answer."""
    save = next(saves, None) if route.request.method == "PUT" else None
    if save is None:
        return await route.continue_()
    await save
    await route.abort()


@pytest.mark.parametrize("late", ["draft", "part=task"])
async def test_what_was_asked_for_before_a_save_and_comes_after_it_takes_nothing_away(
    at: House, anna: Chair, context: BrowserContext, late: str
) -> None:
    sven = await at.chair("S", "Sven Berg")
    number = await at.desk.assigned("C", "S")
    page = await opened(context, anna)
    asked, saved = asyncio.Event(), asyncio.Event()

    async def hold(route: Route) -> None:
        """The server's answer of this moment, handed on when the save is through."""
        if late not in route.request.url or route.request.method != "GET":
            return await route.continue_()
        reply = await route.fetch()
        asked.set()
        await saved.wait()
        await route.fulfill(response=reply)

    await page.route("**/*", hold)
    await page.locator("#body").focus()
    await sven.post(
        f"/{number}/answer", body="Svaret från S"
    )  # the question is told anew to everybody it is with
    await asked.wait()
    await page.keyboard.type("Klockan tio")
    await expect(page.locator("#saved")).to_contain_text("Sparat ")
    saved.set()
    await page.unroute_all(behavior="wait")

    version = str(await anna.version(number))
    await expect(page.locator("#task")).to_have_attribute("data-version", version)
    await page.locator("#body").press("Control+Enter")
    await expect(page.locator("#done")).to_be_visible()
    assert (await at.desk.question(number)).answers[0].sent == "Klockan tio"


async def test_what_is_written_while_a_question_is_fetched_is_kept_whichever_it_was(
    at: House, anna: Chair, context: BrowserContext
) -> None:
    first, second = await at.desk.assigned(), await at.desk.assigned()
    page = await opened(context, anna, f"?question={first}")
    asked, written = asyncio.Event(), asyncio.Event()

    async def hold(route: Route) -> None:
        reply = await route.fetch()
        asked.set()
        await written.wait()
        await route.fulfill(response=reply)

    await page.locator(".skip").last.press("Enter")  # a link within the page is no step to another question
    await page.locator("#body").press_sequentially("Klockan")
    await page.route("**/*part=task*", hold)
    await page.evaluate("number => document.querySelector(`[data-open='${number}']`).click()", str(second))
    await asked.wait()
    await page.locator("#body").press_sequentially(" tio")
    written.set()

    await expect(page.locator("#task")).to_have_attribute("data-number", str(second))
    draft = await anna.draft(first)
    assert draft is not None
    assert draft.body == "Klockan tio"


async def test_a_new_question_opens_by_itself_where_none_was_in_hand(
    at: House, anna: Chair, context: BrowserContext
) -> None:
    page = await opened(context, anna)
    await expect(page.locator("#task-title")).to_have_text("Ingen fråga väntar på er")

    number = await at.desk.assigned()

    await expect(page.locator("#task-title")).to_have_text("Er fråga nu")
    await expect(page.locator("#said")).to_have_text(f"Ny fråga till er: nummer {number}")
    await expect(page.locator("#waiting-title")).to_have_text("Väntar på er, 1")


async def test_what_is_returned_is_offered_while_one_writes_and_opened_when_one_does_not(
    at: House, anna: Chair, context: BrowserContext
) -> None:
    writing, returned = await at.desk.assigned(), await at.desk.answered()
    page = await opened(context, anna)
    await page.locator("#body").fill("Jag skriver")

    await at.desk.served.do(marks.return_, SLUG, returned, b"Kortare, tack.", by=at.desk.moa)

    await expect(page.locator("#call")).to_contain_text(f"Öppna nummer {returned}")
    await expect(page.locator("#body")).to_have_value("Jag skriver")
    await page.locator("#call a").click()
    await expect(page.locator("#note")).to_contain_text("Kortare, tack.")
    await expect(page.locator("#body")).to_have_value("Svar från C.")
    draft = await anna.draft(writing)
    assert draft is not None
    assert draft.body == "Jag skriver"


async def test_another_partys_answer_changes_nothing_for_whoever_writes(
    at: House, anna: Chair, context: BrowserContext
) -> None:
    sven = await at.chair("S", "Sven Berg")
    number = await at.desk.assigned("C", "S")
    page = await opened(context, anna)
    await page.locator("#body").fill("Vi tycker")
    await sven.post(f"/{number}/answer", body="Kanariesvar")
    version = str(await anna.version(number))
    await expect(page.locator("#task")).to_have_attribute("data-version", version)

    await page.locator("#body").press("Control+Enter")

    await expect(page.locator("#done")).to_be_visible()
    assert "Kanariesvar" not in await page.content()
    assert (await at.desk.question(number)).answers[0].sent == "Vi tycker"


async def test_a_day_that_has_passed_is_said_beside_the_field(
    at: House, anna: Chair, context: BrowserContext
) -> None:
    await at.desk.assigned()
    page = await opened(context, anna)
    await page.get_by_text("Vi återkommer …").click()
    await page.locator("#by").fill("2020-01-01")
    await page.get_by_role("button", name="Lova att återkomma").click()

    await expect(page.locator("#by-error")).to_have_text("Datumet har redan passerat.")
    await expect(page.locator("#by")).to_be_focused()
    await expect(page.locator("#by")).to_have_value("2020-01-01")


@pytest.mark.parametrize("width", [320, 390])
async def test_nothing_is_wider_than_a_phone(
    at: House, anna: Chair, context: BrowserContext, width: int
) -> None:
    await at.desk.answered("C", "S", body="Ettlångtordutanmellanslag" * 12)
    await at.desk.assigned(body="Ettlångtordutanmellanslag" * 12)
    page = await opened(context, anna)
    await page.set_viewport_size({"width": width, "height": 700})

    assert await page.evaluate("document.documentElement.scrollWidth") == width


async def test_the_panel_works_without_a_script(at: House, anna: Chair, browser: Browser) -> None:
    number = await at.desk.assigned()
    context = await browser.new_context(java_script_enabled=False, locale="sv-SE")
    name, _, value = anna.cookie.partition("=")
    await context.add_cookies([{"name": name, "value": value, "url": str(anna.client.base_url)}])
    page = await context.new_page()
    await page.goto(f"{anna.client.base_url}{anna.path}")

    await page.locator("#body").fill("Utan skript")
    await page.get_by_role("button", name="Spara utkast").click()
    await expect(page.locator("#body")).to_have_value("Utan skript")
    await page.get_by_role("button", name="Skicka till moderator").click()

    await expect(page.locator("#done")).to_contain_text(f"Ert svar på nummer {number} är inskickat")
