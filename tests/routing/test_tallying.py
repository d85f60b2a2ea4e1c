"""The numbers that everybody sees: kept beside the sitting, told when they change, never the content."""

from datetime import timedelta

import pytest

from app.records import tallies
from app.records.shares import overrides, shares
from app.records.tallies import PartyTally, Tally
from app.records.vocabulary import DeclineReason, Override, SittingState, State, UnpublishReason
from app.routing import desk, panel, publishing, tallying
from tests.routing.stage import MOA, SLUG, Stage, politician


def told(stage: Stage) -> Tally:
    return tallies.read(stage.sitting().tally or "")


def test_nothing_is_told_for_each_post_but_all_of_it_when_it_is_time(stage: Stage):
    head = stage.head("public")
    for _ in range(3):
        stage.asked()

    before = stage.told("public", head)
    changed = stage.do(tallying.tell, SLUG)

    assert (before, changed, stage.told("public", head)) == ([], True, ["sitting"])
    assert (told(stage).received, told(stage).waiting) == (3, 3)


def test_numbers_that_are_the_same_are_not_told_again(stage: Stage):
    stage.asked()
    stage.do(tallying.tell, SLUG)
    head, kept = stage.head("public"), stage.sitting().tally

    assert stage.do(tallying.tell, SLUG) is False
    assert (stage.told("public", head), stage.sitting().tally) == ([], kept)


@pytest.mark.proves("M19")
def test_every_post_is_counted_once_wherever_it_stands(stage: Stage):
    for state in State:
        stage.in_state(state)
    posts = len(stage.everything()["question"])

    stage.do(tallying.tell, SLUG)

    now = told(stage)
    ended = now.published + now.merged + now.referred + now.declined + now.unpublished + now.lapsed
    assert now.received == posts == ended + now.promised + now.waiting
    assert now.reasons == {"off_topic": 1}


@pytest.mark.proves("M15")
def test_the_close_tells_each_partys_share_in_the_order_of_the_assembly(stage: Stage):
    number = stage.asked()
    stage.do(desk.assign, SLUG, number, ("M",), Override.SUBJECT, by=MOA)
    stage.clock.now += timedelta(minutes=4)
    stage.do(panel.answer, SLUG, number, b"Ja.", by=politician("M"))
    stage.do(publishing.publish, SLUG, number, by=MOA)
    stage.assigned("C")
    while_live = told(stage).parties

    stage.bring(SittingState.CLOSED)

    assert while_live == ()
    assert told(stage).parties == (
        PartyTally("C", 1, 0, None),
        PartyTally("S", 0, 0, None),
        PartyTally("M", 1, 1, 240),
    )
    assert told(stage).overrides == {"subject": 1}


def test_after_the_close_numbers_are_told_with_what_changes_them(stage: Stage):
    number = stage.published("C")
    stage.bring(SittingState.CLOSED)
    before = told(stage)

    stage.do(publishing.unpublish, SLUG, number, UnpublishReason.MISTAKE, by=MOA)

    assert (before.published, before.unpublished) == (1, 0)
    assert (told(stage).published, told(stage).unpublished) == (0, 1)


def test_planned_numbers_are_none(empty: Stage):
    empty.plan()

    assert empty.do(tallying.tell, SLUG) is False
    assert empty.sitting().tally is None


def test_a_median_leaves_out_what_was_returned_and_not_sent_again(stage: Stage):
    for minutes in (2, 10, 4):
        number = stage.assigned("C")
        stage.clock.now += timedelta(minutes=minutes)
        stage.do(panel.answer, SLUG, number, b"Ja.", by=politician("C"))
        if minutes == 10:
            stage.do(desk.return_, SLUG, number, b"Kortare.", by=MOA)

    took = stage.reading.look(shares, SLUG)

    assert (took["C"].median, took["S"].median) == (180, None)


def test_what_was_taken_back_was_no_choice_of_another(stage: Stage):
    kept, undone = stage.asked(), stage.asked()
    stage.do(desk.assign, SLUG, kept, ("M",), Override.NAMED, by=MOA)
    stage.do(desk.assign, SLUG, undone, ("M",), Override.LOAD, by=MOA)
    stage.do(desk.take_back, SLUG, undone, by=MOA)

    found = stage.reading.look(overrides, SLUG)

    assert [(each.number, each.parties, each.proposed, each.reason) for each in found] == [
        (kept, ("M",), "C", "named")
    ]


def test_a_tally_is_read_as_it_was_written(stage: Stage):
    stage.do(desk.decline, SLUG, stage.asked(), DeclineReason.PERSONAL_DATA, by=MOA)
    stage.bring(SittingState.CLOSED)

    now = told(stage)

    assert tallies.read(now.written()) == now
    assert not now.differs(now.written())
