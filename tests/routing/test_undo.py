"""Undo: no move of its own, but the moves that lead back to where the last one found the question."""

from collections.abc import Callable
from datetime import date

import pytest

from app.records.vocabulary import (
    CITIZEN,
    DeclineReason,
    EditReason,
    HandBackReason,
    Move,
    NotYours,
    OutOfTurn,
    ReferTo,
    SittingState,
    Stale,
    State,
    UnpublishReason,
)
from app.routing import desk, panel, publishing
from app.routing.undo import undo, ways_back
from tests.routing.stage import MALIK, MOA, SLUG, Stage, politician

C, S = politician("C"), politician("S")
XMAS = date(2026, 12, 24)


def stands(stage: Stage, number: int) -> tuple:
    """What an undo brings back: the state, who is asked, the mark, the promise, the outcome, the texts as they are shown."""
    view = stage.question(number)
    return (
        view.state,
        view.asked_of,
        view.provision,
        view.promised_on,
        view.into,
        view.reason,
        view.words,
        view.referred_to,
        view.wording_draft,
        view.shown,
        [(answer.party, answer.sent, answer.body) for answer in view.answers if answer.asked],
    )


def held(stage: Stage) -> int:
    return stage.in_state(State.HELD)


def declined(stage: Stage) -> int:
    number = stage.asked()
    stage.do(desk.decline, SLUG, number, DeclineReason.TONE, "Tänk på tonen.".encode(), by=MOA)
    return number


def referred(stage: Stage) -> int:
    number = stage.asked()
    stage.do(desk.refer, SLUG, number, ReferTo.REGISTRAR, b"Dit.", by=MOA)
    return number


def marked(stage: Stage) -> int:
    number = stage.asked()
    stage.do(desk.mark, SLUG, number, "osl_21_1", by=MOA)
    return number


def corrected(stage: Stage) -> int:
    number = stage.published()
    stage.do(publishing.correct, SLUG, number, "question", b"Ett.", EditReason.FACT, by=MOA)
    stage.do(publishing.correct, SLUG, number, "C", b"Ett svar.", EditReason.FACT, by=MOA)
    return number


def in_(state: State) -> Callable[[Stage], int]:
    return lambda stage: stage.in_state(state)


def several(stage: Stage) -> int:
    return stage.assigned("S", "C")


ASSIGN = (desk.assign, ["M", "C"])
MARK = (desk.mark, "osl_21_1")
DECLINE = (desk.decline, DeclineReason.OFF_TOPIC, b"Nej.")
REFER = (desk.refer, ReferTo.CUSTOMER_SERVICE)
EDIT = (desk.edit, b"Kort.", EditReason.WORDING)

BACK = [
    (in_(State.RECEIVED), ASSIGN),
    (held, ASSIGN),
    (several, (desk.reassign, ["M"])),
    (several, (desk.take_back,)),
    (in_(State.RECEIVED), (desk.hold,)),
    (held, (desk.release,)),
    *((make, DECLINE) for make in (in_(State.RECEIVED), held, several)),
    *((make, REFER) for make in (in_(State.RECEIVED), held, several)),
    *((make, (desk.lapse,)) for make in (in_(State.RECEIVED), held, several)),
    *((make, EDIT) for make in (in_(State.RECEIVED), held, several, in_(State.ANSWERED))),
    *((make, MARK) for make in (in_(State.RECEIVED), held, several, in_(State.DECLINED), in_(State.LAPSED))),
    (in_(State.PUBLISHED), MARK),
    (marked, (desk.unmark,)),
    (declined, (desk.reopen,)),
    (referred, (desk.reopen,)),
    (in_(State.LAPSED), (desk.reopen,)),
    (in_(State.MERGED), (desk.reopen,)),
    (in_(State.PUBLISHED), (publishing.unpublish, UnpublishReason.COPYRIGHT)),
    (in_(State.UNPUBLISHED), (publishing.republish,)),
    (in_(State.PUBLISHED), (publishing.correct, "question", b"Nytt.", EditReason.FACT)),
    (in_(State.PUBLISHED), (publishing.correct, "C", b"Nytt.", EditReason.FACT)),
    (corrected, (publishing.correct, "question", b"Igen.", EditReason.FACT)),
    (corrected, (publishing.correct, "C", b"Igen.", EditReason.FACT)),
]


