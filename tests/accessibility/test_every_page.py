"""Every page in every state and role: by the axe engine, on the narrowest screen, with wide text, under a finger, in motion."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tests.accessibility import axe
from tests.accessibility.conftest import PROBE, Look, Opener
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

OF_A_KIND = sorted(
    {
        *KINDS,
        *("about personal data", "accessibility", "patterns", "patterns desk", "patterns panel", "changes"),
        *("sitting open", "sitting with everything open", "report", "document", "new sitting previewed"),
        *("information page previewed", "feedback", "case published", "several marked", "keys", "ombud"),
        *("shares", "protocol", "task by all", "task with everything open", "panel to approve"),
    }
)
"""One page of each kind. The other states of a kind stand in the same layout: axe and the narrowest screen see what differs."""


@pytest.fixture(scope="module", params=sorted(VIEWS))
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module", params=OF_A_KIND)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def page(name: str, opener: Opener) -> Iterator[Page]:
    """A page in one of its states; on a phone in daylight to begin with."""
    with opener() as look:
        yield opened(look, name)


@pytest.fixture(scope="module")
def one(kind: str, opener: Opener) -> Iterator[Page]:
    """The page that stands for its kind, for all the tests of it."""
    with opener() as look:
        yield opened(look, kind)


def opened(look: Look, name: str) -> Page:
    shown = look(VIEWS[name], viewport=PHONE)
    shown.evaluate(PROBE)
    return shown


def seen(page: Page, size: dict[str, int], light: str = "light") -> None:
    page.set_viewport_size({"width": size["width"], "height": size["height"]})
    page.emulate_media(color_scheme="dark" if light == "dark" else "light", reduced_motion="reduce")


def test_axe_finds_nothing_wrong_on_a_phone_in_daylight(page: Page):
    seen(page, PHONE)

    assert axe.wrong(page) == []


def test_it_fits_the_narrowest_screen_under_one_heading_in_its_language(page: Page):
    seen(page, NARROW)

    assert page.evaluate("probe.wide()") == []
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    assert page.locator("h1").count() == 1
    assert page.locator("main").count() == 1
    assert page.locator("html").get_attribute("lang") == "sv"


def test_axe_finds_nothing_wrong_on_a_wide_screen_in_the_dark(one: Page):
    seen(one, DESKTOP, "dark")

    assert axe.wrong(one) == []


def test_axe_finds_nothing_wrong_on_a_tablet(one: Page, kind: str):
    if kind not in DESK and kind not in PANEL:
        return  # laid out as on a phone or as on a wide screen
    seen(one, TABLET)

    assert axe.wrong(one) == []


def test_nothing_scrolls_sideways_at_400_percent(one: Page):
    seen(one, ZOOMED)

    assert one.evaluate("probe.wide()") == []
    assert one.evaluate("document.documentElement.scrollWidth") <= ZOOMED["width"]


def test_nothing_is_cut_off_when_text_is_spaced_widely(one: Page):
    seen(one, NARROW)
    one.evaluate(
        "css => { const s = new CSSStyleSheet(); s.replaceSync(css); document.adoptedStyleSheets.push(s) }",
        SPACED,
    )
    try:
        assert one.evaluate("probe.wide()") == []
        assert one.evaluate("probe.cut()") == []
    finally:
        one.evaluate("document.adoptedStyleSheets.pop()")


def test_nothing_moves_for_long(one: Page):
    seen(one, PHONE)
    assert one.evaluate("probe.moving(0)") == []

    one.emulate_media(reduced_motion="no-preference")

    assert one.evaluate("probe.moving(5000)") == []
