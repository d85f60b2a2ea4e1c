"""The moderator's desk: fair shares with their reasons, outcomes with words, merges followed to their end (M13-M17)."""

import hmac
import json

import pytest

from app.records.vocabulary import (
    CITIZEN,
    DeclineReason,
    Distribution,
    Malformed,
    NotYours,
    OutOfTurn,
    Override,
    ReferTo,
    SittingState,
    Stale,
    State,
    Unknown,
)
from app.routing import desk, panel, publishing
from app.routing.undo import undo
from tests.routing.stage import MALIK, MOA, ORGANISER, SLUG, politician


@pytest.mark.proves("M15")
def test_by_turn_order_everybody_gets_the_same_share(stage):
    order = []
    for _ in range(9):
        turn = next_in_turn(stage)
        stage.assigned(turn)
        order.append(turn)

    assert order == ["C", "S", "M"] * 3


def next_in_turn(stage):
    """Whose turn the desk says that it is, when a question is assigned and taken back again."""
    number = stage.assigned("C")
    proposed = stage.facts(number)["proposed"]
    stage.do(desk.take_back, SLUG, number, by=MOA)
    return proposed


@pytest.mark.proves("M15")
def test_assigning_in_turn_needs_no_reason_and_none_is_entered(stage):
    number = stage.asked()

    stage.do(desk.assign, SLUG, number, ["C"], Override.SUBJECT, by=MOA)

    facts = stage.facts(number)
    assert (facts["proposed"], facts["why"], facts["reason"], facts["parties"]) == (
        "C",
        "turn_order",
        None,
        "C",
    )


@pytest.mark.proves("M15")
@pytest.mark.parametrize("reason", [None, *Override])
def test_passing_over_the_one_in_turn_is_entered_with_its_reason(stage, reason):
    number = stage.asked()

    stage.do(desk.assign, SLUG, number, ["M"], reason, by=MOA)

    facts = stage.facts(number)
    assert (facts["proposed"], facts["reason"]) == ("C", reason or "unstated")


def test_where_the_choice_is_free_no_reason_is_entered(empty):
    empty.plan(distribution=Distribution.FREE)
    empty.bring(SittingState.LIVE)
    number = empty.assigned("M")

    facts = empty.facts(number)
    assert (facts["proposed"], facts["why"], facts["reason"]) == (None, "free", None)


def test_who_was_taken_back_has_not_had_a_turn(stage):
    stage.do(desk.take_back, SLUG, stage.assigned("C"), by=MOA)

    assert stage.facts(stage.assigned("C"))["proposed"] == "C"


def test_a_follow_up_is_proposed_to_the_party_of_its_thread(stage):
    root = stage.published("M")
    follow_up = stage.asked(follow_up_to=root)

    stage.do(desk.assign, SLUG, follow_up, ["M"], by=MOA)

    facts = stage.facts(follow_up)
    assert (facts["proposed"], facts["why"], facts["reason"]) == ("M", "follow_up", None)


def test_a_party_asked_already_is_not_proposed_instead_of_itself(stage):
    number = stage.assigned("C")

    stage.do(desk.reassign, SLUG, number, ["S"], by=MOA)

    facts = stage.facts(number)
    assert (facts["proposed"], facts["reason"], facts["had"]) == ("S", None, "C")


@pytest.mark.parametrize("party", ["PP", "", "c"])
def test_a_party_without_a_seat_is_not_asked(stage, party):
    assert isinstance(stage.refused(desk.assign, SLUG, stage.asked(), [party], by=MOA), Unknown)


def test_nobody_is_no_party_to_ask(stage):
    assert isinstance(stage.refused(desk.assign, SLUG, stage.asked(), [], by=MOA), Malformed)


@pytest.mark.proves("M17")
def test_of_two_moderators_at_once_the_second_is_shown_what_the_first_decided(stage):
    number = stage.asked()
    version = stage.question(number).version
    stage.do(desk.assign, SLUG, number, ["C"], by=MOA, seen=version)

    refused = stage.refused(desk.decline, SLUG, number, DeclineReason.TONE, by=MALIK, seen=version)

    assert isinstance(refused, Stale)
    assert stage.question(number).asked_of == ("C",)