@pytest.mark.proves("M13")
@pytest.mark.parametrize(("make", "move"), BACK)
def test_undo_leads_back_to_where_the_last_move_found_the_question(stage, make, move):
    number = make(stage)
    fn, *facts = move
    before = stands(stage, number)
    stage.do(fn, SLUG, number, *facts, by=MOA)
    assert stands(stage, number) != before

    outcome = stage.do(undo, SLUG, number, by=MALIK)

    assert stands(stage, number) == before
    assert outcome.version == stage.question(number).version == len(stage.moves(number))


@pytest.mark.parametrize("make", [in_(State.RECEIVED), held, several])
def test_a_merge_is_undone_and_its_target_has_it_no_more(stage, make):
    number, target = make(stage), stage.asked()
    before = stands(stage, number)
    stage.do(desk.merge, SLUG, number, target, by=MOA)

    stage.do(undo, SLUG, number, by=MOA)

    assert stands(stage, number) == before
    assert stage.question(target).merged == ()


def test_a_promise_is_undone_by_asking_the_same_party_anew(stage):
    number = several(stage)
    before = stands(stage, number)
    stage.do(panel.promise, SLUG, number, XMAS, by=C)

    stage.do(undo, SLUG, number, by=MOA)

    assert stands(stage, number) == before
    assert stage.moves(number)[-2:] == ["take_back", "assign"]


def test_a_publication_is_undone_by_unpublishing_for_a_mistake(stage):
    number = stage.published()

    stage.do(undo, SLUG, number, by=MOA)

    view = stage.question(number)
    assert (view.state, view.reason) == (State.UNPUBLISHED, "mistake")


def test_what_was_published_at_once_is_undone_like_any_publication(at_once):
    number = at_once.published()

    at_once.do(undo, SLUG, number, by=MOA)

    assert at_once.question(number).state is State.UNPUBLISHED


def test_a_declined_question_that_was_with_a_party_is_with_it_again(stage):
    number = stage.assigned("C")
    stage.do(desk.decline, SLUG, number, DeclineReason.TONE, by=MOA)

    stage.do(undo, SLUG, number, by=MOA)

    assert stage.moves(number)[-2:] == ["reopen", "assign"]
    assert stage.question(number).asked_of == ("C",)


def test_undoing_an_assignment_leaves_the_turn_where_it_was(stage):
    number = stage.assigned("C")

    stage.do(undo, SLUG, number, by=MOA)
    stage.do(desk.assign, SLUG, number, ["S"], by=MOA)

    assert stage.facts(number)["proposed"] == "C"


NO_WAY = [
    (in_(State.RECEIVED), None, None),
    (in_(State.ASSIGNED), (panel.answer, b"Svar."), C),
    (in_(State.ANSWERED), (panel.answer, b"Nytt svar."), C),
    (in_(State.ASSIGNED), (panel.hand_back, HandBackReason.NOT_OURS), C),
    (in_(State.ANSWERED), (desk.return_, b"Kortare."), MOA),
    (in_(State.ANSWERED), (desk.take_back,), MOA),
    (in_(State.ANSWERED), DECLINE, MOA),
    (in_(State.ANSWERED), (desk.lapse,), MOA),
    (in_(State.ANSWERED), MARK, MOA),
]


@pytest.mark.parametrize(("make", "move", "by"), NO_WAY)
def test_where_nothing_leads_back_undo_is_refused(stage, make, move, by):
    number = make(stage)
    if move is not None:
        stage.do(move[0], SLUG, number, *move[1:], by=by)

    assert isinstance(stage.refused(undo, SLUG, number, by=MOA), OutOfTurn)


