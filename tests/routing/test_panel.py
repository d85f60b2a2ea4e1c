"""The party's panel: answer, hand back, promise, draft; the record says who wrote and who answers for it (M20-M22)."""

from datetime import date, timedelta

import pytest

from app.records.vocabulary import (
    Actor,
    Capacity,
    HandBackReason,
    Malformed,
    NotYours,
    OutOfTurn,
    Role,
    SittingState,
    Stale,
    State,
)
from app.routing import desk, panel, publishing
from tests.routing.stage import MOA, SLUG, politician

C = politician("C")
NOON = date(2026, 11, 24)


@pytest.mark.proves("M22")
@pytest.mark.parametrize(
    ("seat", "capacity", "name"),
    [
        ("C", Capacity.MEMBER, "Cecilia Centerfalk"),
        ("C", Capacity.SUBSTITUTE, "Carl Ersättare"),
        ("C", Capacity.HELPER, "Cecilia Centerfalk"),
        ("S", Capacity.SUBSTITUTE, "Parti S"),
        ("M", Capacity.MEMBER, "Parti M"),
    ],
)
def test_the_record_says_who_wrote_and_who_answers_for_it(stage, seat, capacity, name):
    by = politician(seat, capacity)
    number = stage.assigned(seat)

    stage.do(panel.answer, SLUG, number, b"Svar.", by=by)

    own = stage.answer_of(number, seat)
    assert (own.written_by, own.capacity, own.answers_for) == (by.account, capacity, name)
    last = stage.entries(f"question/{number}")[-1]
    assert (last.actor, last.facts["capacity"]) == (f"account/{by.account}", capacity)


def test_an_answer_is_entered_without_its_text(stage):
    number = stage.answered("C")

    assert b'"commit":{}' in stage.entries(f"question/{number}")[-1].entry
    assert "Svar från C.".encode() not in stage.kept_texts()


def test_a_sent_answer_is_changed_by_sending_another(stage):
    number = stage.answered("C")

    outcome = stage.do(panel.answer, SLUG, number, "Ett bättre svar.".encode(), by=C)

    assert (outcome.state, stage.answer_of(number, "C").sent) == (State.ANSWERED, "Ett bättre svar.")
    assert stage.facts(number)["again"] is True


def test_an_answer_sent_again_is_no_longer_returned(stage):
    number = stage.answered("C")
    stage.do(desk.return_, SLUG, number, b"Kortare.", by=MOA)

    stage.do(panel.answer, SLUG, number, b"Kort.", by=C)

    own = stage.answer_of(number, "C")
    assert (own.sent, own.note, own.returned_at) == ("Kort.", None, None)


@pytest.mark.proves("M20")
def test_handing_back_keeps_the_reason_and_the_words_for_the_moderator(stage):
    number = stage.assigned("C")

    outcome = stage.do(
        panel.hand_back, SLUG, number, HandBackReason.FOR_OFFICIAL, "Det vet förvaltningen.".encode(), by=C
    )

    own = stage.answer_of(number, "C")
    assert outcome.state is State.RECEIVED
    assert (own.asked, own.hand_back_reason, own.hand_back_words) == (
        False,
        "for_official",
        "Det vet förvaltningen.",
    )
    assert b"rvaltningen" not in stage.entries(f"question/{number}")[-1].entry


def test_who_has_handed_back_makes_no_more_moves_on_the_question(stage):
    number = stage.assigned("C")
    stage.do(panel.hand_back, SLUG, number, HandBackReason.NOT_OURS, by=C)

    assert isinstance(stage.refused(panel.answer, SLUG, number, b"Jo.", by=C), NotYours)


def test_who_is_asked_again_starts_without_the_old_reason(stage):
    number = stage.assigned("C")
    stage.do(panel.hand_back, SLUG, number, HandBackReason.NOT_OURS, b"Nej", by=C)

    stage.do(desk.assign, SLUG, number, ["C"], by=MOA)

    own = stage.answer_of(number, "C")
    assert (own.asked, own.hand_back_reason, own.hand_back_words) == (True, None, None)


@pytest.mark.proves("M20")
def test_a_promise_keeps_the_question_with_the_party_and_publishes_nothing(stage):
    number = stage.assigned("C")
    before = stage.head("public")

    outcome = stage.do(panel.promise, SLUG, number, date(2026, 12, 24), by=C)

    assert (outcome.state, stage.question(number).promised_on) == (State.ASSIGNED, date(2026, 12, 24))
    assert stage.head("public") == before


def test_a_promise_for_today_is_a_promise(stage):
    assert stage.do(panel.promise, SLUG, stage.assigned("C"), NOON, by=C).state is State.ASSIGNED


def test_a_promise_for_a_day_that_has_passed_where_the_sitting_is_held_is_malformed(stage):
    number = stage.assigned("C")
    stage.clock.now += timedelta(hours=6)  # eleven in the evening UTC is the next day in Stockholm

    refused = stage.refused(panel.promise, SLUG, number, NOON, by=C)

    assert isinstance(refused, Malformed)
    assert refused.facts == {"field": "by", "by": "2026-11-24"}


