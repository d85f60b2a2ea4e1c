"""How an arriving text becomes the bytes that are kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.records import texts
from app.records.vocabulary import Malformed, TooLarge


@given(st.text(st.characters(codec="utf-8", exclude_characters="\r"), min_size=1))
def test_a_text_is_kept_as_the_utf_8_it_came_as(text):
    given_text = text + "!"

    assert texts.received(given_text, 10**6) == given_text.encode()
    assert texts.received(given_text.encode(), 10**6) == given_text.encode()


def test_line_ends_become_line_feeds_and_nothing_else_changes():
    assert texts.received("a\r\nb\rc\n\0\u202ed\ufeff", 100) == "a\nb\nc\n\0\u202ed\ufeff".encode()


@pytest.mark.parametrize("blank", ["", " ", "\n\t\r\n", "\u00a0\u2003\u3000", "\u2028"])
def test_a_text_of_nothing_but_white_space_is_empty(blank):
    with pytest.raises(Malformed) as refused:
        texts.received(blank, texts.POST)

    assert refused.value.detail == "empty"
    assert texts.received_if_any(blank, texts.NAME) is None


@pytest.mark.parametrize("control", ["\x00", "\x01", "\x1c", "\x1f", "\x7f", "\u200b", '"', "å"])
def test_eight_kibibytes_of_anything_else_is_a_text(control):
    text = control * (texts.POST // len(control.encode()))

    assert texts.received(text, texts.POST) == text.encode()


@pytest.mark.parametrize("raw", [b"\xff", b"abc\xc3", b"\xed\xa0\x80", "hej \ud800", "\udfff"])
def test_what_cannot_be_read_is_malformed_and_never_replaced(raw):
    with pytest.raises(Malformed) as refused:
        texts.received_if_any(raw, texts.POST)

    assert refused.value.detail == "encoding"


def test_the_limit_counts_bytes_after_the_line_ends():
    assert len(texts.received("a" + "\r\n" * (texts.POST - 1), texts.POST)) == texts.POST
    with pytest.raises(TooLarge) as refused:
        texts.received("å" * (texts.POST // 2) + "a", texts.POST)

    assert refused.value.facts == {"limit": texts.POST}


def test_what_was_left_out_is_nothing():
    assert texts.received_if_any(None, texts.NAME) is None
    assert texts.received_if_any("Åsa", texts.NAME) == "Åsa".encode()
