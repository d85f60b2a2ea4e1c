"""QR codes: known vectors of the standard, what an independent reader makes of them, and how they are drawn."""

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.chat.qr import MOST, path, squares, svg
from app.chat.qr.correcting import correction, generator
from app.chat.qr.squares import format_bits, version_bits
from app.chat.qr.words import VERSIONS, version_for
from tests.chat.qr.reading import Rows, read, words_in

FOREIGN = "M3 3.5h7m1 0h1m3 0h5m1 0h1m1 0h1m1 0h7m-29 1h1m5 0h1m1 0h2m2 0h3m2 0h1m1 0h1m2 0h1m5 0h1m-29 1h1m1 0h3m1 0h1m1 0h4m1 0h1m4 0h1m3 0h1m1 0h3m1 0h1m-29 1h1m1 0h3m1 0h1m2 0h4m1 0h1m2 0h1m1 0h2m1 0h1m1 0h3m1 0h1m-29 1h1m1 0h3m1 0h1m1 0h1m1 0h1m1 0h3m1 0h4m2 0h1m1 0h3m1 0h1m-29 1h1m5 0h1m4 0h4m2 0h1m4 0h1m5 0h1m-29 1h7m1 0h1m1 0h1m1 0h1m1 0h1m1 0h1m1 0h1m1 0h1m1 0h7m-18 1h1m2 0h3m3 0h1m-21 1h1m2 0h6m1 0h1m1 0h3m1 0h2m1 0h3m2 0h1m1 0h3m-28 1h2m2 0h1m1 0h2m2 0h2m1 0h2m1 0h1m1 0h1m3 0h2m1 0h2m-26 1h6m1 0h1m4 0h2m1 0h2m2 0h1m4 0h1m-27 1h1m2 0h2m2 0h1m1 0h1m1 0h1m2 0h2m1 0h2m2 0h2m1 0h2m2 0h1m-28 1h3m2 0h1m1 0h2m1 0h4m1 0h1m2 0h5m4 0h1m-25 1h1m2 0h2m1 0h1m1 0h1m2 0h2m1 0h1m3 0h7m-27 1h2m2 0h3m5 0h3m1 0h3m2 0h2m1 0h1m1 0h1m-28 1h3m1 0h1m2 0h2m1 0h1m1 0h2m9 0h1m1 0h1m1 0h1m-29 1h3m1 0h1m1 0h1m1 0h1m2 0h2m2 0h2m2 0h2m2 0h1m1 0h1m-26 1h2m1 0h1m1 0h1m2 0h1m3 0h1m2 0h2m1 0h4m2 0h1m1 0h2m-28 1h2m1 0h1m2 0h1m3 0h1m2 0h5m1 0h5m1 0h1m2 0h1m-29 1h3m2 0h1m3 0h3m1 0h1m1 0h1m3 0h1m1 0h2m1 0h3m-27 1h2m4 0h1m6 0h1m1 0h1m1 0h1m1 0h9m-20 1h4m1 0h1m1 0h2m3 0h1m3 0h2m-26 1h7m1 0h1m1 0h4m1 0h6m1 0h1m1 0h2m-26 1h1m5 0h1m1 0h3m1 0h2m1 0h1m1 0h4m3 0h1m3 0h1m-29 1h1m1 0h3m1 0h1m1 0h1m4 0h1m2 0h1m2 0h7m2 0h1m-29 1h1m1 0h3m1 0h1m1 0h1m1 0h1m2 0h3m1 0h3m1 0h1m1 0h1m4 0h1m-29 1h1m1 0h3m1 0h1m6 0h1m1 0h1m4 0h1m2 0h2m1 0h3m-29 1h1m5 0h1m2 0h2m1 0h1m5 0h1m2 0h2m2 0h2m1 0h1m-29 1h7m1 0h1m1 0h3m1 0h2m3 0h2m3 0h1"
"""A code of version 3 drawn by another program, with a margin of three."""


