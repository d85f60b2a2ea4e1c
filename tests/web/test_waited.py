"""How long something has waited, in the reader's words: whole ones, in each language's own forms."""

from pathlib import Path

import pytest
from playwright.async_api import Page, Route

pytestmark = [
    pytest.mark.browser,
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.proves("M13", "R-69"),
]

SCRIPT = Path(__file__).parent.parent.parent / "web" / "js" / "waited.js"
SAY = """async ([lang, words, minutes]) => {
    const { waited } = await import("/waited.js")
    document.documentElement.lang = lang
    return minutes.map(each => waited(each, words, 6))
}"""


async def _serve(route: Route) -> None:
    if route.request.url.endswith(".js"):
        await route.fulfill(path=SCRIPT, content_type="text/javascript; charset=utf-8")
    else:
        await route.fulfill(body="<!doctype html><title>Kö</title>", content_type="text/html; charset=utf-8")


@pytest.mark.parametrize(
    ("lang", "words", "said"),
    [
        (
            "sv",
            {"just": "nyss", "waited": "väntat #", "long": "väntat länge, #"},
            [
                "nyss",
                "väntat 1 minut",
                "väntat 5 minuter",
                "väntat länge, 6 minuter",
                "väntat länge, 119 minuter",
                "väntat 2 timmar",
                "väntat 47 timmar",
                "väntat 2 dygn",
            ],
        ),
        (
            "en",
            {"just": "just now", "waited": "waited #", "long": "waited long, #"},
            [
                "just now",
                "waited 1 minute",
                "waited 5 minutes",
                "waited long, 6 minutes",
                "waited long, 119 minutes",
                "waited 2 hours",
                "waited 47 hours",
                "waited 2 days",
            ],
        ),
    ],
)
async def test_an_age_is_told_in_whole_words(page: Page, lang: str, words: dict[str, str], said: list[str]):
    await page.route("**/*", _serve)
    await page.goto("http://queue.example/")

    told = await page.evaluate(SAY, [lang, words, [0, 1, 5, 6, 119, 120, 2879, 2880]])

    assert [text.replace("\u00a0", " ") for text in told] == said
