"""Which words raise a flag, marked where they stand; and a sender's name like that of somebody in a seat."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.routing.advice import Flag, flags, marked, spans
from app.routing.advice.posing import poses_as

CASES = json.loads((Path(__file__).parents[1] / "cases" / "advice.json").read_text())
NAMES = ["Cecilia Centerfalk", "Åsa Öberg"]


@pytest.mark.parametrize(
    ("text", "words", "flag"),
    [
        ("Jag har diabetes. Vad gör ni?", "Jag har diabetes", Flag.HEALTH),
        ("Varför får min man, som är dement, vänta?", "min man, som är dement", Flag.HEALTH),
        ("Läs på https://exempel.se/buss, tack.", "https://exempel.se/buss", Flag.LINK),
        ("Vad tycker Åsa Öbergs parti?", "Åsa Öbergs", Flag.NAMED),
        ("SVARA MIG NU GENAST, tack", "SVARA MIG NU GENAST", Flag.SHOUTING),
        ("Snälla!!! Svara.", "!!!", Flag.REPEATED_SIGN),
        ("Ring 070-174 06 12 i dag", "070-174 06 12", Flag.PHONE),
    ],
)
def test_the_words_that_raise_a_flag_are_marked(text: str, words: str, flag: Flag):
    assert [(part.text, part.flag) for part in marked(text, NAMES) if part.flag] == [(words, flag)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["comment"])
def test_personal_data_is_marked_exactly_where_it_is_found(case):
    personal = {flag for flag in Flag if flag.value in {found[0] for found in case["findings"]}}

    found = [[span.flag.value, span.start, span.end] for span in spans(case["text"]) if span.flag in personal]

    assert found == case["findings"]


@given(st.text(max_size=60))
def test_the_parts_are_the_text_and_every_mark_has_its_flag(text: str):
    parts = marked(text, NAMES)

    assert "".join(part.text for part in parts) == text
    assert {part.flag for part in parts} - {None} <= set(flags(text, 10_000, NAMES))


@pytest.mark.parametrize(
    "sender",
    [
        "Cecilia Centerfalk",
        "CECILIA  CENTERFALK (C)",
        "Centerfalk Cecilia",
        "C. Centerfalk",
        "Cecilia Centerflak",
        "Asa Oberg",
    ],
)
def test_a_sender_who_is_called_like_somebody_in_a_seat_is_flagged(sender: str):
    assert poses_as(sender, NAMES) is not None
    assert Flag.POSING in flags("När går bussen?", 500, NAMES, sender)


@pytest.mark.parametrize("sender", ["", "Cecilia", "Cecilia Lind", "Åsa B", "Centerfalk", "Bo Ek"])
def test_others_are_not(sender: str):
    assert poses_as(sender, NAMES) is None
    assert flags("När går bussen?", 500, NAMES, sender) == []


@given(st.text(max_size=40))
def test_a_name_can_be_anything(sender: str):
    assert poses_as(sender, ["", "Bo", "Åsa Öberg"]) in (None, "Åsa Öberg")
