"""The live list in a real browser: what the server says stands where it belongs, and nothing moves under the reader."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.web.line import Line, put

pytestmark = [
    pytest.mark.browser,
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.proves("M3", "M11", "M12"),
]

SHELL = """<!doctype html><html lang="sv"><meta charset="utf-8"><title>Prov</title>
<link rel="stylesheet" href="/css/tokens.css"><link rel="stylesheet" href="/css/base.css">
<script type="module" src="/js/live-list.js"></script>
<live-list src="/x/live" after="{after}" {attributes}>
<p data-connection-text data-open="Ansluten" data-lost="Återansluter"></p>
<p role="status" data-announce data-one="# nytt svar" data-many="# nya svar"></p>
<p data-show-new hidden><button type="button" data-one="Visa # nytt svar" data-many="Visa # nya svar"></button></p>
<button type="button" data-pause aria-pressed="false">Pausa</button>
<a href="?order=oldest" data-order="oldest">Äldst först</a>
<p id="state">Snart</p>
<p data-when-empty hidden>Inga svar än.</p>
<ol id="list" data-items="root">{items}</ol></live-list></html>"""


def item(name: str, at: int, inside: str = "", tall: int = 0) -> str:
    height = "".join("<br>" for _ in range(tall))
    return f'<li id="{name}" data-at="{at}"><p>{name}</p>{inside}{height}</li>'


def shell(items: str = "", after: int = 0, attributes: str = "") -> str:
    return SHELL.format(after=after, attributes=attributes, items=items)


async def order(page: Page) -> list[str]:
    names: list[str] = await page.eval_on_selector_all("#list > li", "items => items.map(item => item.id)")
    return names


async def top(page: Page, selector: str) -> float:
    distance: float = await page.eval_on_selector(selector, "element => element.getBoundingClientRect().top")
    return distance


async def reached(page: Page, number: int) -> None:
    await expect(page.locator("live-list")).to_have_attribute("after", str(number))


async def time_passes(page: Page, until: Callable[[], bool]) -> None:
    """The page's clock runs on, with a real question and answer after every second, so that the network keeps up."""
    for _ in range(200):
        await page.clock.run_for(1_000)
        await page.evaluate("fetch('/x/time').then(answer => answer.text())")
        if until():
            return
    raise AssertionError("it did not happen in 200 seconds")


async def test_the_page_asks_for_what_came_after_it_was_made(page: Page, line: Line):
    line.page = shell(after=41, attributes='epoch="e7" lang="sv"')

    await page.goto(line.url)
    await line.listener()

    assert line.asked == [{"after": "41", "epoch": "e7", "lang": "sv"}]


async def test_things_stand_by_position_in_whatever_order_they_come(
    page: Page, line: Line, faults: list[str]
):
    line.page = shell(item("q-2", 2))
    await page.goto(line.url)
    socket = await line.listener()

    for seq, (name, at) in enumerate([("q-3", 3), ("q-1", 1), ("q-10", 10)], 1):
        await socket.send(put(seq, name, at, item(name, at)))
    await reached(page, 3)

    assert await order(page) == ["q-1", "q-2", "q-3", "q-10"]
    assert faults == []


async def test_newest_first_is_another_order_of_the_same_things(page: Page, line: Line):
    line.page = shell(item("q-2", 2) + item("q-1", 1), attributes='order="newest"')
    await page.goto(line.url)
    socket = await line.listener()

    await socket.send(put(1, "q-3", 3, item("q-3", 3)))
    await reached(page, 1)
    newest = await order(page)
    await page.click("[data-order=oldest]")

    assert newest == ["q-3", "q-2", "q-1"]
    assert await order(page) == ["q-1", "q-2", "q-3"]
    assert await page.get_attribute("[data-order]", "aria-current") == "true"


async def test_a_thing_that_is_there_is_replaced_where_it_stands(page: Page, line: Line):
    line.page = shell(item("q-1", 1) + item("q-2", 2))
    await page.goto(line.url)
    socket = await line.listener()

    await socket.send(put(1, "q-1", 1, '<li id="q-1" data-at="1">rättad</li>'))
    await socket.send(put(2, "state", None, '<p id="state">Pågår nu</p>'))
    await reached(page, 2)

    assert await order(page) == ["q-1", "q-2"]
    assert await page.text_content("#q-1") == "rättad"
    assert await page.text_content("#state") == "Pågår nu"


async def test_a_thing_with_another_position_moves(page: Page, line: Line):
    line.page = shell(item("q-1", 1) + item("q-2", 2))
    await page.goto(line.url)
    socket = await line.listener()

    await socket.send(put(1, "q-1", 3, item("q-1", 3)))
    await reached(page, 1)

    assert await order(page) == ["q-2", "q-1"]


