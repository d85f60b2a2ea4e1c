"""The member's approval of what a helper writes (M22), and corrections that a party asks for: who may what, and what is entered."""

import pytest

from app.records.vocabulary import (
    Capacity,
    EditReason,
    Move,
    NotYours,
    OutOfTurn,
    SittingState,
    State,
    Unknown,
)
from app.routing import approval, panel, publishing
from app.routing.lifecycle import open_moves
from tests.routing.catalogue import on_question
from tests.routing.stage import MOA, SLUG, politician

TEXT = b"Nej, priset ligger fast."
HELPER, MEMBER = politician("C", Capacity.HELPER), politician("C")


@pytest.fixture
def stage(empty):
    empty.plan(approval=True)
    empty.bring(SittingState.LIVE)
    return empty


LEAVES_THE_ROOM = {Move.ANSWER, Move.PROMISE, Move.REQUEST}


@pytest.mark.proves("M22")
@pytest.mark.parametrize("capacity", Capacity)
@pytest.mark.parametrize("move", [Move.ANSWER, Move.PROPOSE, Move.HAND_BACK, Move.PROMISE, Move.REQUEST])
def test_where_approval_is_demanded_a_helper_proposes_and_sends_nothing(stage, move, capacity):
    state = State.PUBLISHED if move is Move.REQUEST else State.ASSIGNED
    number = stage.in_state(state)
    by = politician("C", capacity)
    let_in = (capacity is Capacity.HELPER) is (move is Move.PROPOSE) or move is Move.HAND_BACK
    make = on_question(0)[move]

    assert (move in open_moves(state, SittingState.LIVE, by, approval=True)) is let_in
    if let_in:
        stage.do(make, SLUG, number, by=by)
        assert stage.moves(number)[-1] == move
    else:
        assert type(stage.refused(make, SLUG, number, by=by)) is NotYours


@pytest.mark.parametrize("capacity", Capacity)
def test_where_no_approval_is_demanded_nobody_proposes_and_everybody_sends(empty, capacity):
    empty.plan()
    empty.bring(SittingState.LIVE)
    number = empty.assigned()
    by = politician("C", capacity)

    refused = empty.refused(approval.propose, SLUG, number, TEXT, by=by)
    empty.do(panel.answer, SLUG, number, TEXT, by=by)

    assert type(refused) is (OutOfTurn if capacity is Capacity.HELPER else NotYours)
    assert empty.question(number).state is State.ANSWERED


@pytest.mark.proves("M22")
def test_an_answer_approved_as_it_was_written_is_the_helpers_words_and_the_members_answer(stage):
    number = stage.assigned()

    stage.do(approval.propose, SLUG, number, TEXT, by=HELPER)
    waiting = stage.answer_of(number, "C")
    stage.do(panel.answer, SLUG, number, TEXT, by=MEMBER)

    assert (waiting.sent, waiting.proposed_by, stage.draft(number, "C")) == (None, HELPER.account, None)
    sent = stage.answer_of(number, "C")
    assert (sent.written_by, sent.capacity, sent.answers_for) == (
        HELPER.account,
        Capacity.HELPER,
        "Cecilia Centerfalk",
    )
    assert sent.proposed_at is None
    facts = stage.facts(number)
    assert (facts["capacity"], facts["proposed_by"], facts["changed"]) == ("member", HELPER.account, False)


def test_an_answer_that_the_member_changes_is_the_members_own_words(stage):
    number = stage.assigned()
    stage.do(approval.propose, SLUG, number, TEXT, by=HELPER)

    stage.do(panel.answer, SLUG, number, b"Nej.", by=MEMBER)

    assert stage.answer_of(number, "C").capacity is Capacity.MEMBER
    assert stage.facts(number)["changed"] is True


def test_a_proposal_that_was_written_on_since_is_not_what_the_member_approves(stage):
    number = stage.assigned()
    stage.do(approval.propose, SLUG, number, TEXT, by=HELPER)
    stage.do(panel.save_draft, SLUG, number, "C", b"Jo.", 1, by=HELPER)

    stage.do(panel.answer, SLUG, number, TEXT, by=MEMBER)

    assert stage.facts(number)["changed"] is True


def test_a_proposal_is_told_to_the_party_and_its_words_are_in_no_entry(stage):
    number = stage.assigned()
    before = stage.head("party/C")

    stage.do(approval.propose, SLUG, number, "Kanariefågel".encode(), by=HELPER)

    assert f"question/{number}" in stage.told("party/C", before)
    assert all("Kanariefågel".encode() not in entry.entry for entry in stage.entries())
    assert stage.question(number).state is State.ASSIGNED


def test_a_proposal_leaves_with_the_question(stage):
    number = stage.assigned()
    stage.do(approval.propose, SLUG, number, TEXT, by=HELPER)

    stage.do(on_question(0)[Move.TAKE_BACK], SLUG, number, by=MOA)

    assert stage.answer_of(number, "C").proposed_at is None
    assert stage.draft(number, "C") == TEXT.decode()


def test_a_correction_goes_through_the_moderator(stage):
    number = stage.published()
    stage.do(approval.request, SLUG, number, TEXT, by=MEMBER)
    asked = stage.answer_of(number, "C")

    stage.do(publishing.correct, SLUG, number, "C", TEXT, EditReason.FACT, by=MOA)

    assert (asked.body, asked.correction) == ("Svar från C.", TEXT.decode())
    corrected = stage.answer_of(number, "C")
    assert (corrected.body, corrected.correction) == (TEXT.decode(), None)


def test_a_correction_that_is_dismissed_leaves_the_words_and_a_note_to_the_party(stage):
    number = stage.published()
    stage.do(approval.request, SLUG, number, TEXT, by=MEMBER)

    stage.do(approval.dismiss, SLUG, number, b"Det var inte fel.", by=MOA)

    answer = stage.answer_of(number, "C")
    assert (answer.body, answer.correction, answer.correction_note) == (
        "Svar från C.",
        None,
        "Det var inte fel.",
    )
    assert isinstance(stage.refused(approval.dismiss, SLUG, number, b"Igen.", by=MOA), OutOfTurn)


def test_a_correction_is_asked_for_also_when_the_sitting_is_over(stage):
    number = stage.published()
    stage.bring(SittingState.ARCHIVED)

    stage.do(approval.request, SLUG, number, TEXT, by=MEMBER)

    assert stage.answer_of(number, "C").correction == TEXT.decode()


def test_a_correction_of_what_was_never_published_is_refused(stage):
    number = stage.published("C", "S")
    stage.do(approval.request, SLUG, number, TEXT, by=MEMBER)

    assert isinstance(stage.refused(approval.dismiss, SLUG, number, b"Nej.", "M", by=MOA), Unknown)
