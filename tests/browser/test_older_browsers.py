"""A browser that lacks the newest of CSS: the pages are laid out, the marks have their colours, the fields have room."""

import re

import pytest
from playwright.sync_api import Route, expect

from tests.browser.conftest import Person
from tests.house import Held
from tests.repository.tracked import texts

pytestmark = [pytest.mark.browser, pytest.mark.proves("M36")]

SHEETS = dict(texts(".css", under="web/css/"))

GUARDED = re.compile(
    r"light-dark\(|color-mix\(|(?:oklch|oklab|rgb|hsl)\(from |subgrid|@starting-style|interpolate-size|anchor-name"
    r"|position-anchor|calc-size\(|if\(|@scope|@function"
)
"""What must stand behind @supports, with something else for whoever has it not."""

MISSED = re.compile(
    r"[^;{}]*(?:field-sizing|text-wrap|line-clamp|view-transition)[^;{}]*;|[^{}]*::details-content[^{}]*\{[^{}]*\}"
)
"""What may be missing without a loss, and is taken out here."""


def unguarded(sheet: str) -> str:
    """A sheet as a browser reads it to which every @supports is false."""
    kept, place = "", 0
    for found in re.finditer(r"@supports[^{]*\{", sheet):
        if found.start() < place:
            continue
        kept += sheet[place : found.start()]
        depth, place = 1, found.end()
        while depth:
            depth += {"{": 1, "}": -1}.get(sheet[place], 0)
            place += 1
    return kept + sheet[place:]


@pytest.mark.parametrize("name", SHEETS)
def test_the_newest_of_css_stands_where_it_is_asked_for_first(name: str):
    plain = re.sub(r"/\*.*?\*/", "", unguarded(SHEETS[name]), flags=re.DOTALL)

    assert GUARDED.findall(plain) == []


def test_without_it_nothing_is_lost(held: Held, person: Person):
    def older(route: Route) -> None:
        reply = route.fetch()
        route.fulfill(response=reply, body=MISSED.sub("", unguarded(reply.text())))

    held.published("När kommer bussen?", "Klockan tio.")
    page = person(viewport={"width": 390, "height": 844})
    page.route(re.compile(r"\.css"), older)

    page.goto(f"{held.program.origin}/{held.slug}")
    expect(page.locator("live-list")).to_have_attribute("data-connection", "open")

    marks = page.locator(".bench .mark").evaluate_all(
        "all => all.map(each => getComputedStyle(each, '::after').borderBlockStartColor)"
    )
    assert len(marks) == len(set(marks)) == 8
    for width in (320, 390, 1280):
        page.set_viewport_size({"width": width, "height": 844})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.goto(f"{held.program.origin}/{held.slug}/ask")
    assert page.locator("#body").evaluate("field => field.getBoundingClientRect().height") >= 90