@pytest.mark.parametrize(
    "move", [(desk.take_back,), DECLINE, (desk.reassign, ["M"]), MARK, (panel.promise, XMAS)]
)
def test_what_would_lose_an_answer_sent_is_not_undone(stage, move):
    number = several(stage)
    stage.do(panel.answer, SLUG, number, b"Svar.", by=C)
    stage.do(move[0], SLUG, number, *move[1:], by=S if move[0] is panel.promise else MOA)

    assert isinstance(stage.refused(undo, SLUG, number, by=MOA), OutOfTurn)


@pytest.mark.parametrize("move", [(desk.take_back,), DECLINE, (desk.reassign, ["M"]), MARK])
def test_what_would_lose_a_promise_is_not_undone(stage, move):
    number = several(stage)
    stage.do(panel.promise, SLUG, number, XMAS, by=C)
    stage.do(move[0], SLUG, number, *move[1:], by=MOA)

    assert isinstance(stage.refused(undo, SLUG, number, by=MOA), OutOfTurn)


def test_a_second_edit_is_not_undone_because_the_first_wording_was_no_record(stage):
    number = stage.asked()
    stage.do(EDIT[0], SLUG, number, *EDIT[1:], by=MOA)
    stage.do(desk.edit, SLUG, number, b"Kortare.", EditReason.WORDING, by=MOA)

    assert isinstance(stage.refused(undo, SLUG, number, by=MOA), OutOfTurn)


def test_only_the_last_move_is_undone_and_that_undone_is_a_move_like_any(stage):
    number = stage.asked()
    stage.do(desk.hold, SLUG, number, by=MOA)
    stage.do(undo, SLUG, number, by=MOA)

    stage.do(undo, SLUG, number, by=MOA)

    assert stage.question(number).state is State.HELD
    assert stage.moves(number) == ["ask", "hold", "release", "hold"]


@pytest.mark.proves("M17")
def test_an_undo_decided_on_an_older_version_changes_nothing(stage):
    number = stage.asked()
    stage.do(desk.hold, SLUG, number, by=MOA)

    assert isinstance(stage.refused(undo, SLUG, number, by=MALIK, seen=1), Stale)


@pytest.mark.parametrize("by", [C, CITIZEN])
def test_only_the_desk_undoes(stage, by):
    assert isinstance(stage.refused(undo, SLUG, stage.assigned("C"), by=by), NotYours)


def test_what_the_sitting_no_longer_lets_in_is_not_undone(stage):
    number = stage.in_state(State.DECLINED)
    published = stage.published()
    stage.bring(SittingState.CLOSED)

    assert isinstance(stage.refused(undo, SLUG, number, by=MOA), OutOfTurn)
    stage.do(undo, SLUG, published, by=MOA)
    assert stage.question(published).state is State.UNPUBLISHED


def test_an_undo_of_which_one_move_is_refused_makes_none(stage):
    """The question was with C; marked since it was declined, it can be reopened but not be asked of C again."""
    number = stage.assigned("C")
    stage.do(desk.decline, SLUG, number, DeclineReason.TONE, by=MOA)
    stage.do(desk.mark, SLUG, number, "osl_21_1", by=MOA)
    stage.do(desk.reopen, SLUG, number, by=MOA)
    stage.do(desk.decline, SLUG, number, DeclineReason.TONE, by=MOA)

    stage.do(undo, SLUG, number, by=MOA)

    assert stage.moves(number)[-1] == "reopen"


def test_whether_undo_is_offered_follows_from_the_last_entry_alone():
    live = SittingState.LIVE

    assert ways_back("hold", {"from": "received"}, live) == (Move.RELEASE,)
    assert ways_back("ask", {"from": None}, live) == ()
    assert ways_back("answer", {"from": "assigned"}, live) == ()
    assert ways_back("decline", {"from": "held"}, live) == (Move.REOPEN, Move.HOLD)
    assert ways_back("decline", {"from": "held"}, SittingState.CLOSED) == ()
