"""Notes on posts: seen by every moderator, entered nowhere, removable."""

import pytest

from app.records import notes as kept
from app.records.vocabulary import CITIZEN, NotYours, OutOfTurn, Role, SittingState, Unknown
from app.routing.notes import note, remove_note
from tests.routing.stage import MALIK, MOA, ORGANISER, REGISTRAR, SLUG, Stage, politician


def test_a_note_is_kept_with_its_time_and_told_to_the_desk_alone(stage: Stage):
    number = stage.asked()
    entries, texts, before = len(stage.entries()), stage.kept_texts(), stage.head("desk")

    made = stage.do(note, SLUG, number, "Ring först".encode(), by=MOA)

    found = stage.reading.look(kept.notes, SLUG, question=number)
    assert [(each.number, each.question, each.body) for each in found] == [(made, number, "Ring först")]
    assert stage.told("desk", before) == [f"note/{made}", f"question/{number}"]
    assert (stage.head("public"), stage.head("party/C")) == (0, 0) or stage.told("public") == stage.told(
        "party/C"
    )
    assert (len(stage.entries()), stage.kept_texts()) == (entries, texts)
    assert stage.question(number).version == 1


def test_notes_are_numbered_through_the_sitting_and_no_number_comes_back(stage: Stage):
    first, second = stage.asked(), stage.asked()
    one = stage.do(note, SLUG, first, b"1", by=MOA)
    stage.do(remove_note, SLUG, one, by=MALIK)

    two = stage.do(note, SLUG, second, b"2", by=MALIK)

    assert (one, two) == (1, 2)
    assert stage.reading.look(kept.noted, SLUG) == {second: 1}


def test_a_note_that_is_gone_is_not_removed_again(stage: Stage):
    made = stage.do(note, SLUG, stage.asked(), b"1", by=MOA)
    stage.do(remove_note, SLUG, made, by=MOA)

    assert isinstance(stage.refused(remove_note, SLUG, made, by=MOA), Unknown)


@pytest.mark.parametrize("by", [CITIZEN, politician("C"), ORGANISER, REGISTRAR], ids=lambda by: by.role)
def test_notes_are_the_moderators(stage: Stage, by):
    number = stage.asked()
    made = stage.do(note, SLUG, number, b"1", by=MOA)

    assert by.role is not Role.MODERATOR
    assert isinstance(stage.refused(note, SLUG, number, b"2", by=by), NotYours)
    assert isinstance(stage.refused(remove_note, SLUG, made, by=by), NotYours)


def test_no_note_is_made_on_a_post_that_is_not_there_or_in_an_archived_sitting(stage: Stage):
    number = stage.asked()
    assert isinstance(stage.refused(note, SLUG, number + 1, b"1", by=MOA), Unknown)

    stage.bring(SittingState.ARCHIVED)

    assert isinstance(stage.refused(note, SLUG, number, b"1", by=MOA), OutOfTurn)
