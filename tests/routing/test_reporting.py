"""What a reader reports of a published post (R-25, BBS-lagen 5 §): a record, settled by letting it stand or taking it down."""

import pytest

from app.records import reports
from app.records.queries import entries
from app.records.register import texts
from app.records.reports import ReportReason, StandReason
from app.records.vocabulary import CITIZEN, Move, OutOfTurn, SittingState, State, UnpublishReason
from app.routing import publishing, reporting
from app.routing.undo import undo
from tests.routing.stage import MOA, SLUG

TICKET = "6f0f3c1e-58c0-4a53-9d43-1b2f6f3d9a10"


@pytest.fixture
def stage(empty):
    empty.plan()
    empty.bring(SittingState.LIVE)
    return empty


def reported(stage, number, ticket=TICKET, words=b"Mening tre."):
    return stage.do(reporting.report, SLUG, number, ReportReason.AGITATION, words, by=CITIZEN, ticket=ticket)


def waiting(stage):
    return stage.reading.look(reports.waiting, SLUG)


@pytest.mark.proves("R-25")
def test_a_report_is_entered_with_its_words_kept_and_waits_for_a_moderator(stage):
    number = stage.in_state(State.PUBLISHED)

    made = reported(stage, number)

    [entry] = [
        each for each in stage.reading.look(entries, SLUG, f"question/{number}") if each.move == Move.REPORT
    ]
    assert (entry.seq, entry.role, entry.facts["reason"]) == (made.entry, "citizen", "agitation")
    kept = stage.reading.look(texts, SLUG, [f"question/{number}"])[f"question/{number}"]
    assert [each.value for each in kept if each.field == "report"] == ["Mening tre."]
    [view] = waiting(stage)[number]
    assert (view.reason, view.words, view.entry) == ("agitation", "Mening tre.", made.entry)


@pytest.mark.proves("R-25")
def test_the_same_ticket_is_the_same_report(stage):
    number = stage.in_state(State.PUBLISHED)

    first, again = reported(stage, number), reported(stage, number)

    assert (again.entry, len(waiting(stage)[number])) == (first.entry, 1)


@pytest.mark.proves("R-25")
def test_letting_it_stand_settles_every_report_with_the_reason(stage):
    number = stage.in_state(State.PUBLISHED)
    reported(stage, number)
    reported(stage, number, "0b1ff2cc-7f3f-4d83-9b8f-1d4f2f2a7c11", None)

    stage.do(reporting.dismiss_report, SLUG, number, StandReason.LAWFUL, by=MOA)

    last = stage.reading.look(entries, SLUG, f"question/{number}")[-1]
    assert (last.move, last.facts["reason"], last.facts["reports"]) == ("dismiss_report", "lawful", 2)
    assert (stage.question(number).state, waiting(stage)) == (State.PUBLISHED, {})
    refused = stage.refused(reporting.dismiss_report, SLUG, number, StandReason.TRIED, by=MOA)
    assert (type(refused), refused.detail) == (OutOfTurn, "not reported")


@pytest.mark.proves("R-25")
def test_taking_it_down_settles_the_reports_too(stage):
    number = stage.in_state(State.PUBLISHED)
    reported(stage, number)

    stage.do(publishing.unpublish, SLUG, number, UnpublishReason.AGITATION, by=MOA)

    assert stage.reading.look(entries, SLUG, f"question/{number}")[-1].facts["reports"] == 1
    assert waiting(stage) == {}


@pytest.mark.parametrize("sitting", [SittingState.CLOSING, SittingState.CLOSED, SittingState.ARCHIVED])
def test_what_is_published_is_reported_as_long_as_it_stands(stage, sitting):
    number = stage.in_state(State.PUBLISHED)
    stage.bring(sitting)

    reported(stage, number)
    stage.do(reporting.dismiss_report, SLUG, number, StandReason.LAWFUL, by=MOA)

    assert waiting(stage) == {}


@pytest.mark.proves("M18")
def test_reports_age_no_decision_and_take_no_undo_away(stage):
    number = stage.in_state(State.PUBLISHED)
    version = stage.question(number).version
    for each in range(3):
        reported(stage, number, ticket=f"{TICKET[:-1]}{each + 1}")

    stage.do(undo, SLUG, number, by=MOA, seen=version)

    assert stage.question(number).state is State.UNPUBLISHED
