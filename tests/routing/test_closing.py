"""The course of a sitting: opened, extended, closed with an outcome for every post, reopened (M2, M19)."""

from datetime import date, datetime, timedelta

import pytest

from app.records.vocabulary import (
    SYSTEM,
    Malformed,
    OutOfTurn,
    SittingState,
    State,
)
from app.routing import desk, panel, sittings
from app.routing.timekeeper import due
from tests.routing.stage import ENDS, INTAKE_ENDS, LIVE, MOA, OPENS, ORGANISER, SLUG, politician

MINUTE = timedelta(minutes=1)


@pytest.mark.proves("M2", "M19", "R-22")
def test_closing_gives_every_post_an_outcome(stage):
    numbers = {state: stage.in_state(state) for state in State}

    stage.do(sittings.close_intake, SLUG, by=MOA)
    outcome = stage.do(sittings.close, SLUG, by=MOA)

    left = {state: stage.question(number).state for state, number in numbers.items()}
    lapsed = (State.RECEIVED, State.HELD, State.ASSIGNED, State.ANSWERED)
    assert left == {state: State.LAPSED if state in lapsed else state for state in State}
    assert outcome.state is SittingState.CLOSED


@pytest.mark.proves("M19")
def test_closing_counts_every_post_once(stage):
    for state in State:
        stage.in_state(state)
    posts = len(stage.everything()["question"])
    stage.bring(SittingState.CLOSING)

    outcome = stage.do(sittings.close, SLUG, by=SYSTEM)

    assert outcome.counts is not None
    assert outcome.counts.received == sum(outcome.counts.by_state.values()) == posts
    facts = stage.entries("sitting")[-1].facts
    assert {key: facts[key] for key in facts if key.startswith("count_")} == {
        **{f"count_{state}": count for state, count in outcome.counts.by_state.items()},
        "count_promised": 0,
    }


def test_the_system_lets_posts_lapse_also_when_a_moderator_closes(stage):
    number = stage.asked()
    stage.bring(SittingState.CLOSING)

    stage.do(sittings.close, SLUG, by=MOA)

    last = stage.entries(f"question/{number}")[-1]
    assert (last.move, last.role, last.actor) == ("lapse", "system", "system")
    assert stage.entries("sitting")[-1].role == "moderator"


@pytest.mark.proves("M20")
def test_a_promise_is_an_outcome_and_is_counted(stage):
    number = stage.assigned("C")
    stage.do(panel.promise, SLUG, number, date(2026, 12, 24), by=politician("C"))
    stage.bring(SittingState.CLOSED)

    assert stage.question(number).state is State.ASSIGNED
    assert stage.entries("sitting")[-1].facts["count_promised"] == 1


def test_moves_are_made_when_planned_and_entered_with_both_times(empty):
    empty.plan()
    empty.clock.now = OPENS + 5 * MINUTE

    for _, planned in due(empty.sitting(), empty.clock.now):
        empty.do(sittings.open_, SLUG, by=SYSTEM, due=planned)

    entry = empty.entries("sitting")[-1]
    assert (entry.move, entry.role, entry.facts["due"]) == ("open", "system", "2026-11-24T16:00:00.000000Z")
    assert entry.at >= OPENS + 5 * MINUTE


def test_a_second_timekeeper_finds_the_move_made(empty):
    empty.plan()
    empty.do(sittings.open_, SLUG, by=SYSTEM, due=OPENS)

    assert isinstance(empty.refused(sittings.open_, SLUG, by=SYSTEM, due=OPENS), OutOfTurn)


def test_what_was_missed_while_the_server_was_down_ends_in_a_closed_sitting(empty):
    empty.plan()
    empty.bring(SittingState.OPEN)
    number = empty.asked()
    empty.clock.now = ENDS + timedelta(days=1)
    moves = {
        "open": sittings.open_,
        "go_live": sittings.go_live,
        "close_intake": sittings.close_intake,
        "close": sittings.close,
    }

    for move, planned in due(empty.sitting(), empty.clock.now):
        empty.do(moves[move], SLUG, by=SYSTEM, due=planned)

    assert (empty.sitting().state, empty.question(number).state) == (SittingState.CLOSED, State.LAPSED)


