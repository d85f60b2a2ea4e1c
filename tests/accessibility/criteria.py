"""Which success criteria of WCAG 2.2 each test of this folder tries. The accessibility statement is written from it (``make statement``).

By module and test; ``*`` stands for every test of the module that is not named.
"""

from collections.abc import Mapping
from typing import Final

AXE: Final = (
    "1.1.1",
    "1.3.1",
    "1.3.5",
    "1.4.1",
    "1.4.3",
    "2.4.1",
    "2.4.2",
    "3.1.1",
    "3.1.2",
    "3.3.2",
    "4.1.2",
)
"""What the rules of axe-core look for that are switched on (axe.py)."""

KEYBOARD: Final = ("2.1.1", "2.1.2", "2.4.3", "2.4.7", "4.1.2")

TRIES: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    "test_every_page": {
        "test_axe_finds_nothing_wrong_on_a_phone_in_daylight": AXE,
        "test_axe_finds_nothing_wrong_on_a_wide_screen_in_the_dark": AXE,
        "test_axe_finds_nothing_wrong_on_a_tablet": AXE,
        "test_nothing_scrolls_sideways": ("1.4.4", "1.4.10"),
        "test_nothing_is_cut_off_when_text_is_spaced_widely": ("1.4.12",),
        "test_nothing_moves_for_long": ("2.2.2", "2.3.1"),
        "test_it_has_one_heading_of_the_first_level_and_says_its_language": ("2.4.6", "3.1.1"),
        "*": AXE,
    },
    "test_markup": {"*": ("1.3.1", "4.1.2")},
    "test_announcements": {"*": ("4.1.3",)},
    "test_contrast": {
        "test_whoever_asks_for_more_contrast_gets_seven_to_one": ("1.4.3",),
        "*": ("1.4.1", "1.4.11", "2.4.7"),
    },
    "test_trees": {"*": ("1.3.1", "2.4.6", "4.1.2")},
    "test_tab_round": {"*": (*KEYBOARD, "2.4.11")},
    "test_targets": {"*": ("2.5.8",)},
    "test_announcements": {"*": ("4.1.3",)},
    "test_contrast": {"*": ("1.4.1", "1.4.3", "1.4.11")},
    "test_trees": {"*": ("1.3.1", "1.3.2", "4.1.2")},
    "test_whole_jobs": {"*": (*KEYBOARD, "3.3.1", "4.1.3")},
}


def tried_by(module: str, test: str) -> tuple[str, ...]:
    """The criteria that a test tries; none for one that is about something else."""
    tests = TRIES.get(module, {})
    return tests.get(test, tests.get("*", ()))
