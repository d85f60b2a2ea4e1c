"""Random sequences of moves by several actors: whatever they do, what must hold of every question holds after each."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.records import queries
from app.records.views import QuestionView
from app.records.vocabulary import SYSTEM, Move, NotYours, OutOfTurn, Refusal, SittingState, State
from app.routing import desk, sittings
from app.routing.lifecycle import open_moves
from app.routing.undo import undo, ways_back
from tests.fresh import fresh
from tests.routing import stage as stages
from tests.routing.catalogue import on_question
from tests.routing.stage import MALIK, MOA, PARTIES, SLUG, Stage, politician

QUESTIONS = 5
ACTORS = (MOA, MALIK, *(politician(code) for code in PARTIES))

number = st.integers(1, QUESTIONS)
parties = st.lists(st.sampled_from(PARTIES), min_size=1, max_size=3, unique=True)
steps = st.one_of(
    st.tuples(
        st.just("move"), number, st.sampled_from(sorted(on_question(0))), st.sampled_from(ACTORS), number
    ),
    st.tuples(st.just("assign"), number, parties),
    st.tuples(st.just("answer"), number),
    st.tuples(st.just("publish"), number),
    st.tuples(st.just("undo"), number),
    st.tuples(st.just("follow up"), number),
    st.tuples(st.just("sitting"), st.sampled_from([sittings.go_live, sittings.close_intake, sittings.pause])),
)


@contextmanager
def sitting(publish_at_once: bool) -> Iterator[Stage]:
    """An open sitting with questions, on a database of its own for each example."""
    with tempfile.TemporaryDirectory() as place:
        stage, strike = stages.on(fresh(Path(place)))
        try:
            stage.plan(publish_at_once=publish_at_once)
            stage.bring(SittingState.OPEN)
            for _ in range(QUESTIONS):
                stage.ask()
            yield stage
        finally:
            strike()


def take(stage: Stage, step: tuple[Any, ...]) -> None:
    match step:
        case ("move", on, move, by, target):
            stage.do(on_question(target)[move], SLUG, on, by=by)
        case ("assign", on, asked):
            stage.do(desk.assign, SLUG, on, asked, by=MOA)
        case ("answer", on):
            for code in stage.question(on).asked_of:
                stage.do(on_question(0)[Move.ANSWER], SLUG, on, by=politician(code))
        case ("publish", on):
            stage.do(on_question(0)[Move.PUBLISH], SLUG, on, by=MOA)
        case ("undo", on):
            stage.do(undo, SLUG, on, by=MALIK)
        case ("follow up", on):
            stage.ask(follow_up_to=on)
        case ("sitting", fn):
            stage.do(fn, SLUG, by=SYSTEM if fn is not sittings.pause else MOA)


def check(stage: Stage, views: list[QuestionView], placed: dict[int, int]) -> None:
    """What must hold of every question, whatever was done."""
    assert [view.number for view in views] == list(range(1, len(views) + 1))
    for view in views:
        assert len(stage.moves(view.number)) == view.version
        assert stage.facts(view.number)["to"] == view.state
        check_parties(view)
        check_page(view, placed)
    roots = [view.position for view in views if view.position is not None and view.follow_up_to is None]
    assert sorted(roots) == list(range(1, len(roots) + 1))


def check_parties(view: QuestionView) -> None:
    sent = [answer.sent is not None and answer.returned_at is None for answer in view.answers if answer.asked]
    if view.state in (State.RECEIVED, State.HELD):
        assert (view.asked_of, view.promised_on) == ((), None)
    if view.state in (State.ASSIGNED, State.ANSWERED):
        assert sent
        assert all(sent) is (view.state is State.ANSWERED)
    if view.provision is not None:
        assert view.state not in (State.ASSIGNED, State.ANSWERED, State.PUBLISHED)


def check_page(view: QuestionView, placed: dict[int, int]) -> None:
    """What is published has an answer and a place, which it keeps; what is merged leads to what is not."""
    if view.state in (State.PUBLISHED, State.UNPUBLISHED):
        assert view.position is not None
        assert any(answer.body for answer in view.answers)
        assert placed.setdefault(view.number, view.position) == view.position
    if view.state is State.MERGED:
        assert view.into is not None
        assert view.into_state is not State.MERGED


def check_closed(views: list[QuestionView]) -> None:
    for view in views:
        assert view.promised_on is not None or view.state not in (
            State.RECEIVED,
            State.HELD,
            State.ASSIGNED,
            State.ANSWERED,
        )


@pytest.mark.slow
@pytest.mark.proves("M17", "M19", "R-05", "R-22")
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(taken=st.lists(steps, min_size=10, max_size=40), publish_at_once=st.booleans())
def test_whatever_is_done_every_question_is_as_it_must_be(taken, publish_at_once):
    with sitting(publish_at_once) as stage:
        placed: dict[int, int] = {}
        for step in taken:
            with suppress(Refusal):
                take(stage, step)
            check(stage, stage.reading.look(queries.questions, SLUG), placed)

        entries = stage.entries()
        assert [entry.seq for entry in entries] == list(range(1, len(entries) + 1))
        stage.bring(SittingState.CLOSED)
        check_closed(stage.reading.look(queries.questions, SLUG))


@pytest.mark.slow
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(taken=st.lists(steps, min_size=5, max_size=30), on=number)
def test_whatever_is_done_an_undo_that_is_offered_leads_back_or_leaves_no_trace(taken, on):
    with sitting(False) as stage:
        stage.bring(SittingState.LIVE)
        for step in taken:
            with suppress(Refusal):
                take(stage, step)
        view, last = stage.question(on), stage.entries(f"question/{on}")[-1]
        offered = ways_back(last.move, last.facts, stage.sitting().state)
        before = stage.everything()

        if not offered:
            assert isinstance(stage.refused(undo, SLUG, on, by=MOA), OutOfTurn)
            return
        with suppress(Refusal):
            stage.do(undo, SLUG, on, by=MOA)
            assert stage.moves(on)[view.version :] == list(offered)
            return
        assert stage.everything() == before


@pytest.mark.slow
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(taken=st.lists(steps, max_size=25), on=number)
def test_whatever_is_done_a_move_without_a_button_is_turned_away(taken, on):
    with sitting(False) as stage:
        for step in taken:
            with suppress(Refusal):
                take(stage, step)
        view = stage.question(on)
        shown = open_moves(
            view.state,
            stage.sitting().state,
            MOA,
            secret=view.provision is not None,
            promised=view.promised_on is not None,
            rooted=view.root_state in (None, State.PUBLISHED),
        )

        for move, make in on_question(on).items():
            if move not in shown:
                assert isinstance(stage.turned_away(make, SLUG, on, by=MOA), (NotYours, OutOfTurn))
