"""Question and answer on the page together: texts committed, places that stay, corrections beside what they correct (M11, M16, M18)."""

import json

import pytest

from app.chat.changes_page import changes
from app.records import queries
from app.records.commitment import commit
from app.records.vocabulary import (
    SYSTEM,
    EditReason,
    OutOfTurn,
    SittingState,
    State,
    Unknown,
    UnpublishReason,
)
from app.routing import desk, panel, publishing, sittings
from tests.routing.stage import MOA, SLUG, politician

PRIVACY, WORDING, FACT = UnpublishReason.PRIVACY, EditReason.WORDING, EditReason.FACT


def committed(stage, number):
    """The commitments of the question's last entry."""
    return json.loads(stage.entries(f"question/{number}")[-1].entry)["commit"]


@pytest.mark.proves("M11", "M16")
def test_publishing_puts_question_and_answer_on_the_page_together(stage):
    number = stage.answered("C")
    before = stage.head("public")

    stage.do(publishing.publish, SLUG, number, by=MOA)

    view = stage.question(number)
    assert (view.state, view.on_page, view.position) == (State.PUBLISHED, True, 1)
    assert [(each.party, each.body, each.sent) for each in view.answers] == [("C", "Svar från C.", None)]
    assert view.published_at == view.answers[0].published_at
    assert stage.told("public", before) == [f"question/{number}"]


@pytest.mark.proves("M16")
def test_nothing_is_public_before_it_is_published(stage):
    before = stage.head("public")

    stage.answered("C")

    assert stage.head("public") == before


@pytest.mark.proves("M16")
def test_an_answer_is_published_at_once_where_the_sitting_says_so(at_once):
    number = at_once.answered("C")

    assert at_once.question(number).state is State.PUBLISHED
    assert at_once.moves(number) == ["ask", "assign", "answer", "publish"]
    assert [entry.role for entry in at_once.entries(f"question/{number}")][-2:] == ["politician", "system"]


def test_the_published_texts_are_committed_when_they_are_published(stage):
    number = stage.answered("C")
    stage.do(desk.edit, SLUG, number, "När går bussen?".encode(), WORDING, by=MOA)

    stage.do(publishing.publish, SLUG, number, by=MOA)

    kept = {row[3]: row for row in stage.everything()["text"] if row[2] == f"question/{number}"}
    salts = {
        field: next(part for part in row if isinstance(part, bytes) and len(part) == 32)
        for field, row in kept.items()
    }
    assert committed(stage, number) == {
        "wording": commit("wording", "När går bussen?".encode(), salts["wording"]),
        "answer/C": commit("answer/C", "Svar från C.".encode(), salts["answer/C"]),
    }


def test_a_wording_is_a_draft_until_it_is_published(stage):
    number = stage.answered("C")

    stage.do(desk.edit, SLUG, number, "När går bussen?".encode(), WORDING, by=MOA)

    view = stage.question(number)
    assert (view.state, view.wording_draft, view.wording, view.wording_reason) == (
        State.ANSWERED,
        "När går bussen?",
        None,
        "wording",
    )
    assert committed(stage, number) == {}
    assert "När går bussen?".encode() not in stage.kept_texts()


@pytest.mark.proves("M23")
def test_the_published_wording_stands_beside_the_received_one(stage):
    number = stage.answered("C")
    stage.do(desk.edit, SLUG, number, "När går bussen?".encode(), WORDING, by=MOA)

    stage.do(publishing.publish, SLUG, number, by=MOA)

    view = stage.question(number)
    assert (view.body, view.wording, view.shown, view.wording_draft) == (
        "När kommer bussen?",
        "När går bussen?",
        "När går bussen?",
        None,
    )


def test_the_received_words_again_are_no_wording_of_their_own(stage):
    number = stage.asked()
    stage.do(desk.edit, SLUG, number, "Något annat".encode(), WORDING, by=MOA)

    stage.do(desk.edit, SLUG, number, "När kommer bussen?".encode(), WORDING, by=MOA)

    view = stage.question(number)
    assert (view.wording_draft, view.wording_reason) == (None, None)


@pytest.mark.parametrize("why", [EditReason.PERSONAL_DATA, EditReason.SECRECY, EditReason.MISTAKE])
def test_a_wording_that_protects_somebody_still_does_when_its_language_is_polished(stage, why):
    number = stage.answered(body="Grannen kanarie41733 Ek kör buss")
    stage.do(desk.edit, SLUG, number, b"Grannen kor buss", why, by=MOA)
    stage.do(desk.edit, SLUG, number, b"Min granne kor buss", WORDING, by=MOA)
    stage.do(publishing.publish, SLUG, number, by=MOA)

    shown = stage.reading.look(changes, SLUG, number).of_question

    assert stage.question(number).wording_reason == why
    assert [each.whole for each in shown] == [False]
    assert "kanarie" not in repr(shown)


def test_a_wording_begun_anew_from_the_received_words_has_its_own_reason(stage):
    number = stage.answered()
    received = stage.question(number).body.encode()
    stage.do(desk.edit, SLUG, number, b"Kort.", EditReason.PERSONAL_DATA, by=MOA)
    stage.do(desk.edit, SLUG, number, received, WORDING, by=MOA)

    stage.do(desk.edit, SLUG, number, b"Kort?", WORDING, by=MOA)

    assert stage.question(number).wording_reason == WORDING


