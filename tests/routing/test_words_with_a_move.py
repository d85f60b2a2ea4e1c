"""The words that go with a pause or an end: on every page while it lasts, and a record."""

from app.records.vocabulary import SYSTEM, SittingState
from app.routing import sittings
from tests.routing.stage import MOA, ORGANISER, SLUG, Stage

WORDS = "Vi läser i kapp.".encode()


def test_a_pause_is_told_with_words_until_it_ends(stage: Stage):
    stage.do(sittings.pause, SLUG, WORDS, by=MOA)

    assert stage.sitting().words == "Vi läser i kapp."
    assert stage.kept_texts()[-1] == WORDS

    stage.do(sittings.resume, SLUG, by=MOA)

    assert stage.sitting().words == ""


def test_the_words_of_a_pause_do_not_outlive_it_when_the_time_is_out(stage: Stage):
    stage.do(sittings.pause, SLUG, WORDS, by=MOA)

    stage.do(sittings.close_intake, SLUG, by=SYSTEM)

    assert stage.sitting().words == ""


def test_the_end_is_told_with_words_that_stay_until_the_sitting_is_reopened(stage: Stage):
    stage.bring(SittingState.CLOSING)
    stage.do(sittings.close, SLUG, "Tack för alla frågor.".encode(), by=MOA)
    assert stage.sitting().words == "Tack för alla frågor."

    stage.do(sittings.reopen, SLUG, b"Ett svar saknades.", by=ORGANISER)

    assert stage.sitting().words == ""


def test_words_are_bound_to_the_entry_of_their_move(stage: Stage):
    stage.do(sittings.pause, SLUG, WORDS, by=MOA)

    assert b'"commit":{"words":"' in stage.entries("sitting")[-1].entry
