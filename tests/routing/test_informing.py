"""What is said about the service, by the authority and by its readers: kept edition by edition, entered, numbered."""

import pytest

from app.records import information, verify
from app.records.log import INSTALLATION
from app.records.vocabulary import CITIZEN, SYSTEM, Move, NotYours, Stale
from app.routing import informing
from tests.routing.stage import MOA, ORGANISER, REGISTRAR, Stage


def inform(stage: Stage, text: str, seen: int, lang: str = "sv", by=ORGANISER) -> int:
    return int(stage.do(informing.inform, "contact", lang, text.encode(), by=by, seen=seen))


def said(stage: Stage, text: str, ticket: str = "a", **facts: bytes | None) -> int:
    given = {"about": None, "contact": None, **facts}
    return int(stage.do(informing.feedback, text.encode(), by=CITIZEN, ticket=ticket, lang="sv", **given))


def test_every_edition_is_kept_and_entered(stage: Stage):
    assert [inform(stage, "Ring oss.", 0), inform(stage, "Skriv till oss.", 1)] == [1, 2]

    kept = stage.reading.look(information.editions, "contact", "sv")
    assert [(each.number, each.text) for each in kept] == [(1, "Ring oss."), (2, "Skriv till oss.")]
    assert stage.reading.look(lambda session: list(verify.faults(session))) == []


def test_each_language_has_editions_of_its_own(stage: Stage):
    inform(stage, "Ring oss.", 0)

    assert inform(stage, "Call us.", 0, lang="en") == 1
    assert [each.text for each in stage.reading.look(information.editions, "contact", "en")] == ["Call us."]


def test_whoever_wrote_on_an_older_edition_is_told_so_and_nothing_is_kept(stage: Stage):
    inform(stage, "Ring oss.", 0)
    before = stage.everything()

    refused = stage.turned_away(informing.inform, "contact", "sv", b"Skriv.", by=ORGANISER, seen=0)

    assert isinstance(refused, Stale)
    assert stage.everything() == before


@pytest.mark.parametrize("by", [CITIZEN, MOA, REGISTRAR, SYSTEM])
def test_nobody_but_an_organiser_publishes_them(stage: Stage, by):
    assert isinstance(stage.turned_away(informing.inform, "contact", "sv", b"Ring.", by=by, seen=0), NotYours)


def test_a_message_gets_a_number_and_is_a_record_with_everything_that_was_given(stage: Stage):
    first = said(stage, "Knappen syns inte.", about=b"/om", contact=b"k@example.se")
    second = said(stage, "Tack.", ticket="b")

    found = stage.reading.look(information.feedback)
    assert (first, second) == (1, 2)
    assert [(each.number, each.body, each.about, each.contact) for each in found] == [
        (2, "Tack.", "", ""),
        (1, "Knappen syns inte.", "/om", "k@example.se"),
    ]
    assert stage.reading.look(lambda session: list(verify.faults(session))) == []


def test_a_message_sent_twice_is_one_message(stage: Stage):
    assert [said(stage, "Tack."), said(stage, "Tack.")] == [1, 1]
    assert len(stage.reading.look(information.feedback)) == 1


def test_both_are_entered_in_the_log_of_the_installation_without_their_words(stage: Stage):
    inform(stage, "Ring oss.", 0)
    said(stage, "Knappen syns inte.")

    entered = [each for each in stage.entries(log=INSTALLATION) if each.move in (Move.INFORM, Move.FEEDBACK)]
    assert [each.move for each in entered] == [Move.INFORM, Move.FEEDBACK]
    assert not any(word in each.entry for each in entered for word in (b"Ring", b"Knappen"))
