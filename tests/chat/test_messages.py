"""Messages are read strictly, from frames as from forms, and lead each to one function."""

import inspect
import json
from typing import Any

import pytest

from app.chat import messages, moves
from app.chat.aside_messages import Aside
from app.chat.messages import MODELS, Message
from app.records.vocabulary import Malformed, TooLarge
from app.routing.desk import announce

TICKET = "0a5d0000-0000-4000-8000-00000000ABCD"
PROVISIONS = ("osl_21_1",)

PLAIN = ("take_back", "hold", "release", "reopen", "publish", "republish", "unmark", "end_round")
ON_SITTING = ("open", "go_live", "pause", "resume", "close_intake", "close", "archive")
SAID: dict[str, dict[str, Any]] = {
    **{do: {"question": 1} for do in PLAIN},
    **{do: {} for do in ON_SITTING},
    **{do: {"question": 1, "party": ["C"]} for do in ("assign", "reassign")},
    "decline": {"question": 1, "reason": "tone", "words": "Ord"},
    "merge": {"question": 1, "into": 2},
    "refer": {"question": 1, "to": "registrar"},
    "answer": {"question": 1, "body": "Svar"},
    "propose": {"question": 1, "body": "Förslag"},
    "request": {"question": 1, "body": "Annan lydelse"},
    "hand_back": {"question": 1, "reason": "not_ours"},
    "promise": {"question": 1, "by": "2026-12-01"},
    "return": {"question": 1, "note": "Kortare"},
    "dismiss": {"question": 1, "note": "Det stod så"},
    "dismiss_report": {"question": 1, "reason": "lawful"},
    "edit": {"question": 1, "body": "Lydelse", "reason": "wording"},
    "correct": {"question": 1, "of": "C", "body": "Rätt", "reason": "fact"},
    "unpublish": {"question": 1, "reason": "privacy"},
    "mark": {"question": 1, "provision": "osl_21_1"},
    "announce": {"body": "Hej"},
    "extend": {"end": "2026-12-01T18:00:00+01:00"},
}


def said(do: str, **more: Any) -> Message:
    return read({"do": do, "ticket": TICKET, **SAID[do], **more})


def read(message: dict[str, Any]) -> Message:
    return messages.read(json.dumps(message))


@pytest.mark.parametrize("do", sorted(SAID))
def test_every_move_fits_the_function_that_makes_it(do: str) -> None:
    function = {"announce": announce, **moves.ON_QUESTION, **moves.ON_SITTING}[do]
    takes = set(inspect.signature(function).parameters)

    assert set(moves.facts_of(said(do), PROVISIONS)) <= takes


def test_every_move_of_the_table_is_tried_here() -> None:
    assert set(SAID) == {"announce", *moves.ON_QUESTION, *moves.ON_SITTING}


def test_every_message_that_is_neither_an_aside_nor_ask_follow_or_here_is_a_move_of_the_table() -> None:
    asides = {do for do, model in MODELS.items() if issubclass(model, Aside)}
    assert set(MODELS) - asides - {"ask", "follow", "here", "announce"} == {
        *moves.ON_QUESTION,
        *moves.ON_SITTING,
    }


def test_a_ticket_comes_back_as_it_was_written() -> None:
    assert said("hold").ticket == TICKET


@pytest.mark.parametrize(
    "changes",
    [
        {"ticket": "0a5d"},
        {"ticket": "x" * 36},
        {"ticket": None},
        {"question": 0},
        {"question": "1"},
        {"question": 1.0},
        {"question": True},
        {"seen": 0},
        {"extra": 1},
        {"do": "Hold"},
        {"do": ["hold"]},
    ],
)
def test_what_is_not_exactly_a_message_is_malformed(changes: dict[str, Any]) -> None:
    with pytest.raises(Malformed):
        read({"do": "hold", "ticket": TICKET, "question": 1, **changes})


@pytest.mark.parametrize("frame", [b"\xff", "", "{", "[" * 10_000, '{"do":"hold"}', "NaN", '"\\ud800"'])
def test_what_is_not_json_is_malformed(frame: str | bytes) -> None:
    with pytest.raises(Malformed):
        messages.read(frame)


def test_a_form_says_the_same_as_a_frame() -> None:
    fields = {"question": "1", "seen": "3", "party": "C S", "reason": "wish", "tab": "inbox", "words": ""}

    message = messages.from_fields("assign", fields, TICKET)

    assert message == said("assign", party="C S", reason="wish", seen=3)
    assert moves.facts_of(message, ())["party"] == ("C", "S")


def test_a_form_that_cannot_be_read_tells_which_field() -> None:
    with pytest.raises(Malformed) as refused:
        messages.from_fields("decline", {"question": "1", "reason": "lust"}, TICKET)

    assert refused.value.facts == {"field": "reason"}


@pytest.mark.parametrize(
    ("do", "field", "limit"),
    [("answer", "body", 16384), ("edit", "body", 8192), ("decline", "words", 2048), ("return", "note", 2048)],
)
def test_texts_have_limits_in_bytes(do: str, field: str, limit: int) -> None:
    moves.facts_of(said(do, **{field: "å" * (limit // 2)}), PROVISIONS)

    with pytest.raises(TooLarge) as refused:
        moves.facts_of(said(do, **{field: "å" * (limit // 2) + "!"}), PROVISIONS)

    assert refused.value.facts == {"limit": limit}


def test_a_mark_names_a_provision_of_the_settings() -> None:
    with pytest.raises(Malformed):
        moves.facts_of(said("mark", provision="osl_99_9"), PROVISIONS)