@pytest.mark.proves("M23")
def test_a_correction_of_the_question_stands_in_its_place_and_the_received_words_stay(stage):
    number = stage.published()

    stage.do(publishing.correct, SLUG, number, "question", "När går bussen?".encode(), FACT, by=MOA)

    view = stage.question(number)
    assert (view.body, view.shown, view.corrected_at) == (
        "När kommer bussen?",
        "När går bussen?",
        view.corrected_at,
    )
    assert view.corrected_at is not None
    assert list(committed(stage, number)) == ["wording"]


@pytest.mark.proves("M23")
def test_a_correction_of_an_answer_stands_beside_what_it_corrects(stage):
    number = stage.published("C", "S")

    stage.do(publishing.correct, SLUG, number, "S", "Rättat svar.".encode(), FACT, by=MOA)

    own = stage.answer_of(number, "S")
    assert (own.body, own.corrected_at) == ("Rättat svar.", stage.question(number).corrected_at)
    assert stage.answer_of(number, "C").corrected_at is None
    assert {"Svar från S.".encode(), "Rättat svar.".encode()} <= set(stage.kept_texts())
    assert (stage.facts(number)["of"], stage.facts(number)["reason"]) == ("S", "fact")


@pytest.mark.parametrize("of", ["S", "PP", "", "answer"])
def test_there_is_no_correcting_an_answer_that_is_not_there(stage, of):
    refused = stage.refused(publishing.correct, SLUG, stage.published("C"), of, b"Nej", FACT, by=MOA)

    assert isinstance(refused, Unknown)


def test_a_correction_on_the_page_is_told_and_one_off_the_page_is_not(stage):
    number = stage.published()
    before = stage.head("public")
    stage.do(publishing.correct, SLUG, number, "C", b"Ett", FACT, by=MOA)
    assert stage.told("public", before) == [f"question/{number}"]

    stage.do(publishing.unpublish, SLUG, number, PRIVACY, by=MOA)
    before = stage.head("public")
    stage.do(publishing.correct, SLUG, number, "C", "Två".encode(), FACT, by=MOA)

    assert stage.head("public") == before
    assert stage.question(number).state is State.UNPUBLISHED


@pytest.mark.proves("M18")
def test_unpublishing_leaves_a_dated_line_with_the_kind_of_reason(stage):
    number = stage.published()
    before = stage.head("public")

    stage.do(publishing.unpublish, SLUG, number, PRIVACY, by=MOA)

    view = stage.question(number)
    assert (view.state, view.withdrawn, view.reason) == (State.UNPUBLISHED, True, "privacy")
    assert view.unpublished_at is not None
    assert stage.told("public", before) == [f"question/{number}", f"withdrawn/{number}"]


def test_republished_it_stands_where_it_stood(stage):
    first, second = stage.published(), stage.published()
    at = stage.question(first).published_at
    stage.do(publishing.unpublish, SLUG, first, PRIVACY, by=MOA)
    before = stage.head("public")

    stage.do(publishing.republish, SLUG, first, by=MOA)

    view = stage.question(first)
    assert (view.position, view.published_at, view.reason, view.unpublished_at) == (1, at, None, None)
    assert stage.question(second).position == 2
    assert stage.told("public", before) == [f"withdrawn/{first}", f"question/{first}"]


def test_before_the_sitting_is_live_answers_wait_also_where_it_publishes_at_once(empty):
    empty.plan(publish_at_once=True)
    empty.bring(SittingState.OPEN)
    number = empty.answered("C")

    assert empty.question(number).state is State.ANSWERED
    assert isinstance(empty.refused(publishing.publish, SLUG, number, by=MOA), OutOfTurn)


def test_going_live_publishes_the_answers_that_waited_in_number_order(empty):
    empty.plan(publish_at_once=True)
    empty.bring(SittingState.OPEN)
    numbers = [empty.asked() for _ in range(4)]
    for number in (numbers[2], numbers[0]):
        empty.do(desk.assign, SLUG, number, ["C"], by=MOA)
        empty.do(panel.answer, SLUG, number, b"Svar.", by=politician("C"))

    empty.do(sittings.go_live, SLUG, by=SYSTEM)

    assert [(n, empty.question(n).position) for n in numbers] == [
        (numbers[0], 1),
        (numbers[1], None),
        (numbers[2], 2),
        (numbers[3], None),
    ]
    assert empty.entries(f"question/{numbers[0]}")[-1].actor == "system"


def test_going_live_publishes_nothing_where_the_moderator_looks_first(empty):
    empty.plan()
    empty.bring(SittingState.OPEN)
    number = empty.answered("C")

    empty.bring(SittingState.LIVE)

    assert empty.question(number).state is State.ANSWERED


def test_a_thread_too_long_for_one_frame_is_told_in_parts(stage):
    number = stage.answered("C", body='"' * 8000)
    before = stage.head("public")

    stage.do(publishing.publish, SLUG, number, by=MOA)

    told = stage.told("public", before)
    assert told[0] == f"question/{number}"
    assert told[1] == f"part/{number}/question/0"
    assert told[-2:] == [f"part/{number}/C", f"part/{number}/C/0"]


def test_positions_are_given_in_the_order_of_publication(stage):
    numbers = [stage.answered() for _ in range(3)]

    for number in reversed(numbers):
        stage.do(publishing.publish, SLUG, number, by=MOA)

    assert [stage.question(number).position for number in numbers] == [3, 2, 1]


def test_the_page_in_one_snapshot_is_what_is_published(stage):
    shown = [stage.published(), stage.published()]
    stage.answered()

    views = stage.reading.look(queries.questions, SLUG, published_only=True)

    assert [view.number for view in views] == shown