def drawn(strokes: str, margin: int) -> Rows:
    """The squares of a path of horizontal strokes with relative moves."""
    dark: set[tuple[int, int]] = set()
    x, y = 0.0, -0.5
    for command, numbers in re.findall(r"([Mmh])([-\d. ]+)", strokes.replace("-", " -")):
        values = [float(each) for each in numbers.split()]
        if command == "h":
            dark |= {(int(y), int(x) + step) for step in range(int(values[0]))}
            x += values[0]
        else:
            x, y = (values[0], values[1]) if command == "M" else (x + values[0], y + values[1])
    size = max(column for _, column in dark) + 1 - margin
    return [[(row + margin, column + margin) in dark for column in range(size)] for row in range(size)]


def test_the_reader_reads_what_others_have_drawn():
    text, _ = read(drawn(FOREIGN, 3))

    assert text.endswith("fraga.sundmark.example/24nov")


def test_the_correction_words_are_those_that_another_program_has_drawn():
    words = words_in(drawn(FOREIGN, 3))

    assert len(words) == 70
    assert correction(words[:44], 26) == words[44:]


def test_the_generator_is_the_one_of_the_standard():
    assert generator(7) == (1, 127, 122, 154, 164, 11, 68, 117)


def test_the_correction_words_are_those_of_the_standard():
    data = [32, 91, 11, 120, 209, 114, 220, 77, 67, 64, 236, 17, 236, 17, 236, 17]

    assert correction(data, 10) == [196, 35, 39, 119, 235, 215, 231, 226, 93, 23]


def test_format_and_version_are_those_of_the_standard():
    formats = ("101010000010010", "101000100100101", "101111001111100", "101101101001011")
    later = ("100010111111001", "100000011001110", "100111110010111", "100101010100000")

    assert [f"{format_bits(mask):015b}" for mask in range(8)] == [*formats, *later]
    assert [f"{version_bits(number):018b}" for number in (7, 10)] == [
        "000111110010010100",
        "001010010011010011",
    ]


def test_every_version_holds_what_the_standard_says():
    assert [version.holds for version in VERSIONS] == [14, 26, 42, 62, 84, 106, 122, 152, 180, 213]


@pytest.mark.parametrize("version", VERSIONS, ids=lambda version: f"version {version.number}")
def test_every_version_is_read_back_from_its_first_length_to_its_last(version):
    shortest = 1 if version.number == 1 else VERSIONS[version.number - 2].holds + 1
    for length in (shortest, version.holds - 1, version.holds):
        text = ("https://fragestund.example/" * 10)[:length]
        rows = squares(text)

        assert len(rows) == 17 + 4 * version.number
        assert read(rows) == (text, "M")


@settings(max_examples=40, deadline=None)
@given(st.text(min_size=1, max_size=100).filter(lambda text: len(text.encode(errors="replace")) <= MOST))
def test_any_text_is_read_back(text):
    try:
        text.encode()
    except UnicodeEncodeError:
        return
    if len(text.encode()) <= MOST:
        assert read(squares(text))[0] == text


def test_a_dirty_code_is_still_read():
    text = "https://fragestund.example/t/ABCD"
    rows = squares(text)
    for row, column in ((20, 20), (21, 20), (22, 21), (9, 12), (15, 9), (16, 9)):
        rows[row][column] = not rows[row][column]

    assert read(rows)[0] == text


def test_more_than_the_largest_holds_is_refused():
    with pytest.raises(ValueError, match="214 bytes are more than 213"):
        version_for(b"x" * 214)


def test_the_picture_is_the_code_with_its_margin_and_says_what_it_leads_to():
    text = "https://fragestund.example/t/ABCD"
    picture = ElementTree.fromstring(svg(text, "QR-kod till <fragestund.example>"))
    rows = squares(text)
    side = len(rows) + 8

    assert picture.get("viewBox") == f"0 0 {side} {side}"
    assert picture[0].text == "QR-kod till <fragestund.example>"
    assert (picture[2].get("d") or "").startswith("M4 4h7v1h-7z")
    assert path(rows).count("M") == sum(
        dark and not (column and row[column - 1]) for row in rows for column, dark in enumerate(row)
    )
