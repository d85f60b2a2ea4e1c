"""Colours as they are written, and how clearly one is seen on another: against numbers that are known."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.chat import colours
from app.chat.colours import Colour, clearer, contrast, from_oklch, read

WHITE, BLACK = Colour(1, 1, 1), Colour(0, 0, 0)


def known(written: str) -> Colour:
    colour = read(written)
    assert colour is not None
    return colour


@pytest.mark.parametrize(
    ("written", "same_as"),
    [
        ("#fff", "#ffffff"),
        ("#A1b2C3", "#a1b2c3"),
        ("rgb(161, 178, 195)", "#a1b2c3"),
        ("rgb(0% 50% 100%)", "#0080ff"),
        ("rgb(300 -5 0)", "#ff0000"),
        ("oklch(0.62796 0.25768 29.234)", "#ff0000"),
        ("oklch(62.796% 0.25768 29.234deg)", "#ff0000"),
        ("oklch(100% 0 0)", "#ffffff"),
    ],
)
def test_the_forms_of_css_are_understood(written: str, same_as: str):
    assert known(written).hex == same_as


@pytest.mark.parametrize(
    "written",
    [
        "",
        "red",
        "#ff",
        "#12345678",
        "rgba(0,0,0,.5)",
        "rgb(0 0 0 / 50%)",
        "rgb(1 2)",
        "url(x)",
        "var(--a)",
        "oklch(1 2%)",
        "hsl(0 0% 0%)",
    ],
)
def test_what_is_no_opaque_colour_is_none(written: str):
    assert read(written) is None


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000", "#fff", 21.0),
        ("#777", "#fff", 4.48),
        ("#767676", "#fff", 4.54),
        ("#281928", "#f3f4ee", 15.07),
    ],
)
def test_contrast_is_what_wcag_says(one: str, other: str, ratio: float):
    assert contrast(known(one), known(other)) == pytest.approx(ratio, abs=0.01)


PARTS = st.integers(0, 255).map(lambda part: part / 255)
ANY = st.builds(Colour, PARTS, PARTS, PARTS)


@given(ANY)
def test_a_colour_comes_back_from_lightness_strength_and_hue(colour: Colour):
    assert from_oklch(*colour.oklch).hex == colour.hex


@given(ANY, ANY)
def test_contrast_is_the_same_both_ways_and_never_beyond_its_ends(one: Colour, other: Colour):
    assert 1 <= contrast(one, other) == contrast(other, one) <= contrast(BLACK, WHITE) + 1e-9


@given(ANY, ANY)
def test_what_is_advised_would_do(colour: Colour, on: Colour):
    better = clearer(colour, (on,), 4.5)

    assert better is None or contrast(better, on) >= 4.5


def test_white_and_black_leave_nothing_that_is_seen_on_both():
    assert clearer(colours.Colour(0.5, 0.5, 0.5), (BLACK, WHITE), 7) is None
