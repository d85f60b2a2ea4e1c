"""Moves that cannot be made, over the chat and from forms: a sentence, nothing changed, nobody overwritten."""

import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from app.chat.refusals import _BY_STATE
from app.records.vocabulary import State
from tests.house import Held, Program

UNREADABLE = "Det som skickades gick inte att läsa. Ingenting är sparat."
NOT_ALLOWED = "Du har inte behörighet att göra detta."
STALE = "Någon annan hann före. Se hur frågan ser ut nu och bestäm dig igen. Ditt val är inte utfört."


@pytest.mark.parametrize(
    "frame",
    [
        "",
        "{",
        "[]",
        "null",
        '"ask"',
        '{"do": "ask"}',
        '{"do": "fly", "ticket": "%s"}',
        '{"do": "ask", "ticket": "%s"}',
        '{"do": "ask", "ticket": "%s", "body": 7}',
        '{"do": "ask", "ticket": "%s", "body": "Hej", "admin": true}',
        '{"do": "ask", "ticket": "%s", "body": "\\ud800"}',
        '{"do": "hold", "ticket": "%s", "question": "1"}',
        '{"do": "hold", "ticket": "%s", "question": 1e400}',
        '{"do": "hold", "ticket": "%s", "question": -1}',
        '{"do": "decline", "ticket": "%s", "question": 1, "reason": "boring"}',
        '{"do": "promise", "ticket": "%s", "question": 1, "by": "snart"}',
        '{"do": "follow", "ticket": "%s", "channel": "secret", "after": 0}',
        b'{"do": "ask", "body": "\xff\xfe"}',
        b"\x00\xff",
        "[" * 20_000,
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence_and_the_conversation_goes_on(
    held: Held, frame: str | bytes
):
    ticket = str(uuid4())
    talker = held.new_talker()

    talker.send(frame % ticket if isinstance(frame, str) and "%s" in frame else frame)
    refused = talker.reply(ticket if "%s" in str(frame) else None)

    assert (refused["code"], refused["message"]) in (
        ("malformed", UNREADABLE),
        ("malformed", "Texten innehåller tecken som inte går att läsa. Ingenting är sparat."),
    )
    assert talker.say("ask", body="Hej")["number"] == 1


def test_a_huge_frame_is_refused_in_a_sentence_and_the_conversation_goes_on(held: Held):
    ticket, talker = str(uuid4()), held.new_talker()

    talker.send(json.dumps({"do": "ask", "ticket": ticket, "body": "x" * 100_000}))
    refused = talker.reply(ticket)

    assert (refused["code"], refused["message"]) == (
        "too_large",
        "Meddelandet är för stort. Ingenting är sparat.",
    )
    assert talker.say("ask", body="Hej")["number"] == 1


def bring(held: Held, state: State) -> int:
    """A question that stands there."""
    makers: dict[State, Callable[[], int]] = {
        State.RECEIVED: lambda: held.asked().number,
        State.HELD: lambda: moved(held.asked().number, "hold"),
        State.ASSIGNED: lambda: held.with_party().number,
        State.ANSWERED: lambda: held.answered().number,
        State.PUBLISHED: lambda: held.published().number,
        State.UNPUBLISHED: lambda: moved(held.published().number, "unpublish", reason="mistake"),
        State.DECLINED: lambda: moved(held.asked().number, "decline", reason="tone"),
        State.MERGED: lambda: moved(held.asked().number, "merge", into=held.asked("Två").number),
        State.REFERRED: lambda: moved(held.asked().number, "refer", to="registrar"),
    }

    def moved(number: int, do: str, **facts: object) -> int:
        held.does("moderator", do, number, **facts)
        return number

    return makers[state]()


@pytest.mark.parametrize(
    ("state", "do"),
    [
        (State.RECEIVED, "publish"),
        (State.HELD, "hold"),
        (State.ASSIGNED, "assign"),
        (State.ANSWERED, "merge"),
        (State.PUBLISHED, "decline"),
        (State.UNPUBLISHED, "unpublish"),
        (State.DECLINED, "publish"),
        (State.MERGED, "assign"),
        (State.REFERRED, "hold"),
    ],
)
def test_a_move_out_of_turn_says_where_the_question_is_and_leaves_no_trace(held: Held, state: State, do: str):
    number = bring(held, state)
    before = held.question(number)
    facts: dict[str, dict[str, Any]] = {
        "assign": {"party": "S"},
        "merge": {"into": number},
        "decline": {"reason": "tone"},
        "unpublish": {"reason": "mistake"},
    }
    given = facts.get(do, {})

    refused = held.talker("moderator").say(do, question=number, **given)
    form = held.browser("moderator").post(
        f"/{held.slug}/desk/{number}/{do}", {name: str(value) for name, value in given.items()}
    )

    assert (refused["code"], refused["message"]) == ("out_of_turn", _BY_STATE[state])
    assert (form.status, _BY_STATE[state] in form.words) == (409, True)
    assert held.question(number) == before


@pytest.mark.proves("M20", "M21")
@pytest.mark.parametrize("do", ["answer", "hand_back", "promise"])
def test_another_partys_question_is_nothing_to_answer(held: Held, do: str):
    number = held.with_party("Vad säger Centern?", "C").number
    before = held.question(number)
    facts = {
        "answer": {"body": "Vi med!"},
        "hand_back": {"reason": "not_ours"},
        "promise": {"by": "2026-12-24"},
    }

    refused = held.talker("S").say(do, question=number, **facts[do])
    form = held.browser("S").post(f"/{held.slug}/party/S/{number}/{do}", facts[do])

    assert refused["code"] == "not_yours"
    assert form.status in (403, 404)
    assert "Vad säger Centern?" not in form.html
    assert held.question(number) == before
    if do == "answer":
        assert "Vi med!" in form.dom.raw


@pytest.mark.parametrize(
    ("who", "do", "facts"),
    [
        ("citizen", "hold", {}),
        ("citizen", "publish", {}),
        ("C", "publish", {}),
        ("C", "assign", {"party": "C"}),
        ("moderator", "answer", {"body": "Jag svarar själv."}),
        ("registrar", "unpublish", {"reason": "mistake"}),
        ("organiser", "decline", {"reason": "tone"}),
    ],
)
def test_a_move_that_is_somebody_elses_is_refused_in_a_sentence(
    held: Held, who: str, do: str, facts: dict[str, str]
):
    number = held.answered().number
    before = held.question(number)

    refused = held.talker(who).say(do, question=number, **facts)

    assert (refused["code"], refused["message"]) == ("not_yours", NOT_ALLOWED)
    assert held.question(number) == before


@pytest.mark.proves("M17")
def test_of_two_moderators_at_once_the_second_sees_what_the_first_decided_and_nothing_is_overwritten(
    held: Held,
):
    number = held.asked("Till vem?").number
    seen = held.question(number).version
    held.talker("moderator").make("assign", question=number, party="C", seen=seen)

    chat = held.talker("moderator.2").say("decline", question=number, reason="tone", words="Nej.", seen=seen)
    form = held.browser("moderator.2").post(
        f"/{held.slug}/desk/{number}/decline", {"reason": "tone", "words": "Nej, tack.", "seen": str(seen)}
    )

    assert (chat["code"], chat["message"]) == ("stale", STALE)
    assert (chat["question"]["state"], chat["question"]["parties"]) == ("assigned", ["C"])
    assert form.status == 409
    assert "Nej, tack." in form.dom.raw
    assert (held.question(number).state, held.question(number).asked_of) == ("assigned", ("C",))
    assert held.moves(number) == ["ask", "assign"]


@pytest.mark.proves("M17")
def test_two_moderators_who_press_in_the_same_moment_make_one_move(held: Held):
    number = held.asked("Till vem?").number
    seen = held.question(number).version
    first, second = held.talker("moderator"), held.talker("moderator.2")
    tickets = [str(uuid4()), str(uuid4())]

    for talker, ticket, party in ((first, tickets[0], "C"), (second, tickets[1], "S")):
        talker.send(
            json.dumps({"do": "assign", "ticket": ticket, "question": number, "party": party, "seen": seen})
        )
    replies = [first.reply(tickets[0]), second.reply(tickets[1])]

    assert sorted("ack" in reply for reply in replies) == [False, True]
    assert len(held.question(number).asked_of) == 1
    assert held.moves(number) == ["ask", "assign"]


@pytest.mark.proves("M13", "M17")
def test_a_form_for_a_question_that_is_not_there_is_told_in_words(held: Held):
    page = held.browser("moderator").post(f"/{held.slug}/desk/99/hold", {})

    assert (page.status, "Det finns ingen fråga med det numret." in page.words) == (404, True)


@pytest.mark.proves("M2")
def test_an_hour_that_does_not_exist_is_asked_about_and_nothing_is_changed(program: Program):
    held = program.hold()
    before = held.sitting()

    page = held.browser("moderator").post(
        f"/{held.slug}/desk/extend", {"intake_end": "", "end": "2027-03-28T02:30"}
    )
    answered = held.browser("moderator").post(
        f"/{held.slug}/desk/extend", {"intake_end": "", "end": "2027-03-28T02:30", "fold": "1"}
    )

    assert page.status == 400
    assert "Vilken tid menar du?" in page.words
    assert page.at("again-end").attrs["value"] == "2027-03-28T02:30"
    assert before.version + 1 == held.sitting().version
    assert (answered.status, held.sitting().ends_at.isoformat()) == (303, "2027-03-28T01:30:00+00:00")
    held.close()


@pytest.mark.proves("M2")
def test_an_hour_that_comes_twice_is_asked_about(held: Held):
    page = held.browser("moderator").post(
        f"/{held.slug}/desk/extend", {"intake_end": "", "end": "2027-10-31T02:30"}
    )

    assert page.status == 400
    assert [each.attrs["datetime"] for each in page.at("main").all("time")] == [
        "2027-10-31T02:30:00+02:00",
        "2027-10-31T02:30:00+01:00",
    ]