async def test_what_is_dropped_goes_and_the_empty_list_says_so(page: Page, line: Line):
    line.page = shell(item("q-1", 1))
    await page.goto(line.url)
    socket = await line.listener()

    await socket.send(json.dumps({"seq": 1, "drop": "q-1"}))

    await expect(page.locator("#q-1")).to_have_count(0)
    await expect(page.get_by_text("Inga svar än.")).to_be_visible()


async def test_what_was_heard_before_is_not_heard_again(page: Page, line: Line):
    line.page = shell(item("q-1", 1), after=7)
    await page.goto(line.url)
    socket = await line.listener()

    await socket.send(put(7, "q-1", 1, '<li id="q-1" data-at="1">gammal</li>'))
    await socket.send(put(8, "q-2", 2, item("q-2", 2)))
    await socket.send(put(8, "q-2", 2, item("q-2", 2)))
    await socket.send(json.dumps({"head": 8}))
    await reached(page, 8)

    assert await page.text_content("#q-1 p") == "q-1"
    assert await order(page) == ["q-1", "q-2"]


async def test_a_follow_up_stands_in_its_thread_also_when_it_comes_before_it(page: Page, line: Line):
    line.page = shell()
    await page.goto(line.url)
    socket = await line.listener()

    await socket.send(put(1, "q-9", 2, item("q-9", 2), parent="q-1-follows"))
    await socket.send(put(2, "q-1", 1, item("q-1", 1, '<ol id="q-1-follows" data-items></ol>')))
    await socket.send(put(3, "q-8", 1, item("q-8", 1), parent="q-1-follows"))
    await reached(page, 3)
    await socket.send(put(4, "q-1", 1, item("q-1", 1, '<b>rättad</b><ol id="q-1-follows" data-items></ol>')))
    await reached(page, 4)

    inside = await page.eval_on_selector_all("#q-1-follows > li", "items => items.map(item => item.id)")
    assert inside == ["q-8", "q-9"]
    assert await page.text_content("#q-1 b") == "rättad"


READING = "".join(item(f"q-{at}", at, tall=20) for at in (3, 2, 1))


async def test_new_things_wait_while_somebody_reads_and_come_on_a_press(page: Page, line: Line):
    line.page = shell(READING, attributes='order="newest" hold')
    await page.goto(line.url)
    socket = await line.listener()
    await page.locator("#q-1").scroll_into_view_if_needed()
    before = await top(page, "#q-1")

    await socket.send(put(1, "q-4", 4, item("q-4", 4)))
    await expect(page.get_by_text("Visa 1 nytt svar")).to_be_visible()
    await socket.send(put(2, "q-5", 5, item("q-5", 5)))
    await socket.send(put(3, "q-4", 4, '<li id="q-4" data-at="4">rättad</li>'))
    await reached(page, 3)
    waiting = await order(page)
    offer = page.get_by_text("Visa 2 nya svar")
    after = await top(page, "#q-1")
    await offer.evaluate("button => button.click()")

    assert waiting == ["q-3", "q-2", "q-1"]
    assert after == pytest.approx(before, abs=1)
    assert await order(page) == ["q-5", "q-4", "q-3", "q-2", "q-1"]
    assert await page.text_content("#q-4") == "rättad"
    assert await page.evaluate("document.activeElement.id") == "q-5"
    await expect(offer).to_be_hidden()


async def test_what_is_being_read_is_corrected_and_withdrawn_at_once(page: Page, line: Line):
    line.page = shell(READING, attributes='order="newest" hold')
    await page.goto(line.url)
    socket = await line.listener()
    await page.locator("#q-1").scroll_into_view_if_needed()

    await socket.send(put(1, "q-1", 1, '<li id="q-1" data-at="1">avpublicerad</li>'))
    await socket.send(json.dumps({"seq": 2, "drop": "q-2"}))
    await reached(page, 2)

    assert await page.text_content("#q-1") == "avpublicerad"
    assert await order(page) == ["q-3", "q-1"]


async def test_the_line_about_a_withdrawal_takes_its_place_at_once_and_is_no_news(page: Page, line: Line):
    line.page = shell(READING, attributes='order="newest" hold')
    await page.goto(line.url)
    socket = await line.listener()
    await page.locator("#q-1").scroll_into_view_if_needed()

    await socket.send(json.dumps({"seq": 1, "drop": "q-2"}))
    await socket.send(put(2, "w-2", 2, '<li id="w-2" data-at="2" data-quiet>Fråga 2 avpublicerades.</li>'))
    await reached(page, 2)

    assert await order(page) == ["q-3", "w-2", "q-1"]
    await expect(page.locator("[data-show-new]")).to_be_hidden()


