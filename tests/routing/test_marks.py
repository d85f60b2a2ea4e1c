"""The secrecy mark: a mark and no state, and what it takes from parties and public in the same transaction (R-16)."""

from datetime import date

import pytest

from app.records.vocabulary import DeclineReason, Malformed, OutOfTurn, ReferTo, SittingState, State
from app.routing import desk, panel, publishing
from tests.routing.stage import MOA, SLUG, politician

OSL = "osl_21_1"


def mark(stage, number):
    return stage.do(desk.mark, SLUG, number, OSL, by=MOA)


@pytest.mark.proves("M13")
@pytest.mark.parametrize(
    "state", [s for s in State if s not in (State.ASSIGNED, State.ANSWERED, State.PUBLISHED)]
)
def test_a_mark_leaves_the_question_where_it_stands(stage, state):
    number = stage.in_state(state)

    assert mark(stage, number).state is state
    assert stage.question(number).provision == OSL
    assert stage.facts(number)["provision"] == OSL


@pytest.mark.parametrize("state", [State.ASSIGNED, State.ANSWERED])
def test_marking_what_a_party_has_takes_it_back(stage, state):
    number = stage.in_state(state)

    outcome = mark(stage, number)

    view = stage.question(number)
    assert (outcome.state, view.asked_of, stage.moves(number)[-2:]) == (
        State.RECEIVED,
        (),
        ["take_back", "mark"],
    )
    assert (stage.facts(number)["was"], stage.facts(number)["was_had"]) == (state, "C")


@pytest.mark.proves("M18")
def test_marking_what_is_on_the_page_unpublishes_it_for_secrecy(stage):
    root = stage.published()
    follow_up = stage.published(follow_up_to=root)
    before = stage.head("public")

    mark(stage, root)

    view = stage.question(root)
    assert (view.state, view.reason, view.provision) == (State.UNPUBLISHED, "secrecy", OSL)
    assert stage.moves(root)[-2:] == ["unpublish", "mark"]
    assert stage.told("public", before) == [f"question/{follow_up}", f"question/{root}", f"withdrawn/{root}"]


def test_the_moves_that_a_mark_brings_are_numbered_like_any(stage):
    number = stage.published()
    version = stage.question(number).version

    assert mark(stage, number).version == version + 2


def test_a_marked_question_goes_no_further_until_it_is_unmarked(stage):
    number = stage.asked()
    mark(stage, number)

    assert isinstance(stage.refused(desk.assign, SLUG, number, ["C"], by=MOA), OutOfTurn)
    stage.do(desk.unmark, SLUG, number, by=MOA)
    assert stage.do(desk.assign, SLUG, number, ["C"], by=MOA).state is State.ASSIGNED


def test_a_marked_question_is_not_republished(stage):
    number = stage.published()
    mark(stage, number)

    assert isinstance(stage.refused(publishing.republish, SLUG, number, by=MOA), OutOfTurn)


def test_a_marked_question_can_still_be_declined_merged_and_referred(stage):
    numbers = [stage.asked() for _ in range(3)]
    for number in numbers:
        mark(stage, number)

    states = [
        stage.do(desk.decline, SLUG, numbers[0], DeclineReason.PERSONAL_DATA, by=MOA).state,
        stage.do(desk.merge, SLUG, numbers[1], numbers[0], by=MOA).state,
        stage.do(desk.refer, SLUG, numbers[2], ReferTo.REGISTRAR, by=MOA).state,
    ]
    assert states == [State.DECLINED, State.MERGED, State.REFERRED]


def test_a_question_is_marked_once(stage):
    number = stage.asked()
    mark(stage, number)

    assert isinstance(stage.refused(desk.mark, SLUG, number, "osl_21_3", by=MOA), OutOfTurn)


def test_unmarking_gives_nothing_back_by_itself(stage):
    number = stage.published()
    mark(stage, number)

    outcome = stage.do(desk.unmark, SLUG, number, by=MOA)

    assert (outcome.state, stage.question(number).provision) == (State.UNPUBLISHED, None)
    assert stage.facts(number)["provision"] == OSL


@pytest.mark.parametrize("provision", ["", "OSL 21:1", "osl_21_1\n", "x" * 41, "därför"])
def test_a_provision_is_a_code(stage, provision):
    assert isinstance(stage.refused(desk.mark, SLUG, stage.asked(), provision, by=MOA), Malformed)


def test_the_party_hears_that_a_marked_question_is_gone(stage):
    number = stage.assigned("C")
    before = stage.head("party/C")

    mark(stage, number)

    assert stage.told("party/C", before) == [f"question/{number}"]


def test_a_promised_question_that_is_marked_after_the_close_is_not_left_without_an_outcome(stage):
    number = stage.assigned("C")
    stage.do(panel.promise, SLUG, number, date(2026, 12, 24), by=politician("C"))
    stage.bring(SittingState.CLOSED)

    assert mark(stage, number).state is State.LAPSED
    assert stage.moves(number)[-3:] == ["take_back", "lapse", "mark"]


def test_after_the_archiving_a_published_question_can_still_be_marked(stage):
    number = stage.published()
    stage.bring(SittingState.ARCHIVED)

    assert mark(stage, number).state is State.UNPUBLISHED
