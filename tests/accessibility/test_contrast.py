"""Whoever has chosen their own few colours, or more contrast, loses nothing: no dash, no mark, no current row, no ring."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.accessibility import axe
from tests.accessibility.conftest import PROBE, Look
from tests.accessibility.keys import Keys
from tests.accessibility.views import VIEWS

pytestmark = [pytest.mark.browser, pytest.mark.proves("M36")]

FORCED = (Path(__file__).parent / "forced.js").read_text(encoding="utf-8")

NAMES = (
    *(
        "home",
        "sitting live",
        "changes",
        "updates paused",
        "form refused",
        "receipt published",
        "accessibility",
    ),
    *("settings", "seats", "dossier edited", "case edited", "declining", "several marked"),
    "task with everything open",
)
STOPS = 14


@pytest.mark.parametrize("name", NAMES)
def test_nothing_vanishes_in_the_systems_own_colours(look: Look, name: str):
    page = look(VIEWS[name])
    page.evaluate(FORCED)
    painted, _ = page.evaluate("[forced.painted(), forced.shaded()]")

    page.emulate_media(forced_colors="active")

    assert page.evaluate("matchMedia('(forced-colors: active)').matches")
    assert painted == []
    lost = page.evaluate("({ shaded: forced.shaded(), unmarked: forced.unmarked(), drawn: forced.drawn() })")
    assert lost == {"shaded": [], "unmarked": [], "drawn": []}
    assert unringed(page) == []


def unringed(page: Page) -> list[str]:
    """The first stops of the keyboard that look the same without it."""
    keys = Keys(page, PROBE)
    found = []
    for _ in range(STOPS):
        stop = keys.press("Tab").at
        if stop is None:
            break
        if not stop["ringed"] or page.evaluate(_SAME):
            found.append(stop["name"])
    return found


_SAME = """() => {
  const element = document.activeElement
  const ring = () => { const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(element); return outlineStyle + outlineWidth + outlineColor }
  const focused = ring()
  element.blur()
  const left = ring()
  element.focus({ focusVisible: true, preventScroll: true })
  return focused === left
}"""


@pytest.mark.parametrize("light", ["light", "dark"])
@pytest.mark.parametrize("name", ["sitting live", "case edited", "task with everything open"])
def test_whoever_asks_for_more_contrast_gets_seven_to_one(look: Look, name: str, light: str):
    page = look(VIEWS[name], contrast="more", color_scheme=light)

    assert page.evaluate("matchMedia('(prefers-contrast: more)').matches")
    assert axe.wrong(page, rules=["color-contrast-enhanced"], kind="rule") == []
