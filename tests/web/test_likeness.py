"""Likeness in a real browser: the same as the server's, on every text, also with the network cut."""

from collections.abc import AsyncIterator
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, Route

from app.routing.likeness import likeness, profile
from tests.routing.advice_texts import mixture
from tests.routing.likeness_cases import PAIRS, QUESTIONS

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

SCRIPT = Path(__file__).parents[2] / "web" / "js" / "likeness.js"


async def _serve(route: Route) -> None:
    if route.request.url.endswith(".js"):
        await route.fulfill(path=SCRIPT, content_type="text/javascript; charset=utf-8")
    else:
        await route.fulfill(
            body="<!doctype html><title>Lika</title>", content_type="text/html; charset=utf-8"
        )


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def page(browser: Browser) -> AsyncIterator[Page]:
    """A page with the module at hand and the network cut: what it needs it has."""
    context = await browser.new_context()
    page = await context.new_page()
    await page.route("**/*", _serve)
    await page.goto("http://lika.example/")
    await page.evaluate('async () => { globalThis.alike = await import("/likeness.js") }')
    await page.unroute("**/*")
    await context.set_offline(True)
    yield page
    await context.close()


async def in_browser(page: Page, pairs: list[tuple[str, str]]) -> list[float]:
    scores: list[float] = await page.evaluate(
        "pairs => pairs.map(([one, other]) => alike.likeness(alike.profile(one), alike.profile(other)))",
        pairs,
    )
    return scores


def on_the_server(pairs: list[tuple[str, str]]) -> list[float]:
    return [likeness(profile(one), profile(other)) for one, other in pairs]


async def test_each_shared_pair_is_as_alike_as_written(page: Page):
    scores = await in_browser(page, [(one, other) for one, other, _ in PAIRS])

    assert scores == pytest.approx([score for _, _, score in PAIRS], abs=1e-6)


async def test_every_question_of_the_set_is_as_like_another_as_on_the_server(page: Page):
    shuffled = [each.text for each in QUESTIONS]
    Random(5).shuffle(shuffled)
    pairs = [(one.text, other) for one, other in zip(QUESTIONS, shuffled, strict=True)]
    pairs += [(one, other) for one in shuffled[:40] for other in shuffled[:40]]

    assert await in_browser(page, pairs) == pytest.approx(on_the_server(pairs), abs=1e-6)


async def test_texts_of_any_signs_are_as_alike_as_on_the_server(page: Page):
    chance = Random(11)
    texts = [f"{mixture(chance)} {chance.choice(QUESTIONS).text} {mixture(chance)}" for _ in range(300)]
    pairs = list(pairwise(texts))

    assert await in_browser(page, pairs) == pytest.approx(on_the_server(pairs), abs=1e-6)


async def test_a_hundred_published_questions_are_compared_between_two_strokes(page: Page):
    taken: Any = await page.evaluate(
        """texts => {
            const known = texts.map(alike.profile)
            const began = performance.now()
            for (let times = 0; times < 10; times++) known.map(each => alike.likeness(alike.profile(texts[7]), each))
            return (performance.now() - began) / 10
        }""",
        [each.text for each in QUESTIONS[:100]],
    )

    assert taken < 50


async def test_the_script_stays_small_and_runs_in_browsers_without_look_behind():
    script = SCRIPT.read_text(encoding="utf-8")

    assert (len(script.encode()) < 5000, "(?<" in script) == (True, False)
