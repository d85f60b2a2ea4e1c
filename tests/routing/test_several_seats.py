"""A question asked of several parties: answered when everybody has answered, or is no longer asked."""

from datetime import date

import pytest

from app.records.vocabulary import HandBackReason, SittingState, State
from app.routing import desk, panel, publishing
from tests.routing.stage import MOA, SLUG, politician

C, S, M = politician("C"), politician("S"), politician("M")
NOT_OURS = HandBackReason.NOT_OURS


def answer(stage, number, by, text="Svar."):
    return stage.do(panel.answer, SLUG, number, text.encode(), by=by).state


def test_it_is_answered_when_every_asked_party_has_answered(stage):
    number = stage.assigned("C", "S", "M")

    assert [answer(stage, number, by) for by in (C, M, S)] == [State.ASSIGNED, State.ASSIGNED, State.ANSWERED]


def test_parties_stand_in_the_order_in_which_they_were_named(stage):
    assert stage.question(stage.assigned("M", "C", "S")).asked_of == ("M", "C", "S")


def test_naming_a_party_twice_asks_it_once(stage):
    assert stage.question(stage.assigned("M", "C", "M")).asked_of == ("M", "C")


def test_a_party_may_change_what_it_sent_while_others_are_waited_for(stage):
    number = stage.assigned("C", "S")
    answer(stage, number, C, "Först")

    assert answer(stage, number, C, "Sedan") is State.ASSIGNED
    assert stage.answer_of(number, "C").sent == "Sedan"


def test_one_that_hands_back_is_no_longer_asked_and_the_others_are_waited_for(stage):
    number = stage.assigned("C", "S", "M")

    stage.do(panel.hand_back, SLUG, number, NOT_OURS, by=C)

    assert (stage.question(number).state, stage.question(number).asked_of) == (State.ASSIGNED, ("S", "M"))


def test_when_the_last_one_waited_for_hands_back_it_is_answered_with_what_is_in(stage):
    number = stage.assigned("C", "S")
    answer(stage, number, C)

    assert stage.do(panel.hand_back, SLUG, number, NOT_OURS, by=S).state is State.ANSWERED


def test_when_everybody_hands_back_it_is_received_again(stage):
    number = stage.assigned("C", "S")
    stage.do(panel.hand_back, SLUG, number, NOT_OURS, by=C)

    assert stage.do(panel.hand_back, SLUG, number, NOT_OURS, by=S).state is State.RECEIVED


def test_a_returned_answer_is_waited_for_and_the_others_stay_sent(stage):
    number = stage.answered("C", "S")

    stage.do(desk.return_, SLUG, number, b"?", "C", by=MOA)

    assert stage.question(number).state is State.ASSIGNED
    assert stage.facts(number)["parties"] == "C"
    assert answer(stage, number, C) is State.ANSWERED


def test_returned_without_a_party_all_answers_are(stage):
    number = stage.answered("C", "S")

    stage.do(desk.return_, SLUG, number, b"?", by=MOA)

    assert stage.facts(number)["parties"] == "C S"
    assert [answer(stage, number, by) for by in (C, S)] == [State.ASSIGNED, State.ANSWERED]


def test_asking_one_more_keeps_what_the_first_has_sent(stage):
    number = stage.assigned("C", "M")
    answer(stage, number, C)

    stage.do(desk.reassign, SLUG, number, ["C", "S"], by=MOA)

    assert stage.question(number).asked_of == ("C", "S")
    assert stage.answer_of(number, "C").sent == "Svar."
    assert answer(stage, number, S) is State.ANSWERED


def test_when_only_those_are_asked_that_have_answered_it_is_answered(stage):
    number = stage.assigned("C", "S")
    answer(stage, number, C)

    assert stage.do(desk.reassign, SLUG, number, ["C"], by=MOA).state is State.ANSWERED


def test_published_at_once_when_the_last_answer_comes(at_once):
    number = at_once.assigned("C", "S")

    assert [answer(at_once, number, by) for by in (C, S)] == [State.ASSIGNED, State.PUBLISHED]
    assert [view.body for view in at_once.question(number).answers] == ["Svar.", "Svar."]


def test_published_at_once_when_the_last_one_waited_for_hands_back(at_once):
    number = at_once.assigned("C", "S")
    answer(at_once, number, C)

    assert at_once.do(panel.hand_back, SLUG, number, NOT_OURS, by=S).state is State.PUBLISHED
    assert at_once.question(number).asked_of == ("C",)


def test_only_those_that_answered_stand_on_the_page(stage):
    number = stage.assigned("C", "S")
    answer(stage, number, C)
    stage.do(panel.hand_back, SLUG, number, NOT_OURS, by=S)

    stage.do(publishing.publish, SLUG, number, by=MOA)

    assert [(view.party, view.body) for view in stage.question(number).answers] == [
        ("C", "Svar."),
        ("S", None),
    ]
    assert stage.facts(number)["parties"] == "C"


@pytest.mark.proves("M2")
def test_when_its_time_runs_out_it_is_published_with_what_is_in(at_once):
    number = at_once.assigned("C", "S")
    answer(at_once, number, C)

    at_once.bring(SittingState.CLOSED)

    assert at_once.question(number).state is State.PUBLISHED
    assert at_once.moves(number)[-2:] == ["answer", "publish"]
    time_up = at_once.entries(f"question/{number}")[-2]
    assert (time_up.role, time_up.facts["time_up"], time_up.facts["waited_for"]) == ("system", True, "S")


def test_when_its_time_runs_out_before_the_moderators_look_it_lapses(stage):
    number = stage.assigned("C", "S")
    answer(stage, number, C)

    stage.bring(SittingState.CLOSED)

    assert stage.moves(number)[-2:] == ["answer", "lapse"]


def test_a_promise_goes_with_the_party_that_made_it(stage):
    number = stage.assigned("C", "S")
    stage.do(panel.promise, SLUG, number, date(2026, 12, 24), by=C)

    stage.do(panel.hand_back, SLUG, number, NOT_OURS, by=S)
    assert stage.question(number).promised_on == date(2026, 12, 24)

    stage.do(desk.reassign, SLUG, number, ["S", "C"], by=MOA)
    assert stage.question(number).promised_on == date(2026, 12, 24)

    stage.do(panel.hand_back, SLUG, number, NOT_OURS, by=C)
    assert stage.question(number).promised_on is None
