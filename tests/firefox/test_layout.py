"""The pages in Firefox as it comes with Debian: nothing runs out of the window, and what is drawn elsewhere is drawn here."""

import json

import pytest

from tests.accessibility.conftest import PROBE, sitting_of
from tests.accessibility.scene import Scene
from tests.accessibility.views import KINDS, VIEWS
from tests.firefox.bidi import Window
from tests.firefox.conftest import Seat

pytestmark = [pytest.mark.browser, pytest.mark.proves("M36")]

WIDTHS = (320, 390, 1280)


def wide(page: Window) -> list[str]:
    """What reaches outside the window."""
    found: list[str] = page.value(f"(() => {{ {PROBE}; return probe.wide() }})()")
    over = page.value("document.documentElement.scrollWidth - innerWidth")
    return [*found, *([f"the page itself, by {over} px"] if over > 0 else [])]


def test_nothing_scrolls_sideways_on_any_kind_of_page(stage: Scene, seat: Seat):
    found: list[str] = []
    people: dict[tuple[str, str], Window] = {}
    addresses = {(VIEWS[name].who, VIEWS[name].path(stage)): name for name in KINDS}
    for name in addresses.values():
        view = VIEWS[name]
        held = sitting_of(stage, view)
        whose = (view.who, held.slug)
        page = people.get(whose) or people.setdefault(whose, seat(view.who, held))
        page.go(view.path(stage))
        for width in WIDTHS:
            page.size(width, 900)
            found += [f"{name} at {width}: {each}" for each in wide(page)]

    assert not found, "\n".join(found)


def drawn(page: Window, selector: str, *properties: str) -> list[str]:
    names = json.dumps(properties)
    style = f"getComputedStyle(document.querySelector({json.dumps(selector)}))"
    told: list[str] = page.value(f"{names}.map(name => {style}.getPropertyValue(name))")
    return told


def test_the_marks_the_fonts_and_the_ring_are_there(stage: Scene, seat: Seat):
    page = seat().go(f"/{stage.live.slug}")

    page.until("document.fonts.status === 'loaded'")

    loaded = page.value(
        "[...document.fonts].filter(face => face.status === 'loaded').map(face => face.family)"
    )
    assert {name.strip('"') for name in loaded} >= {"Talstreck Sans", "Talstreck Serif"}
    marks = page.value(
        "[...document.querySelectorAll('.bench .mark')].map(mark => getComputedStyle(mark, '::after').borderBlockStartColor)"
    )
    assert len(marks) == len(set(marks)) == 8  # every party's colour is its own, and none is lost
    page.keys("Tab")
    assert page.value("document.activeElement.classList.contains('skip')")
    style, width = drawn(page, ":focus-visible", "outline-style", "outline-width")
    assert style == "solid"
    assert float(width.removesuffix("px")) >= 2


def test_what_is_folded_can_be_opened_and_a_field_has_room_to_write_in(stage: Scene, seat: Seat):
    page = seat().go(f"/{stage.live.slug}/ask", width=390)
    assert page.value("document.querySelector('#body').getBoundingClientRect().height") >= 90

    page.press("details.before > summary")

    page.until("document.querySelector('.rules-more').getBoundingClientRect().height > 20")
