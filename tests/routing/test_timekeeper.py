"""The timekeeper: what falls due and what was missed, told what time it is."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.records.vocabulary import Move, SittingState
from app.routing.timekeeper import due, next_due
from tests.routing.stage import ENDS, INTAKE_ENDS, LIVE, OPENS

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Planned:
    state: SittingState = SittingState.PLANNED
    opens_at: datetime = OPENS
    live_at: datetime = LIVE
    intake_ends_at: datetime = INTAKE_ENDS
    ends_at: datetime = ENDS


ALL = [(Move.OPEN, OPENS), (Move.GO_LIVE, LIVE), (Move.CLOSE_INTAKE, INTAKE_ENDS), (Move.CLOSE, ENDS)]


def test_nothing_is_due_before_its_time():
    assert due(Planned(), OPENS - MINUTE) == []


@pytest.mark.parametrize(
    ("at", "state", "move"),
    [
        (OPENS, SittingState.PLANNED, Move.OPEN),
        (LIVE, SittingState.OPEN, Move.GO_LIVE),
        (INTAKE_ENDS, SittingState.LIVE, Move.CLOSE_INTAKE),
        (ENDS, SittingState.CLOSING, Move.CLOSE),
    ],
)
def test_each_move_falls_due_at_its_time_to_the_second(at, state, move):
    assert due(Planned(state), at) == [(move, at)]
    assert due(Planned(state), at - timedelta(microseconds=1)) == []


@pytest.mark.proves("M2")
def test_what_was_missed_while_nobody_kept_the_time_is_made_in_order():
    assert due(Planned(), ENDS + timedelta(days=3)) == ALL
    assert due(Planned(), INTAKE_ENDS + MINUTE) == ALL[:3]


def test_what_was_made_by_hand_is_not_due_again():
    assert due(Planned(SittingState.LIVE), OPENS + MINUTE) == []
    assert due(Planned(SittingState.LIVE), ENDS) == ALL[2:]


@pytest.mark.parametrize("state", [SittingState.CLOSED, SittingState.ARCHIVED])
def test_after_the_close_nothing_falls_due(state):
    assert due(Planned(state), ENDS + timedelta(days=400)) == []
    assert next_due(Planned(state)) is None


def test_a_sitting_that_is_live_from_the_first_moment_is_opened_on_the_way():
    assert due(replace(Planned(), live_at=OPENS), OPENS) == [(Move.OPEN, OPENS), (Move.GO_LIVE, OPENS)]


@given(st.sampled_from(SittingState), st.integers(-10, 400))
def test_the_next_is_due_when_its_time_has_come_and_not_before(state, minutes):
    now = OPENS + minutes * MINUTE
    coming = next_due(Planned(state))

    assert (due(Planned(state), now) != []) is (coming is not None and coming <= now)
