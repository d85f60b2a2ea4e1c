"""What is made of the figures: tables, goals, the picture."""

from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest

from bench import paper, picture
from bench.figures import Figure, Goal, Measurement, Row, at_least, at_most, written

DELIVERY = Measurement(
    "delivery",
    "Processor time per delivery",
    "µs",
    (
        Row("plain FastAPI", Figure.of([22.0, 23.0, 21.0])),
        Row("Frågestund", Figure.of([8.0, 9.0, 8.5]), "of it 0.1 for <publishing>"),
    ),
    how="two thousand viewers",
    goals=(
        at_most("at most 0.5 × plain FastAPI", 0.386, 0.5, " ×"),
        Goal("below Nchan", None, "not measured"),
    ),
)


def test_a_table_has_the_best_first_with_spread_and_ratio():
    assert paper.table(DELIVERY) == [
        "|  | µs, median | least – most | to the best | and |",
        "| --- | --: | --: | --: | --- |",
        "| Frågestund | 8.50 | 8.00 – 9.00 | 1.00 × | of it 0.1 for <publishing> |",
        "| plain FastAPI | 22.0 | 21.0 – 23.0 | 2.59 × |  |",
    ]


def test_the_document_tells_goals_and_what_is_missing():
    text = paper.report([DELIVERY], ["Nchan: not here"], today=date(2026, 11, 24), busy=0.3)

    assert "Measured 2026-11-24" in text
    assert "| at most 0.5 × plain FastAPI | yes | 0.39 × |" in text
    assert "| below Nchan | – | not measured |" in text
    assert "- Nchan: not here" in text


def test_the_document_admits_that_the_machine_was_busy():
    quiet = paper.machine(date(2026, 11, 24), 0.0)
    busy = paper.machine(date(2026, 11, 24), 14.2)

    assert "busy" not in quiet
    assert "busy with other things (load 14.2)" in busy


def test_the_document_holds_no_path_and_no_name_of_the_machine():
    assert str(Path.home()) not in paper.report([DELIVERY], [], today=date(2026, 11, 24), busy=0.3)


def test_the_picture_is_well_formed_and_says_in_words_what_it_shows():
    root = ElementTree.fromstring(picture.drawn([DELIVERY]))

    assert root.get("role") == "img"
    assert "Frågestund 8.50 µs, plain FastAPI 22.0 µs" in str(root.get("aria-label"))


def test_the_longest_bar_is_the_largest_figure():
    root = ElementTree.fromstring(picture.drawn([DELIVERY]))
    bars = {
        bar.get("class"): float(str(bar.get("width")))
        for bar in root.iter("{http://www.w3.org/2000/svg}rect")
    }

    assert bars["bar"] / bars["bar ours"] == pytest.approx(22.0 / 8.5, rel=0.01)


@pytest.mark.parametrize(
    ("value", "text"), [(0, "0"), (0.386, "0.39"), (8.5, "8.50"), (41.62, "41.6"), (1234567.8, "1 234 568")]
)
def test_numbers_are_written_as_they_are_read(value, text):
    assert written(value) == text


def test_a_goal_without_a_figure_is_neither_held_nor_missed():
    assert (at_most("x", None, 1).held, at_least("x", None, 1).held) == (None, None)


def test_goals_are_held_at_their_limit():
    assert (at_most("x", 1.2, 1.2).held, at_least("x", 0.5, 0.5).held) == (True, True)
    assert (at_most("x", 1.21, 1.2).held, at_least("x", 0.49, 0.5).held) == (False, False)