async def test_a_long_text_comes_in_pieces_that_stay_until_the_text_is_whole_again(page: Page, line: Line):
    line.page = shell(item("q-1", 1, '<p id="q-1-text" data-items></p>'))
    await page.goto(line.url)
    socket = await line.listener()

    for seq, index in enumerate((1, 0), 1):
        name = f"q-1-t{index}"
        await socket.send(put(seq, name, index, f'<span id="{name}">{index}</span>', parent="q-1-text"))
    await socket.send(put(3, "q-1", 1, item("q-1", 1, '<b>ny</b><p id="q-1-text" data-items></p>')))
    await reached(page, 3)
    long = await page.text_content("#q-1-text")
    await socket.send(put(4, "q-1", 1, item("q-1", 1, '<p id="q-1-text">kort</p>')))
    await reached(page, 4)

    assert long == "01"
    assert await page.text_content("#q-1-text") == "kort"


async def test_a_reader_at_the_top_sees_what_is_new_at_once(page: Page, line: Line):
    line.page = shell(READING, attributes='order="newest" hold')
    await page.goto(line.url)
    socket = await line.listener()

    await socket.send(put(1, "q-4", 4, item("q-4", 4)))
    await reached(page, 1)

    assert (await order(page))[0] == "q-4"


async def test_nothing_new_slips_in_above_where_the_keyboard_is(page: Page, line: Line):
    line.page = shell(item("q-1", 1, '<a href="#q-1">Länk</a>'), attributes='order="newest" hold')
    await page.goto(line.url)
    socket = await line.listener()

    await page.focus("#q-1 a")
    await socket.send(put(1, "q-2", 2, item("q-2", 2)))
    await expect(page.get_by_text("Visa 1 nytt svar")).to_be_visible()
    await socket.send(put(2, "q-1", 1, item("q-1", 1, '<b>ny</b><a href="#q-1">Länk</a>')))
    await reached(page, 2)

    assert await order(page) == ["q-1"]
    assert await page.evaluate("document.activeElement.textContent") == "Länk"


async def test_a_paused_page_gets_nothing_new_until_it_goes_on(page: Page, line: Line):
    line.page = shell(item("q-1", 1))
    await page.goto(line.url)
    socket = await line.listener()

    await page.click("[data-pause]")
    await socket.send(put(1, "q-2", 2, item("q-2", 2)))
    await expect(page.get_by_text("Visa 1 nytt svar")).to_be_visible()
    paused = await order(page)
    await page.click("[data-pause]")

    assert paused == ["q-1"]
    assert await order(page) == ["q-1", "q-2"]


OPENED = """<details data-keep><summary>Rättad</summary><p>Så stod det.</p></details>
<form data-keep><input type="hidden" name="seen" value="{seen}"><textarea name="words"></textarea></form>"""


async def test_what_somebody_writes_and_has_opened_stays_when_the_thing_around_it_is_renewed(
    page: Page, line: Line
):
    line.page = shell(item("q-1", 1, OPENED.format(seen=1)))
    await page.goto(line.url)
    socket = await line.listener()
    await page.click("summary")
    await page.fill("textarea", "Ett halvt ord")
    await page.eval_on_selector("textarea", "field => field.setSelectionRange(3, 8)")

    await socket.send(put(1, "q-1", 1, item("q-1", 1, "<b>ny</b>" + OPENED.format(seen=2))))
    await reached(page, 1)

    kept: dict[str, Any] = await page.evaluate(
        """() => { const words = document.activeElement
          return { words: words.value, caret: [words.selectionStart, words.selectionEnd],
            open: document.querySelector("details").open, seen: document.querySelector("[name=seen]").value } }"""
    )
    assert kept == {"words": "Ett halvt ord", "caret": [3, 8], "open": True, "seen": "2"}


async def test_a_cut_line_is_taken_up_where_it_broke_and_said_in_words(page: Page, line: Line):
    line.page = shell()
    await page.clock.install()
    await page.goto(line.url)
    socket = await line.listener()
    await socket.send(put(1, "q-1", 1, item("q-1", 1)))
    await reached(page, 1)
    await expect(page.locator("live-list")).to_have_attribute("data-connection", "open")

    line.sockets_open = False
    socket.transport.abort()
    await expect(page.locator("live-list")).to_have_attribute("data-connection", "lost")
    await page.clock.run_for(3_100)
    await expect(page.get_by_text("Återansluter")).to_be_visible()
    line.sockets_open = True
    await time_passes(page, until=lambda: not line.arrived.empty())
    socket = await line.listener()
    await socket.send(put(2, "q-2", 2, item("q-2", 2)))
    await reached(page, 2)
    await page.clock.run_for(100)

    assert line.asked[-1] == {"after": "1"}
    assert await order(page) == ["q-1", "q-2"]
    await expect(page.get_by_text("Ansluten")).to_be_visible()