@pytest.mark.proves("M20", "M2")
def test_what_was_promised_is_answered_and_published_after_the_close(stage):
    number = stage.assigned("C")
    stage.do(panel.promise, SLUG, number, date(2026, 12, 24), by=C)
    stage.bring(SittingState.CLOSED)

    assert stage.question(number).state is State.ASSIGNED
    stage.do(panel.answer, SLUG, number, b"Nu vet vi.", by=C)
    stage.do(desk.return_, SLUG, number, b"Stavfel.", by=MOA)
    stage.do(panel.answer, SLUG, number, b"Nu vet vi!", by=C)
    assert stage.do(publishing.publish, SLUG, number, by=MOA).state is State.PUBLISHED


def test_what_was_promised_is_published_at_once_after_the_close_where_the_sitting_does_so(at_once):
    number = at_once.assigned("C")
    at_once.do(panel.promise, SLUG, number, date(2026, 12, 24), by=C)
    at_once.bring(SittingState.CLOSED)

    assert at_once.do(panel.answer, SLUG, number, b"Nu vet vi.", by=C).state is State.PUBLISHED


def test_after_the_archiving_not_even_what_was_promised_is_answered(stage):
    number = stage.assigned("C")
    stage.do(panel.promise, SLUG, number, date(2026, 12, 24), by=C)
    stage.bring(SittingState.ARCHIVED)

    assert isinstance(stage.refused(panel.answer, SLUG, number, b"Nu.", by=C), OutOfTurn)


def test_a_promise_ends_when_the_question_is_taken_back(stage):
    number = stage.assigned("C")
    stage.do(panel.promise, SLUG, number, date(2026, 12, 24), by=C)

    stage.do(desk.take_back, SLUG, number, by=MOA)

    assert stage.question(number).promised_on is None


# -- drafts


@pytest.mark.proves("M12", "M20")
def test_a_draft_is_kept_for_the_seat_and_counted(stage):
    number = stage.assigned("C")

    versions = [
        stage.do(panel.save_draft, SLUG, number, "C", text.encode(), base, by=by)
        for text, base, by in (("Vi", 0, C), ("Vi tycker", 1, politician("C", Capacity.HELPER)))
    ]

    assert (versions, stage.draft(number, "C")) == ([1, 2], "Vi tycker")


def test_a_draft_is_no_record_no_move_and_no_news(stage):
    number = stage.assigned("C")
    before = stage.everything()

    stage.do(panel.save_draft, SLUG, number, "C", b"Vi", 0, by=C)

    after = stage.everything()
    assert {table for table in after if after[table] != before[table]} == {"draft"}


def test_of_two_who_write_the_same_draft_the_second_is_told(stage):
    number = stage.assigned("C")
    stage.do(panel.save_draft, SLUG, number, "C", b"Vi", 0, by=C)

    refused = stage.refused(
        panel.save_draft, SLUG, number, "C", b"Jag", 0, by=politician("C", Capacity.SUBSTITUTE)
    )

    assert isinstance(refused, Stale)
    assert refused.facts == {"number": number, "draft": 1}


def test_an_empty_draft_is_a_draft(stage):
    number = stage.assigned("C")
    stage.do(panel.save_draft, SLUG, number, "C", b"Vi", 0, by=C)

    assert stage.do(panel.save_draft, SLUG, number, "C", b"", 1, by=C) == 2


def test_nobody_writes_another_partys_draft(stage):
    number = stage.assigned("C", "S")

    assert isinstance(stage.refused(panel.save_draft, SLUG, number, "S", b"Vi", 0, by=C), NotYours)
    assert isinstance(stage.refused(panel.save_draft, SLUG, number, "C", b"Vi", 0, by=MOA), NotYours)


def test_a_sent_draft_is_gone(stage):
    number = stage.assigned("C")
    stage.do(panel.save_draft, SLUG, number, "C", b"Vi", 0, by=C)

    stage.do(panel.answer, SLUG, number, b"Vi tycker.", by=C)

    assert stage.draft(number, "C") is None


@pytest.mark.proves("M12")
def test_an_unsent_draft_stays_readable_after_the_close_and_can_no_longer_be_written(stage):
    number = stage.assigned("C")
    stage.do(panel.save_draft, SLUG, number, "C", b"Vi", 0, by=C)

    stage.bring(SittingState.CLOSED)

    assert stage.draft(number, "C") == "Vi"
    assert isinstance(stage.refused(panel.save_draft, SLUG, number, "C", b"Vi!", 1, by=C), OutOfTurn)


def test_a_politician_without_a_seat_here_has_no_questions(stage):
    number = stage.assigned("C")
    nobody = Actor(Role.POLITICIAN, account=77, sitting=SLUG)

    assert isinstance(stage.refused(panel.answer, SLUG, number, b"Jag.", by=nobody), NotYours)