@pytest.mark.proves("M17")
def test_of_two_moves_sent_together_exactly_one_is_made(stage):
    number = stage.asked()
    sent = [
        stage.journal.submit(desk.assign, SLUG, number, [party], by=by, seen=1)
        for party, by in (("C", MOA), ("S", MALIK))
    ]

    refused = [call for call in sent if isinstance(call.exception(timeout=10), Stale)]

    assert len(refused) == 1
    assert stage.question(number).version == 2


@pytest.mark.proves("M13", "M14")
def test_declining_keeps_the_reason_and_the_words_to_the_asker(stage):
    number = stage.asked()

    stage.do(desk.decline, SLUG, number, DeclineReason.PERSONAL_DATA, b"Ta bort numret.", by=MOA)

    view = stage.question(number)
    assert (view.state, view.reason, view.words) == (State.DECLINED, "personal_data", "Ta bort numret.")
    assert b'"commit":{"words":' in stage.entries(f"question/{number}")[-1].entry
    assert b"Ta bort" not in stage.entries(f"question/{number}")[-1].entry


def test_referring_keeps_to_whom_and_the_words(stage):
    number = stage.asked()

    stage.do(desk.refer, SLUG, number, ReferTo.CUSTOMER_SERVICE, "Ring kundtjänst.".encode(), by=MOA)

    view = stage.question(number)
    assert (view.state, view.referred_to, view.words) == (
        State.REFERRED,
        "customer_service",
        "Ring kundtjänst.",
    )


def test_reopening_takes_reason_and_words_from_the_question_and_keeps_them_in_the_record(stage):
    number = stage.asked()
    stage.do(desk.decline, SLUG, number, DeclineReason.TONE, "Tänk på tonen.".encode(), by=MOA)

    stage.do(desk.reopen, SLUG, number, by=MALIK)

    view = stage.question(number)
    assert (view.state, view.reason, view.words) == (State.RECEIVED, None, None)
    assert stage.facts(number)["reason"] == "tone"
    assert "Tänk på tonen.".encode() in stage.kept_texts()


@pytest.mark.proves("M13")
def test_merged_posts_share_the_fate_of_the_one_they_were_merged_into(stage):
    first, second, third = stage.asked(), stage.asked(), stage.asked()

    stage.do(desk.merge, SLUG, second, first, by=MOA)
    stage.do(desk.merge, SLUG, first, third, by=MOA)

    assert [(stage.question(n).into, stage.question(n).into_state) for n in (first, second)] == [
        (third, State.RECEIVED),
        (third, State.RECEIVED),
    ]
    assert stage.question(third).merged == (first, second)


def test_merging_into_a_merged_post_follows_it_to_the_end(stage):
    first, second, third = stage.asked(), stage.asked(), stage.asked()
    stage.do(desk.merge, SLUG, first, second, by=MOA)

    stage.do(desk.merge, SLUG, third, first, by=MOA)

    assert stage.facts(third)["into"] == second


def test_a_post_is_not_merged_into_itself(stage):
    number = stage.asked()

    assert isinstance(stage.refused(desk.merge, SLUG, number, number, by=MOA), Malformed)


def test_a_post_is_not_merged_in_a_circle(stage):
    first, second, third = stage.asked(), stage.asked(), stage.asked()
    stage.do(desk.merge, SLUG, first, second, by=MOA)
    stage.do(desk.merge, SLUG, second, third, by=MOA)

    assert isinstance(stage.refused(desk.merge, SLUG, third, first, by=MOA), Malformed)


def test_a_post_is_not_merged_into_nothing(stage):
    assert isinstance(stage.refused(desk.merge, SLUG, stage.asked(), 99, by=MOA), Unknown)


def test_a_merged_post_that_is_reopened_goes_its_own_way(stage):
    first, second = stage.asked(), stage.asked()
    stage.do(desk.merge, SLUG, first, second, by=MOA)

    stage.do(desk.reopen, SLUG, first, by=MOA)

    assert (stage.question(first).state, stage.question(first).into) == (State.RECEIVED, None)
    assert stage.question(second).merged == ()


