"""One question to all parties: the same terms, shown together, and who was late told by name. Nothing leaks before."""

from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest

from app.chat import audience
from app.records import queries
from app.records.rounds import overdue
from app.records.vocabulary import (
    SYSTEM,
    HandBackReason,
    Malformed,
    Move,
    NotYours,
    OutOfTurn,
    SittingState,
    State,
    Unknown,
)
from app.routing import desk, marks, panel, publishing, rounds, sittings
from app.routing.rounds import Round
from app.routing.undo import ways_back
from tests.routing.stage import ENDS, LIVE, MOA, ORGANISER, PARTIES, SLUG, politician

BY = LIVE + timedelta(minutes=10)
TERMS = Round(BY, 40)


@pytest.fixture
def stage(empty):
    empty.plan()
    empty.bring(SittingState.LIVE)
    return empty


@pytest.fixture
def number(stage):
    number = stage.asked()
    stage.do(desk.assign, SLUG, number, (), None, TERMS, by=MOA)
    return number


def say(stage, number, party, body="Ja."):
    return stage.do(panel.answer, SLUG, number, body.encode(), by=politician(party))


def end(stage, number):
    stage.clock.now = max(stage.clock.now, BY)
    return stage.do(rounds.end_round, SLUG, number, by=SYSTEM, due=BY)


def test_it_is_asked_of_every_seat_in_the_order_of_the_assembly_and_is_nobodys_turn(stage, number):
    question = stage.question(number)

    assert (question.asked_of, question.together, question.answers_by, question.answer_limit) == (
        PARTIES,
        True,
        BY,
        40,
    )
    facts = stage.facts(number)
    assert (facts["why"], facts["proposed"], facts["reason"], facts["limit"]) == ("together", None, None, 40)


def test_it_leaves_the_turn_where_it_was(stage):
    before = stage.facts(stage.assigned())["proposed"]
    stage.do(desk.assign, SLUG, stage.asked(), (), None, TERMS, by=MOA)

    assert before == "C"
    assert stage.facts(stage.assigned("S"))["proposed"] == "S"


@pytest.mark.parametrize("order", list(permutations(PARTIES)))
def test_nothing_is_seen_by_anybody_else_until_all_are_in(stage, number, order):
    sitting = stage.sitting()
    for place, party in enumerate(order):
        before = stage.head("public")
        say(stage, number, party, f"Hemligt från {party}")
        seen = stage.question(number)

        assert seen.state is (State.ANSWERED if place == len(order) - 1 else State.ASSIGNED)
        assert stage.told("public", before) == []
        assert audience.public_question(seen, sitting) is None
        assert "Hemligt" not in repr(audience.asker_question(seen))
        for other in PARTIES:
            shown = audience.party_question(seen, sitting, other)
            assert shown is not None
            assert {answer.party for answer in shown.answers} <= {other}


def test_all_are_published_together_in_the_order_of_the_assembly(stage, number):
    for party in reversed(PARTIES):
        say(stage, number, party)

    stage.do(publishing.publish, SLUG, number, by=MOA)

    shown = audience.public_question(stage.question(number), stage.sitting())
    assert shown is not None
    assert [answer.party for answer in shown.answers] == list(PARTIES)
    assert shown.missed == ()


def test_when_the_time_is_out_those_who_are_missing_are_named(stage, number):
    say(stage, number, "M")
    say(stage, number, "C")

    outcome = end(stage, number)
    stage.do(publishing.publish, SLUG, number, by=MOA)

    assert outcome.state is State.ANSWERED
    shown = audience.public_question(stage.question(number), stage.sitting())
    assert shown is not None
    assert ([answer.party for answer in shown.answers], shown.missed) == (["C", "M"], ("S",))
    ended = next(entry for entry in stage.entries(f"question/{number}") if entry.move == Move.END_ROUND.value)
    assert (ended.facts["parties"], ended.facts["waited_for"], ended.role) == ("C M", "S", "system")


def test_who_was_late_keeps_the_draft_and_sends_no_more(stage, number):
    stage.do(panel.save_draft, SLUG, number, "S", b"Halvt", 0, by=politician("S"))
    say(stage, number, "C")
    end(stage, number)

    assert isinstance(stage.refused(panel.answer, SLUG, number, b"Ja.", by=politician("S")), NotYours)
    assert stage.draft(number, "S") == "Halvt"


