"""Which success criteria of WCAG 2.2 each test of this folder tries. The accessibility statement is written from it (``make statement``).

By module and test; ``*`` stands for every test of the module that is not named.
"""

import re
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

RULES: Final[Mapping[str, str]] = {
    "target-size": "2.5.8",
    "color-contrast": "1.4.3",
    "image-alt": "1.1.1",
    "svg-img-alt": "1.1.1",
    "label": "3.3.2",
    "document-title": "2.4.2",
    "html-has-lang": "3.1.1",
    "valid-lang": "3.1.2",
    "link-in-text-block": "1.4.1",
    "autocomplete-valid": "1.3.5",
    "bypass": "2.4.1",
    "list": "1.3.1",
    "listitem": "1.3.1",
    "heading-order": "1.3.1",
    "landmark-unique": "1.3.1",
    "region": "1.3.1",
    "button-name": "4.1.2",
    "link-name": "4.1.2",
    "aria-allowed-attr": "4.1.2",
    "aria-required-children": "1.3.1",
    "duplicate-id-aria": "4.1.2",
}
"""What a rule of axe-core is about, where it is what a test fell on; a rule that is not here is counted for all of ``AXE``."""

_RULE: Final = re.compile(r"'id': '([a-z0-9-]+)'")

KEYBOARD: Final = ("2.1.1", "2.1.2", "2.4.3", "2.4.7", "4.1.2")

TRIES: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    "test_every_page": {
        "test_axe_finds_nothing_wrong_on_a_phone_in_daylight": AXE,
        "test_axe_finds_nothing_wrong_on_a_wide_screen_in_the_dark": AXE,
        "test_axe_finds_nothing_wrong_on_a_tablet": AXE,
        "test_it_fits_the_narrowest_screen_under_one_heading_in_its_language": ("1.4.10", "2.4.6", "3.1.1"),
        "test_nothing_scrolls_sideways_at_400_percent": ("1.4.4", "1.4.10"),
        "test_nothing_is_cut_off_when_text_is_spaced_widely": ("1.4.12",),
        "test_nothing_moves_for_long": ("2.2.2", "2.3.1"),
        "*": AXE,
    },
    "test_markup": {"*": ("1.3.1", "4.1.2")},
    "test_tab_round": {"*": (*KEYBOARD, "2.4.11")},
    "test_targets": {"*": ("2.5.8",)},
    "test_announcements": {"*": ("4.1.3",)},
    "test_contrast": {"*": ("1.4.1", "1.4.3", "1.4.11")},
    "test_zoom": {"*": ("1.4.10", "2.4.7", "2.4.11")},
    "test_trees": {"*": ("1.3.1", "1.3.2", "4.1.2")},
    "test_words": {"test_on_an_english_page_what_is_swedish_says_so": ("3.1.2",), "*": ("2.4.6",)},
    "test_whole_jobs": {"*": (*KEYBOARD, "3.3.1", "4.1.3")},
}


def tried_by(module: str, test: str) -> tuple[str, ...]:
    """The criteria that a test tries; none for one that is about something else."""
    tests = TRIES.get(module, {})
    return tests.get(test, tests.get("*", ()))


def fell_on(criteria: tuple[str, ...], said: str) -> tuple[str, ...]:
    """Of the criteria that a test tries, those that it fell on by what it said: all of them where that cannot be told."""
    rules = _RULE.findall(said)
    if not rules or not all(rule in RULES for rule in rules):
        return criteria
    return tuple(dict.fromkeys(RULES[rule] for rule in rules))
