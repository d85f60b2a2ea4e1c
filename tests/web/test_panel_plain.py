"""What an answer is advised on while it is written: it finds, and stops nothing (M21)."""

from pathlib import Path

import pytest
from playwright.async_api import Page, Route

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module"), pytest.mark.proves("M21")]

SCRIPTS = Path(__file__).parent.parent.parent / "web" / "js"
FIND = """async ([text, others, limit]) => {
    const { findings } = await import("/panel-plain.js")
    return findings(text, { others, limit }).map(({ kind, what }) => [kind, what])
}"""
OTHERS = ["Socialdemokraterna", "Saga Sandberg", "KD", "Moderaterna"]
LONG = " ".join(["ord"] * 21) + ". "


async def _serve(route: Route) -> None:
    name = route.request.url.rpartition("/")[2]
    if name.endswith(".js"):
        await route.fulfill(path=SCRIPTS / name, content_type="text/javascript; charset=utf-8")
    else:
        await route.fulfill(body="<!doctype html><title>Panel</title>", content_type="text/html")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Bussen går kl. 10.15. Det är bra.", []),
        ("", []),
        (LONG, [["longOne", 21]]),
        (LONG * 3, [["longMany", 3]]),
        (" ".join(["ord"] * 20) + ".", []),
        ("Kollektivtrafikmyndighetsbeslut tas i maj.", [["word", "Kollektivtrafikmyndighetsbeslut"]]),
        ("Vi gör det t.ex. i maj.", [["short", "t.ex."]]),
        ("LSS gäller.", [["short", "LSS"]]),
        ("Det sa Saga Sandberg i går.", [["named", "Saga Sandberg"]]),
        ("Det är socialdemokraternas fel.", [["named", "Socialdemokraterna"]]),
        ("Det är Socialdemokraternas fel.", [["named", "Socialdemokraterna"]]),
        ("KD vill annat.", [["named", "KD"]]),
        ("Se https://exempel.se/LSS/t.ex.", []),
        ("Vi svarar för oss.", []),
    ],
)
async def test_it_finds_what_is_hard_to_read_and_whom_it_names(page: Page, text: str, found: list) -> None:
    await page.route("**/*", _serve)
    await page.goto("https://panel.example/")

    assert await page.evaluate(FIND, [text, OTHERS, 0]) == found


async def test_it_counts_what_is_over_the_limit_as_the_server_does(page: Page) -> None:
    await page.route("**/*", _serve)
    await page.goto("https://panel.example/")

    assert await page.evaluate(FIND, ["😀" * 11 + "\r\n", [], 10]) == [["over", 2]]