def test_a_question_that_nobody_answered_in_time_is_received_again(stage, number):
    assert end(stage, number).state is State.RECEIVED

    question = stage.question(number)
    assert (question.together, question.missed_by, question.asked_of) == (False, (), ())


def test_the_timekeeper_finds_it_when_the_time_is_out_and_not_before(stage, number):
    look = stage.reading.look

    assert look(overdue, BY - timedelta(seconds=1)) == []
    assert look(overdue, BY) == [(SLUG, number, BY)]
    assert isinstance(
        stage.refused(rounds.end_round, SLUG, number, by=SYSTEM, due=BY - timedelta(minutes=1)), OutOfTurn
    )
    say(stage, number, "C")
    end(stage, number)
    assert look(overdue, BY) == []


def test_an_answer_returned_when_all_are_in_is_not_run_over_by_the_time(stage, number):
    for party in PARTIES:
        say(stage, number, party)

    stage.do(marks.return_, SLUG, number, b"Kortare.", "S", by=MOA)

    assert stage.reading.look(overdue, BY) == []
    assert say(stage, number, "S").state is State.ANSWERED


def test_an_answer_that_is_too_long_is_refused_and_one_that_just_fits_is_not(stage, number):
    refused = stage.refused(panel.answer, SLUG, number, ("å" * 41).encode(), by=politician("C"))

    assert (refused.detail, refused.facts["most"]) == ("too_long", 40)
    say(stage, number, "C", "å" * 40)


def test_what_was_sent_and_is_too_long_is_a_draft_again_when_all_are_asked(stage):
    number = stage.assigned("C", "S")
    say(stage, number, "C", "x" * 41)

    stage.do(desk.reassign, SLUG, number, (), None, TERMS, by=MOA)

    assert stage.question(number).asked_of == PARTIES
    assert stage.answer_of(number, "C").sent is None
    assert stage.reading.look(queries.draft, SLUG, number, "C").body == "x" * 41
    assert stage.turned_away(panel.answer, SLUG, number, b"x" * 41, by=politician("C")).detail == "too_long"
    for party in PARTIES:
        say(stage, number, party)
    assert stage.question(number).state is State.ANSWERED


def test_more_time_lets_stand_what_is_in_and_what_was_sent_by_all_is_answered(stage, number):
    say(stage, number, "C")
    later = Round(BY + timedelta(minutes=10), 40)

    stage.do(desk.reassign, SLUG, number, (), None, later, by=MOA)
    assert (stage.answer_of(number, "C").sent, stage.question(number).state) == ("Ja.", State.ASSIGNED)

    stage.do(desk.reassign, SLUG, number, ("C",), None, later, by=MOA)
    assert (stage.question(number).state, stage.question(number).answers_by) == (State.ANSWERED, None)


def test_a_round_that_every_party_hands_back_is_one_no_longer(stage, number):
    for party in PARTIES:
        stage.do(panel.hand_back, SLUG, number, HandBackReason.NOT_OURS, by=politician(party))

    question = stage.question(number)
    assert (question.state, question.together, question.answers_by) == (State.RECEIVED, False, None)


def test_the_moderator_may_end_it_before_the_time(stage, number):
    say(stage, number, "C")

    assert stage.do(rounds.end_round, SLUG, number, by=MOA).state is State.ANSWERED


def test_a_round_that_cannot_be_is_refused(stage):
    number = stage.asked()
    for terms, parties, why in (
        (Round(LIVE, 40), (), Malformed),
        (Round(BY, 0), (), Malformed),
        (Round(datetime(1, 1, 1, tzinfo=UTC)), (), Malformed),
        (TERMS, ("X",), Unknown),
    ):
        refused = stage.refused(desk.assign, SLUG, number, parties, None, terms, by=MOA)
        assert isinstance(refused, why)


def test_a_round_taken_back_is_asked_again_by_the_moderator_and_not_by_undo(stage, number):
    stage.do(desk.take_back, SLUG, number, by=MOA)

    last = stage.entries(f"question/{number}")[-1]
    assert ways_back(last.move, last.facts, SittingState.LIVE) == ()
    assert stage.question(number).together is False


def test_at_the_close_a_round_goes_on_with_what_is_in(stage, number):
    say(stage, number, "C")
    stage.bring(SittingState.CLOSING)
    stage.clock.now = ENDS
    stage.do(sittings.close, SLUG, by=ORGANISER)

    assert stage.question(number).missed_by == ("S", "M")
