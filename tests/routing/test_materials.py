"""Pictures and plans shown with a sitting: records with commitments, in an order, told to the page, never lost (M34)."""

import pytest

from app.records import materials as kept
from app.records import verify
from app.records.commitment import commit
from app.records.vocabulary import CITIZEN, Malformed, NotYours, OutOfTurn, SittingState, Unknown
from app.routing.materials import MOST, attach, bring_forward, describe, detach
from app.routing.sittings import remove_rehearsal
from tests.routing.files import PDF, every_text, png
from tests.routing.stage import MOA, ORGANISER, REGISTRAR, SLUG, Stage, politician

WORDS = {"title": "Plan över torget".encode(), "alternative": "Tre träd i norr".encode()}


def shown(stage: Stage, content: bytes | None = None, **words: bytes) -> int:
    number: int = stage.do(attach, SLUG, content=content or png(), by=ORGANISER, **{**WORDS, **words}).number
    return number


def titles(stage: Stage) -> list[str]:
    return [each.title for each in stage.reading.look(kept.materials, SLUG)]


@pytest.mark.proves("M34")
def test_a_picture_is_kept_with_its_words_and_told_to_the_page(stage: Stage):
    before = stage.head("public")

    number = shown(stage)

    found = stage.reading.look(kept.material, SLUG, number)
    assert (found.title, found.alternative, found.is_picture) == ("Plan över torget", "Tre träd i norr", True)
    assert (found.width, found.height, found.size) == (30, 20, len(png()))
    assert stage.reading.look(kept.content, SLUG, number) == ("image/png", png())
    assert stage.told("public", before) == ["beside"]


@pytest.mark.proves("M23")
def test_the_entry_commits_to_bytes_title_and_alternative(stage: Stage):
    number = shown(stage)

    entry = stage.entries(f"material/{number}")[-1]
    assert entry.move == "attach"
    assert entry.facts == {"kind": "image/png", "width": 30, "height": 20, "size": len(png())}
    texts = {text.field: text for text in every_text(stage) if text.subject == f"material/{number}"}
    assert set(texts) == {"title", "alternative", "content"}
    assert texts["content"].commitment == commit("content", png(), texts["content"].salt or b"")
    assert stage.reading.look(lambda session: list(verify.faults(session))) == []


def test_new_words_stand_in_place_of_the_old_ones_which_are_kept(stage: Stage):
    number = shown(stage)

    stage.do(describe, SLUG, number, title=WORDS["title"], alternative=b"Fyra", by=ORGANISER)

    assert stage.reading.look(kept.material, SLUG, number).alternative == "Fyra"
    texts = [each for each in every_text(stage) if each.subject == f"material/{number}"]
    old, new = (each for each in texts if each.field == "alternative")
    assert (old.value, new.value, new.replaces) == (WORDS["alternative"], b"Fyra", old.id)
    assert len([each for each in texts if each.field == "title"]) == 1


def test_words_that_are_the_same_are_not_entered_again(stage: Stage):
    number = shown(stage)
    entries = len(stage.entries())

    stage.do(describe, SLUG, number, by=ORGANISER, **WORDS)

    assert len(stage.entries()) == entries


def test_the_order_is_the_organisers(stage: Stage):
    for title in (b"a", b"b", b"c"):
        shown(stage, title=title)

    stage.do(bring_forward, SLUG, 3, by=ORGANISER)
    stage.do(bring_forward, SLUG, 1, by=ORGANISER)
    stage.do(bring_forward, SLUG, 1, by=ORGANISER)

    assert titles(stage) == ["a", "c", "b"]
    assert [each.move for each in stage.entries("material/1")] == ["attach"]


def test_what_is_taken_away_is_seen_no_longer_and_stays_a_record(stage: Stage):
    number, bytes_kept = shown(stage, PDF), stage.kept_texts()
    asked = stage.asked(about=number)

    stage.do(detach, SLUG, number, by=ORGANISER)

    assert titles(stage) == []
    assert isinstance(stage.refused(detach, SLUG, number, by=ORGANISER), Unknown)
    assert stage.kept_texts() >= bytes_kept
    about = stage.question(asked).about
    assert about is not None
    assert (about.title, about.shown) == ("Plan över torget", False)
    assert shown(stage) == number + 1


@pytest.mark.proves("M34")
def test_a_question_points_at_what_is_shown_and_the_entry_says_so(stage: Stage):
    number = shown(stage)

    asked = stage.asked(about=number)

    about = stage.question(asked).about
    assert about is not None
    assert (about.number, about.title, about.shown) == (number, "Plan över torget", True)
    assert stage.entries(f"question/{asked}")[-1].facts["about"] == number


def test_a_question_about_what_is_not_there_is_kept_and_the_entry_tells_what_was_left_out(stage: Stage):
    asked = stage.asked(about=7)

    assert stage.question(asked).about is None
    facts = stage.entries(f"question/{asked}")[-1].facts
    assert (facts["left_out"], "about" in facts) == ("about", False)


def test_there_is_room_for_so_many_and_no_more(stage: Stage):
    for _ in range(MOST):
        shown(stage)

    refused = stage.refused(attach, SLUG, content=png(), by=ORGANISER, **WORDS)

    assert isinstance(refused, Malformed)
    assert (refused.detail, refused.facts["most"]) == ("too_many", MOST)


@pytest.mark.parametrize("by", [CITIZEN, MOA, REGISTRAR, politician("C")], ids=lambda by: by.role)
def test_material_is_the_organisers(stage: Stage, by):
    number = shown(stage)

    assert isinstance(stage.refused(attach, SLUG, content=png(), by=by, **WORDS), NotYours)
    assert isinstance(stage.refused(describe, SLUG, number, by=by, **WORDS), NotYours)
    for move in (bring_forward, detach):
        assert isinstance(stage.refused(move, SLUG, number, by=by), NotYours)


def test_an_archived_sitting_keeps_its_material_as_it_is(stage: Stage):
    number = shown(stage)
    stage.bring(SittingState.ARCHIVED)

    assert isinstance(stage.refused(detach, SLUG, number, by=ORGANISER), OutOfTurn)
    assert titles(stage) == ["Plan över torget"]


def test_a_rehearsals_material_goes_with_it(empty: Stage):
    empty.plan(rehearsal=True)
    shown(empty)

    empty.do(remove_rehearsal, SLUG, by=ORGANISER)

    assert every_text(empty) == []
