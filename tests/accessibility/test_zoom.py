"""A window of 1280 by 1024 at 400 %: what has the keyboard is in sight, and nothing that stays put takes the room to read in."""

import pytest

from tests.accessibility.conftest import PROBE, Look
from tests.accessibility.keys import Keys
from tests.accessibility.views import VIEWS

pytestmark = [pytest.mark.browser, pytest.mark.proves("M36")]

ZOOMED = {"width": 320, "height": 256}
STOPS = 25

NAMES = (
    *("sitting live", "form", "receipt published", "settings", "desk", "case answered"),
    "task with everything open",
)

COVERED = """() => [...document.querySelectorAll("body *")]
  .filter(each => ["fixed", "sticky"].includes(getComputedStyle(each).position) && each.checkVisibility({ visibilityProperty: true }))
  .map(each => each.getBoundingClientRect())
  .filter(box => box.width > 160 && box.bottom > 0 && box.top < innerHeight)
  .reduce((sum, box) => sum + Math.min(box.bottom, innerHeight) - Math.max(box.top, 0), 0) / innerHeight"""


@pytest.mark.parametrize("name", NAMES)
def test_the_keyboard_is_in_sight_and_there_is_room_to_read(look: Look, name: str):
    page = look(VIEWS[name], viewport=ZOOMED)
    keys = Keys(page, PROBE)
    behind = []
    for _ in range(STOPS):
        stop = keys.press("Tab").at
        if stop and not (stop["ringed"] and stop["hit"]):
            behind.append(stop["name"])

    assert behind == []
    for place in (0, 0.25, 0.5):  # further down is the foot, which is read as well
        page.evaluate(
            "place => scrollTo({ top: place * document.body.scrollHeight, behavior: 'instant' })", place
        )
        assert page.evaluate(COVERED) <= 0.5