def test_a_sitting_is_paused_once_and_resumed_once(stage):
    stage.do(sittings.pause, SLUG, by=MOA)
    assert stage.sitting().paused
    assert isinstance(stage.refused(sittings.pause, SLUG, by=MOA), OutOfTurn)

    stage.do(sittings.resume, SLUG, by=MOA)
    assert not stage.sitting().paused
    assert isinstance(stage.refused(sittings.resume, SLUG, by=MOA), OutOfTurn)


def test_extending_moves_the_ends(stage):
    stage.do(sittings.extend, SLUG, INTAKE_ENDS + MINUTE, ENDS + MINUTE, by=MOA)

    view = stage.sitting()
    assert (view.intake_ends_at, view.ends_at) == (INTAKE_ENDS + MINUTE, ENDS + MINUTE)
    assert stage.entries("sitting")[-1].facts["end"] == "2026-11-24T19:01:00.000000Z"


@pytest.mark.parametrize(
    ("ends", "field"),
    [
        ({}, "end"),
        ({"end": INTAKE_ENDS - MINUTE}, "ends_at"),
        ({"intake_end": ENDS + MINUTE}, "ends_at"),
        ({"end": OPENS}, "end"),
        ({"intake_end": LIVE}, "intake_end"),
        ({"end": datetime(2027, 1, 1)}, "end"),  # noqa: DTZ001 - a time without a zone is what is refused here
    ],
)
def test_an_end_that_cannot_be_is_malformed(stage, ends, field):
    refused = stage.refused(sittings.extend, SLUG, by=MOA, **ends)

    assert (type(refused), refused.facts["field"]) == (Malformed, field)


def test_an_intake_that_has_ended_is_not_extended_but_the_sitting_is(stage):
    stage.bring(SittingState.CLOSING)

    assert isinstance(stage.refused(sittings.extend, SLUG, ENDS, by=MOA), OutOfTurn)
    stage.do(sittings.extend, SLUG, None, ENDS + MINUTE, by=MOA)
    assert stage.sitting().ends_at == ENDS + MINUTE


def test_a_reopened_sitting_goes_on_for_an_hour_and_is_not_closed_again_at_once(stage):
    number = stage.asked()
    stage.bring(SittingState.CLOSED)

    stage.do(sittings.reopen, SLUG, b"Ett svar fattades.", by=ORGANISER)

    view = stage.sitting()
    assert (view.state, view.closed_at, due(view, stage.clock.now)) == (SittingState.CLOSING, None, [])
    assert stage.question(number).state is State.LAPSED
    assert stage.do(desk.reopen, SLUG, number, by=MOA).state is State.RECEIVED


def test_a_reopened_sitting_ends_when_it_is_told_to(stage):
    stage.bring(SittingState.CLOSED)

    stage.do(sittings.reopen, SLUG, b"Ett svar fattades.", ENDS + 10 * MINUTE, by=ORGANISER)

    assert stage.sitting().ends_at == ENDS + 10 * MINUTE


def test_a_sitting_is_not_reopened_until_a_time_that_has_passed(stage):
    stage.bring(SittingState.CLOSED)

    assert isinstance(
        stage.refused(sittings.reopen, SLUG, b"Ett svar fattades.", OPENS, by=ORGANISER), Malformed
    )


def test_everybody_who_follows_hears_of_every_move_of_the_sitting(stage):
    heads = {channel: stage.head(channel) for channel in ("public", "desk", "party/C", "party/S", "party/M")}

    stage.do(sittings.pause, SLUG, by=MOA)

    assert [stage.told(channel, head) for channel, head in heads.items()] == [["sitting"]] * 5


def test_rows_and_cards_that_have_other_moves_now_are_told_again(empty):
    empty.plan()
    empty.bring(SittingState.OPEN)
    waiting, answered = empty.assigned("C"), empty.answered("C")
    desk_head, party_head = empty.head("desk"), empty.head("party/C")

    empty.bring(SittingState.LIVE)

    assert empty.told("desk", desk_head) == ["sitting", f"question/{answered}"]
    assert empty.told("party/C", party_head) == ["sitting"]
    assert empty.question(waiting).state is State.ASSIGNED
