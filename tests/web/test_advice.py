"""The advice in a real browser: the same as the server's, on every text, also with the network cut."""

from collections.abc import AsyncIterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
import pytest_asyncio
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.async_api import Browser, Page, Route

from app.routing.advice import Flag, find, flags, shouting, shouting_spans
from tests.routing.advice_texts import CASES, SLOW, mixture

pytestmark = [
    pytest.mark.browser,
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.proves("M8", "R-09", "R-10"),
]

SCRIPTS = Path(__file__).parent.parent.parent / "web" / "js"
SHOWN_TO_THE_WRITER = list(Flag)[: list(Flag).index(Flag.LONG) + 1]


async def _serve(route: Route) -> None:
    name = route.request.url.rsplit("/", 1)[1]
    if name.endswith(".js"):
        await route.fulfill(path=SCRIPTS / name, content_type="text/javascript; charset=utf-8")
    else:
        await route.fulfill(body="<!doctype html><title>Råd</title>", content_type="text/html; charset=utf-8")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def advised(browser: Browser) -> AsyncIterator[Page]:
    """A page with the modules at hand and the network cut: what it needs it has."""
    context = await browser.new_context()
    page = await context.new_page()
    await page.route("**/*", _serve)
    await page.goto("http://rad.example/")
    await page.evaluate("""async () => {
        globalThis.advising = await import("/advice.js")
        globalThis.counting = await import("/counting.js")
        globalThis.tone = await import("/shouting.js")
    }""")
    await page.unroute("**/*")
    await context.set_offline(True)
    yield page
    await context.close()


async def read_in_browser(page: Page, texts: list[str]) -> list[Any]:
    """What the browser finds, where it hears shouting, and what it tells the writer, for each text."""
    read: list[Any] = await page.evaluate(
        """texts => texts.map(text => [
            advising.find(text).map(({ kind, start, end }) => [kind, start, end]),
            tone.shoutingSpans(text), advising.shouting(text), advising.advice(text, 40)])""",
        texts,
    )
    return read


def read_by_server(text: str) -> list[Any]:
    found = [[each.kind.value, each.start, each.end] for each in find(text)]
    spans = [list(span) for span in shouting_spans(text)]
    told = [flag.value for flag in flags(text, 40) if flag in SHOWN_TO_THE_WRITER]
    return [found, spans, shouting(text), told]


async def differences(page: Page, texts: list[str]) -> list[Any]:
    in_browser = await read_in_browser(page, texts)
    by_server = map(read_by_server, texts)
    return [each for each in zip(texts, in_browser, by_server, strict=True) if each[1] != each[2]]


async def test_each_shared_case_is_read_as_written(advised: Page):
    read = await read_in_browser(advised, [case["text"] for case in CASES])

    wrong = [
        (case["comment"], found, loud)
        for case, (found, _, loud, _) in zip(CASES, read, strict=True)
        if (found, loud) != (case["findings"], case["shouting"])
    ]
    assert wrong == []


@settings(max_examples=8, deadline=None)
@given(chance=st.randoms(use_true_random=True))
async def test_browser_and_server_agree_on_random_mixtures(advised: Page, chance: Random):
    assert await differences(advised, [mixture(chance) for _ in range(400)]) == []


async def test_browser_and_server_agree_on_every_sign_of_the_alphabets(advised: Page):
    signs = [chr(code) for code in (*range(0xD800), *range(0xE000, 0x11000))]

    texts = [f"AB{sign}CD{sign}EF ab{sign}070{sign}174{sign}06{sign}05{sign}x" for sign in signs]

    assert await differences(advised, texts[:0x2200]) == []
    assert await differences(advised, texts[0x2200::37]) == []


@pytest.mark.parametrize("piece", SLOW)
async def test_a_long_text_costs_the_browser_in_proportion_however_it_is_made(advised: Page, piece: str):
    long = (piece * 65_536)[:65_536]

    # What else the machine does can only make a run slower: the quickest of each is compared, over as many as it takes.
    ratio = await advised.evaluate(
        """([long, short]) => {
            const took = text => {
                const began = performance.now()
                advising.advice(text, 500)
                return performance.now() - began
            }
            let forLong = Infinity, forShort = Infinity
            for (let round = 0; round < 40 && !(forLong < 16 * Math.max(forShort, 0.3)); round++) {
                forLong = Math.min(forLong, took(long))
                forShort = Math.min(forShort, took(short))
            }
            return forLong / Math.max(forShort, 0.3)
        }""",
        [long, long[:8192]],
    )

    assert ratio < 24  # 8 where the work grows with the length, 64 where it grows with its square


TEXTS = [
    "",
    "å",
    "a\u030a",
    "😀",
    "👍🏽",
    "👨‍👩‍👧‍👦",
    "🇸🇪",
    "é̂ e\u0301\u0302",
    "𝒳",
    "\x00",
    "\r\n",
    "漢字",
    "\ufffd",
    "😀" * 10_000,
]


@pytest.mark.parametrize("text", TEXTS, ids=ascii)
async def test_the_browser_counts_like_the_server(advised: Page, text: str):
    counted = await advised.evaluate(
        "text => [counting.codePoints(text), counting.bytes(text), counting.isWellFormed(text)]", text
    )

    assert counted == [len(text), len(text.replace("\r\n", "\n").encode()), True]


# Code units, since half a pair cannot be sent to the browser as text.
HALVES = [
    ([0xD83D], 1, False),
    ([0xDE00], 1, False),
    ([0xDE00, 0xD83D], 2, False),
    ([0xD83D, 0xD83D, 0xDE00], 2, False),
    ([0xD83D, 0xDE00, 0xDE00], 2, False),
    ([0x61, 0xD83D, 0x62], 3, False),
    ([0xD83D, 0xDE00], 1, True),
    ([0x61, 0xFFFD], 2, True),
]


@pytest.mark.parametrize("has_its_own", [True, False], ids=["new browser", "old browser"])
@pytest.mark.parametrize(("units", "length", "whole"), HALVES)
async def test_half_a_pair_of_surrogates_is_noticed(
    advised: Page, units: list[int], length: int, whole: bool, has_its_own: bool
):
    noticed = await advised.evaluate(
        """([units, hasItsOwn]) => {
            const own = String.prototype.isWellFormed
            if (!hasItsOwn) delete String.prototype.isWellFormed
            const text = String.fromCharCode(...units)
            const noticed = [counting.codePoints(text), counting.isWellFormed(text), advising.find(text).length]
            String.prototype.isWellFormed = own
            return noticed
        }""",
        [units, has_its_own],
    )

    assert noticed == [length, whole, 0]


@pytest.mark.parametrize("name", ["advice.js", "counting.js", "numbers.js", "shouting.js"])
async def test_the_scripts_stay_small_and_run_in_browsers_without_look_behind(name: str):
    script = (SCRIPTS / name).read_text()

    assert (len(script.encode()) < 6000, "(?<" in script) == (True, False)
