"""The tabulator comes to everything that can be pressed or filled in, in the page's order, and gets out again."""

import pytest

from tests.accessibility.conftest import PROBE, Look
from tests.accessibility.keys import Keys
from tests.accessibility.views import KINDS, VIEWS

OTHERWISE_ON_A_PHONE = (
    "sitting live",
    "sitting closed",
    "form",
    "desk",
    "case answered",
    "panel",
    "task published",
)

pytestmark = [pytest.mark.browser, pytest.mark.proves("M36")]


@pytest.mark.parametrize(
    ("name", "width"),
    [
        (name, width)
        for name in KINDS
        for width in (1280, 390)
        if name != "declining" and (width == 1280 or name in OTHERWISE_ON_A_PHONE)
    ],
)
def test_the_keyboard_comes_to_everything_in_order_and_out_again(look: Look, name: str, width: int):
    page = look(VIEWS[name], viewport={"width": width, "height": 800})
    if width == 1280 and page.locator("#public").count():
        page.locator("#public[data-head]").wait_for()  # what stands beside is fetched when the page is there
    keys = Keys(page, PROBE)
    page.evaluate("document.activeElement?.blur?.(); getSelection().removeAllRanges(); scrollTo(0, 0)")
    page.evaluate(
        "document.body.tabIndex = -1; document.body.focus(); document.body.removeAttribute('tabindex')"
    )
    there = page.evaluate("probe.controls()")

    stops = keys.round()

    assert [stop["name"] for stop in stops if not stop["ringed"]] == []
    assert [stop["name"] for stop in stops if not stop["hit"]] == []
    assert [stop["name"] for stop in stops] == there
    assert page.locator("[tabindex]:not([tabindex='0'], [tabindex='-1'])").count() == 0
