"""What is pressed is large enough: 44 px under a finger, 24 px under a mouse (WCAG 2.5.8, and the house's own for touch)."""

import pytest

from tests.accessibility.conftest import PROBE, Look
from tests.accessibility.views import KINDS, VIEWS

pytestmark = [pytest.mark.browser, pytest.mark.proves("M36")]


@pytest.mark.parametrize("name", KINDS)
def test_a_finger_hits_everything_on_a_phone(look: Look, name: str):
    page = look(VIEWS[name], viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page.evaluate(PROBE)

    assert page.evaluate("matchMedia('(pointer: coarse)').matches")
    assert page.evaluate("probe.small(44)") == []


@pytest.mark.parametrize("name", KINDS)
def test_a_mouse_hits_everything_on_a_wide_screen(look: Look, name: str):
    page = look(VIEWS[name])
    page.evaluate(PROBE)

    assert page.evaluate("probe.small(24)") == []
