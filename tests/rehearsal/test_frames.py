"""What the cast understands of what it is told."""

import pytest

from app.rehearsal.frames import Post, thing_of


@pytest.mark.parametrize(
    "frame",
    [
        {},
        {"channel": "desk", "head": 7},
        {"question": {"number": "x"}},
        {"question": None},
        {"ack": "1"},
        {"drop": None},
    ],
)
def test_a_frame_that_says_nothing_to_the_cast_is_passed_over(frame: dict[str, object]):
    assert thing_of(frame) is None


def test_a_party_that_was_asked_and_has_not_answered_is_not_taken_for_an_answer():
    told = thing_of(
        {
            "question": {
                "number": 1,
                "state": "assigned",
                "parties": ["S"],
                "answers": [{"party": "S", "body": None}],
            }
        }
    )

    assert isinstance(told, Post)
    assert told.answered_by == frozenset()