@pytest.mark.parametrize("code", [1012, 1013])
async def test_the_server_says_how_long_to_stay_away(page: Page, line: Line, code: int):
    line.page = shell()
    await page.clock.install()
    await page.goto(line.url)
    socket = await line.listener()

    await socket.close(code, "20000")
    await expect(page.locator("live-list")).to_have_attribute("data-connection", "lost")
    await page.clock.run_for(19_000)
    await page.evaluate("dispatchEvent(new Event('online'))")
    await page.evaluate("fetch('/x/time').then(answer => answer.text())")
    early = len(line.asked)
    await page.clock.run_for(1_500)
    await line.listener()

    assert early == 1
    assert len(line.asked) == 2


async def test_a_silent_line_is_given_up_after_a_minute(page: Page, line: Line):
    line.page = shell()
    await page.clock.install()
    await page.goto(line.url)
    first = await line.listener()
    await expect(page.locator("live-list")).to_have_attribute("data-connection", "open")

    await page.clock.run_for(45_000)
    await first.send(json.dumps({"head": 0}))
    await page.evaluate(
        "new Promise(heard => document.querySelector('live-list') && requestAnimationFrame(heard))"
    )
    patient = len(line.asked)
    await page.clock.run_for(61_000)
    await page.clock.run_for(4_000)
    await line.listener()

    assert patient == 1
    assert len(line.asked) == 2


async def test_where_sockets_are_blocked_the_news_is_fetched(page: Page, line: Line):
    line.page = shell(attributes='news="/x/news"')
    line.sockets_open = False
    line.news = [json.loads(put(5, "q-1", 1, item("q-1", 1)))]
    await page.clock.install()
    await page.goto(line.url)

    await time_passes(page, until=lambda: len(line.polled) > 0)
    await expect(page.locator("live-list")).to_have_attribute("data-connection", "polling")
    await reached(page, 5)
    line.sockets_open = True
    await time_passes(page, until=lambda: not line.arrived.empty())
    await line.listener()

    assert await order(page) == ["q-1"]
    assert line.polled[0] == {"after": "0"}
    assert line.asked[-1] == {"after": "5"}
    await expect(page.locator("live-list")).to_have_attribute("data-connection", "open")


async def test_a_page_from_before_a_restore_is_loaded_anew(page: Page, line: Line):
    line.page = shell(after=99)
    await page.clock.install()
    await page.goto(line.url)
    socket = await line.listener()

    line.page = shell(item("q-1", 1), after=3)
    await socket.send(json.dumps({"reload": True}))
    await socket.wait_closed()
    await page.clock.run_for(11_000)
    await line.listener()

    assert line.pages == 2
    assert await order(page) == ["q-1"]


async def test_only_a_count_is_read_aloud_and_not_more_than_four_times_a_minute(page: Page, line: Line):
    line.page = shell()
    await page.clock.install()
    await page.goto(line.url)
    socket = await line.listener()
    status = page.locator("[data-announce]")

    await socket.send(put(1, "q-1", 1, item("q-1", 1)))
    await reached(page, 1)
    await page.clock.run_for(1_100)
    await expect(status).to_have_text("1 nytt svar")
    for seq in (2, 3):
        await socket.send(put(seq, f"q-{seq}", seq, item(f"q-{seq}", seq)))
    await reached(page, 3)
    await page.clock.run_for(10_000)
    first = await status.text_content()
    await page.clock.run_for(5_000)

    assert first == "1 nytt svar"
    await expect(status).to_have_text("2 nya svar")


async def test_the_page_may_make_no_other_policy_and_no_html_from_text(
    page: Page, line: Line, faults: list[str]
):
    line.page = shell()
    await page.goto(line.url)
    socket = await line.listener()

    await socket.send(put(1, "q-1", 1, item("q-1", 1)))
    await reached(page, 1)
    refused = await page.evaluate(
        """() => [() => { document.body.innerHTML = "<p>" }, () => trustedTypes.createPolicy("other", {})]
          .map(attempt => { try { attempt(); return "done" } catch (error) { return error.name } })"""
    )

    assert refused == ["TypeError", "TypeError"]
    assert faults == []