def test_what_is_merged_into_a_published_question_changes_what_the_page_says_of_it(stage):
    root = stage.published()
    number = stage.asked()
    before = stage.head("public")

    stage.do(desk.merge, SLUG, number, root, by=MOA)
    stage.do(desk.reopen, SLUG, number, by=MOA)

    assert stage.head("public") == before + 2
    assert stage.told("public", before) == [f"question/{root}"]


def test_a_returned_answer_is_with_its_party_again_with_a_note(stage):
    number = stage.answered("C")

    stage.do(desk.return_, SLUG, number, b"Kortare, tack.", by=MOA)

    own = stage.answer_of(number, "C")
    assert (stage.question(number).state, own.note, own.sent) == (
        State.ASSIGNED,
        "Kortare, tack.",
        "Svar från C.",
    )
    assert stage.draft(number, "C") == "Svar från C."


def test_a_party_that_has_not_answered_is_returned_nothing(stage):
    number = stage.answered("C")

    assert isinstance(stage.refused(desk.return_, SLUG, number, b"?", "S", by=MOA), Unknown)


def test_what_was_taken_back_is_the_partys_draft_again(stage):
    number = stage.answered("C")

    stage.do(desk.take_back, SLUG, number, by=MOA)

    own = stage.answer_of(number, "C")
    assert (own.asked, own.sent, own.sent_at) == (False, None, None)
    assert stage.draft(number, "C") == "Svar från C."


def test_a_new_draft_is_not_overwritten_by_what_is_given_back(stage):
    number = stage.answered("C")
    stage.do(panel.save_draft, SLUG, number, "C", "Ett bättre svar".encode(), 0, by=politician("C"))

    stage.do(desk.take_back, SLUG, number, by=MOA)

    assert stage.draft(number, "C") == "Ett bättre svar"


@pytest.mark.proves("M1")
def test_an_announcement_is_numbered_kept_and_told_to_every_page(stage):
    heads = {channel: stage.head(channel) for channel in ("public", "desk", "party/C", "party/S")}

    number = stage.do(desk.announce, SLUG, b"Vi tar en paus.", by=MOA)

    assert number == 1
    told = [stage.told(channel, head) for channel, head in heads.items()]
    assert told == [["announcement/1"]] * 4
    assert [(entry.move, entry.facts) for entry in stage.entries("announcement/1")] == [
        ("announce", {"number": 1})
    ]


def test_an_announcement_is_committed_whole_since_nobody_masks_it(stage):
    stage.do(desk.announce, SLUG, b"Vi tar en paus.", by=MOA)

    (row,) = (row for row in stage.everything()["text"] if row[2] == "announcement/1")
    salt = next(part for part in row if isinstance(part, bytes) and len(part) == 32)
    (entry,) = stage.entries("announcement/1")
    whole = hmac.digest(salt, b"announcement\0Vi tar en paus.", "sha256").hex()
    assert json.loads(entry.entry)["commit"] == {"announcement": whole}


def test_a_long_announcement_is_told_in_parts(stage):
    before = stage.head("public")

    stage.do(desk.announce, SLUG, b'"' * 16_000, by=MOA)

    told = stage.told("public", before)
    assert told == ["announcement/1", *(f"part/a1/{index}" for index in range(len(told) - 1))]
    assert len(told) > 2


@pytest.mark.parametrize(("by", "why"), [(CITIZEN, NotYours), (politician("C"), NotYours)])
def test_only_staff_announce(stage, by, why):
    assert type(stage.refused(desk.announce, SLUG, b"Hej", by=by)) is why


def test_nothing_is_announced_before_the_sitting_opens(empty):
    empty.plan()

    assert isinstance(empty.refused(desk.announce, SLUG, b"Hej", by=ORGANISER), OutOfTurn)


@pytest.mark.parametrize("number", [-1, 0, 99, 2**63, 10**40])
def test_moves_on_a_question_that_does_not_exist_are_refused(stage, number):
    known = stage.asked()

    assert isinstance(stage.refused(publishing.publish, SLUG, number, by=MOA), Unknown)
    assert isinstance(stage.refused(desk.merge, SLUG, known, number, by=MOA), Unknown)
    assert isinstance(stage.refused(undo, SLUG, number, by=MOA), Unknown)
