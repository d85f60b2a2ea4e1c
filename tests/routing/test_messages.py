"""What a moderator tells parties: who is told, who has said OK, and that no other party hears of it."""

from datetime import timedelta
from typing import Any

import pytest

from app.access import accounts, sign_ins
from app.records import messages as kept
from app.records.messages import MessageView
from app.records.vocabulary import (
    CITIZEN,
    SYSTEM,
    Capacity,
    Malformed,
    NotYours,
    OutOfTurn,
    Role,
    SittingState,
    Unknown,
)
from app.routing.messages import Told, acknowledge, tell_parties
from tests.routing.stage import MOA, ORGANISER, SLUG, Stage, politician


def message(stage: Stage, number: int) -> MessageView:
    return stage.reading.look(kept.messages, SLUG, numbers=(number,))[0]


def test_a_message_reaches_the_parties_it_is_for_and_is_no_record(stage: Stage):
    entries, texts, before = len(stage.entries()), stage.kept_texts(), stage.head("desk")

    told = stage.do(tell_parties, SLUG, ["M", "C"], "Två minuter kvar.".encode(), by=MOA)

    found = message(stage, told.number)
    assert [each.party for each in found.to] == ["C", "M"]
    assert found.body == "Två minuter kvar."
    assert stage.told("desk", before) == ["message/1"]
    assert [stage.told(f"party/{code}")[-1:] == ["message/1"] for code in "CSM"] == [True, False, True]
    assert "message/1" not in stage.told("public")
    assert (len(stage.entries()), stage.kept_texts()) == (entries, texts)


def test_a_message_to_an_empty_seat_waits_and_the_moderator_is_told(stage: Stage):
    account = stage.do(accounts.enrol, "anna", "Anna Ek", by=SYSTEM)
    seat: dict[str, Any] = {"sitting": SLUG, "seat": "C", "capacity": Capacity.MEMBER}
    stage.do(accounts.grant, account, Role.POLITICIAN, **seat, by=SYSTEM)
    token = sign_ins.token_hash(sign_ins.fresh_token())
    stage.do(sign_ins.sign_in, account, browser_hash=token)

    told = stage.do(tell_parties, SLUG, ["C", "S"], b"Hej", by=MOA)

    assert told == Told(1, absent=("S",))
    assert [(each.party, each.absent) for each in message(stage, 1).to] == [("C", False), ("S", True)]

    stage.clock.now += timedelta(minutes=31)
    assert stage.do(tell_parties, SLUG, ["C"], "Är ni kvar?".encode(), by=MOA).absent == ("C",)


def test_one_ok_is_the_seats_and_a_second_changes_nothing(stage: Stage):
    stage.do(tell_parties, SLUG, ["C", "S"], b"Hej", by=MOA)
    stage.do(acknowledge, SLUG, 1, by=politician("C"))
    before = message(stage, 1)
    head = stage.head("desk")

    stage.do(acknowledge, SLUG, 1, by=politician("C", Capacity.HELPER))

    assert message(stage, 1) == before
    to_c, to_s = before.told("C"), before.told("S")
    assert to_c is not None
    assert to_s is not None
    assert to_c.acknowledged_at is not None
    assert to_s.acknowledged_at is None
    assert stage.head("desk") == head


def test_a_party_learns_nothing_of_what_others_were_told(stage: Stage):
    stage.do(tell_parties, SLUG, ["C"], b"Hej", by=MOA)

    of_another = stage.refused(acknowledge, SLUG, 1, by=politician("S"))
    of_none = stage.refused(acknowledge, SLUG, 99, by=politician("S"))

    assert (type(of_another), of_another.detail) == (type(of_none), of_none.detail) == (Unknown, "message")
    assert stage.reading.look(kept.messages, SLUG, party="S") == []


@pytest.mark.parametrize("by", [CITIZEN, politician("C"), ORGANISER], ids=lambda by: by.role)
def test_only_a_moderator_tells_parties(stage: Stage, by):
    assert isinstance(stage.refused(tell_parties, SLUG, ["C"], b"Hej", by=by), NotYours)


def test_only_a_party_says_ok(stage: Stage):
    stage.do(tell_parties, SLUG, ["C"], b"Hej", by=MOA)

    assert isinstance(stage.refused(acknowledge, SLUG, 1, by=MOA), NotYours)


def test_a_message_to_nobody_or_to_a_party_that_is_not_there_is_refused(stage: Stage):
    assert isinstance(stage.refused(tell_parties, SLUG, [], b"Hej", by=MOA), Malformed)
    assert isinstance(stage.refused(tell_parties, SLUG, ["C", "X"], b"Hej", by=MOA), Unknown)


def test_nothing_is_told_in_an_archived_sitting(stage: Stage):
    stage.bring(SittingState.ARCHIVED)

    assert isinstance(stage.refused(tell_parties, SLUG, ["C"], b"Hej", by=MOA), OutOfTurn)
