"""Every page in every state and role: by the axe engine, on the narrowest screen, with wide text, under a finger, in motion."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tests.accessibility import axe
from tests.accessibility.conftest import PROBE, Opener
from tests.accessibility.views import DESK, KINDS, PANEL, VIEWS

pytestmark = [pytest.mark.browser, pytest.mark.proves("M36")]

SPACED = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
p { margin-block-end: 2em !important }"""
"""The spacing of text that must break nothing (WCAG 1.4.12)."""

PHONE = {"width": 390, "height": 844}
TABLET = {"width": 820, "height": 1180}
DESKTOP = {"width": 1440, "height": 900}
NARROW = {"width": 320, "height": 640}
ZOOMED = {"width": 320, "height": 256}
"""What is left of 1280 by 1024 at 400 %."""

IN_THE_DARK = ("color-contrast", "link-in-text-block", "target-size")


@pytest.fixture(scope="module", params=sorted(VIEWS))
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def page(name: str, opener: Opener) -> Iterator[Page]:
    """One page in one state, for all the tests of it; on a phone in daylight to begin with."""
    with opener() as look:
        shown = look(VIEWS[name], viewport=PHONE)
        shown.evaluate(PROBE)
        yield shown


def seen(page: Page, size: dict[str, int], light: str = "light") -> None:
    page.set_viewport_size({"width": size["width"], "height": size["height"]})
    page.emulate_media(color_scheme="dark" if light == "dark" else "light", reduced_motion="reduce")


def test_axe_finds_nothing_wrong_on_a_phone_in_daylight(page: Page):
    seen(page, PHONE)

    assert axe.wrong(page) == []


def test_axe_finds_nothing_wrong_on_a_wide_screen_in_the_dark(page: Page, name: str):
    seen(page, DESKTOP, "dark")

    if name in KINDS:
        assert axe.wrong(page) == []
    else:  # laid out as its kind is: what the dark can change is what is seen
        assert axe.wrong(page, rules=IN_THE_DARK, kind="rule") == []


def test_axe_finds_nothing_wrong_on_a_tablet(page: Page, name: str):
    if name not in DESK and name not in PANEL:
        return  # laid out as on a phone or as on a wide screen
    seen(page, TABLET)

    assert axe.wrong(page) == []


@pytest.mark.parametrize("size", [NARROW, ZOOMED], ids=["narrow", "at 400 percent"])
def test_nothing_scrolls_sideways(page: Page, size: dict[str, int]):
    seen(page, size)

    assert page.evaluate("probe.wide()") == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


def test_nothing_is_cut_off_when_text_is_spaced_widely(page: Page):
    seen(page, NARROW)
    page.evaluate(
        "css => { const s = new CSSStyleSheet(); s.replaceSync(css); document.adoptedStyleSheets.push(s) }",
        SPACED,
    )
    try:
        assert page.evaluate("probe.wide()") == []
        assert page.evaluate("probe.cut()") == []
    finally:
        page.evaluate("document.adoptedStyleSheets.pop()")


def test_nothing_moves_for_long(page: Page):
    seen(page, PHONE)
    assert page.evaluate("probe.moving(0)") == []

    page.emulate_media(reduced_motion="no-preference")

    assert page.evaluate("probe.moving(5000)") == []


def test_it_has_one_heading_of_the_first_level_and_says_its_language(page: Page):
    seen(page, PHONE)

    assert page.locator("h1").count() == 1
    assert page.locator("main").count() == 1
    assert page.locator("html").get_attribute("lang") == "sv"
