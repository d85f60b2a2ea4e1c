"""How a thread too long for one frame is told in parts."""

import json

from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from app.records.pieces import LARGEST_PIECE, Part, announcement_parts, cut, part, parts, weight

readable = st.characters(codec="utf-8")
long_texts = st.builds(lambda a, n, b: a * n + b, st.text(readable), st.integers(1, 2000), st.text(readable))


@given(st.text(readable))
def test_a_text_weighs_at_least_what_html_and_json_make_of_it(text):
    as_json = json.dumps(text, ensure_ascii=False)
    as_html_in_json = json.dumps(escape(text), ensure_ascii=False)

    assert weight(text) >= len(as_json.encode()) - 2
    assert weight(text) >= len(as_html_in_json.encode()) - 2


@given(long_texts)
def test_chunks_join_to_the_text_and_none_is_too_heavy(text):
    chunks = cut(text)

    assert "".join(chunks) == text
    assert max(weight(chunk) for chunk in chunks) <= LARGEST_PIECE
    assert all(chunks) or chunks == [""]


def test_a_text_is_cut_between_words_where_there_are_words():
    first, second = cut("ord " * 4000)[:2]

    assert (first[-4:], second[:4]) == ("ord ", "ord ")


def test_eight_kibibytes_of_quotation_marks_go_as_four_pieces():
    assert len(cut('"' * 8192)) == 4


def test_a_thread_of_ordinary_texts_is_one_thing():
    assert parts(37, [("question", "Hur går det?"), ("C", "Bra."), ("S", "Så där.")]) == []


def test_a_heavy_thread_tells_its_shell_and_then_every_text_in_parts():
    told = parts(37, [("question", '"' * 3000), ("C", "Kort."), ("S", "ord " * 3000)])

    assert told == [
        *("part/37/question/0", "part/37/question/1"),
        *("part/37/C", "part/37/C/0"),
        *("part/37/S", "part/37/S/0", "part/37/S/1"),
    ]


def test_a_long_announcement_tells_its_parts():
    assert announcement_parts(2, "Paus i tio minuter.") == []
    assert announcement_parts(2, "ord " * 4000) == ["part/a2/0", "part/a2/1"]


def test_a_part_is_found_by_its_name():
    assert part("part/37/question/0") == Part(False, 37, "question", 0)
    assert part("part/37/C") == Part(False, 37, "C", None)
    assert part("part/a2/1") == Part(True, 2, "", 1)
    assert part("question/37") is None


def test_what_is_cut_once_is_cut_the_same_again_whatever_was_done_with_the_first():
    first = cut("ord " * 4000)
    first.clear()

    assert "".join(cut("ord " * 4000)) == "ord " * 4000
