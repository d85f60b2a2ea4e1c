"""What a screen reader is told of the main pages of every role, held to what was agreed on in trees/ (``make trees`` writes it)."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.accessibility import tree
from tests.accessibility.conftest import Look
from tests.accessibility.views import View, at
from tests.house import START, Held

pytestmark = [pytest.mark.browser, pytest.mark.proves("M36")]

TREES = Path(__file__).parent / "trees"

PAGES = {
    "sitting": ("citizen", ""),
    "form": ("citizen", "/ask"),
    "report": ("citizen", "/1/report"),
    "screen": ("citizen", "/screen"),
    "desk": ("moderator", "/desk"),
    "case": ("moderator", "/desk/2"),
    "panel": ("C", "/party/C"),
    "settings": ("organiser", "/settings"),
    "seats": ("organiser", "/settings/seats"),
    "register": ("registrar", "/register"),
    "dossier": ("registrar", "/register/1"),
}


def happened(held: Held) -> None:
    """One question of each kind that a role meets."""
    held.published("När kommer bussen till Viksele?")
    held.asked("Blir det billigare för unga att åka?")
    held.with_party("Varför är färjan inställd?", "C")


def test_the_pages_are_told_as_agreed(look: Look, held: Held, request: pytest.FixtureRequest):
    happened(held)
    write = request.config.getoption("--write-trees", default=False)
    for name, (who, path) in PAGES.items():
        page = look(View(who, at(f"/{held.slug}{path}")), held=held)
        page.clock.set_fixed_time(START)  # so that nothing has waited longer on another day
        page.reload()
        if page.locator("live-list").count():
            expect(page.locator("live-list")).to_have_attribute("data-connection", "open")
        told = tree.pruned(page.locator("body").aria_snapshot())
        kept = TREES / f"{name}.yaml"
        if write:
            kept.write_text(told, encoding="utf-8")
        else:
            assert told == kept.read_text(encoding="utf-8"), (
                f"{name} is told differently: make trees, and look"
            )
        page.context.close()


def test_what_is_kept_of_a_tree_is_what_one_steers_by():
    told = """- banner:
  - paragraph:
    - link "Alla frågestunder":
      - /url: /
- main:
  - heading "Frågor och svar, 17.05" [level=1]
  - text: Väntat
  - list:
    - listitem:
      - button "Publicera" [disabled] [pressed]: P
  - combobox "Visa svar från":
    - option "Alla partier" [selected]
  - paragraph:
    - link "Nyast först":
      - /url: "#answers"
  - status: Ansluten
"""

    assert tree.pruned(told) == (
        '- banner\n  - link "Alla frågestunder"\n- main\n  - heading "Frågor och svar, …" [level=1]\n'
        '  - list\n    - button "Publicera" [disabled] [pressed]\n'
        '  - combobox "Visa svar från"\n  - link "Nyast först"\n  - status\n'
    )
