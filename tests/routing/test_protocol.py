"""The closing protocol: made with the close, a record with its commitment, never changed (M19)."""

import json
from datetime import timedelta
from typing import Any

import pytest

from app.access import accounts, sign_ins
from app.records import queries
from app.records.commitment import commit
from app.records.export import json_lines
from app.records.plain import TEXT
from app.records.protocols import ProtocolView, protocols
from app.records.vocabulary import SYSTEM, Capacity, Distribution, Malformed, Role, SittingState, Stale
from app.routing import attending, lottery, sittings
from tests.routing.stage import ENDS, LIVE, MOA, OPENS, ORGANISER, SLUG, Stage, plan

MINUTE = timedelta(minutes=1)


def every(stage: Stage) -> list[ProtocolView]:
    return stage.reading.look(protocols, SLUG)


def held(stage: Stage) -> dict[str, Any]:
    return every(stage)[-1].held or {}


def kinds(stage: Stage) -> list[str]:
    return [each["kind"] for each in held(stage)["deviations"]]


@pytest.mark.proves("M19")
def test_the_close_makes_a_protocol_in_the_same_transaction(stage: Stage):
    stage.published("C")
    stage.asked()
    assert every(stage) == []

    stage.bring(SittingState.CLOSED)

    last = stage.entries()[-1]
    assert (last.subject, last.move, last.role, last.facts) == (
        "protocol",
        "protocol",
        "system",
        {"form": 1, "number": 1},
    )
    assert [each.move for each in stage.entries("sitting")][-1] == "close"
    assert last.at == stage.entries("sitting")[-1].at
    made = held(stage)
    assert (made["commission"], made["rules_version"], made["distribution"]) == (
        "Hur ska bussarna gå?",
        "2026-1",
        "turn_order",
    )
    assert (made["numbers"]["received"], made["numbers"]["published"], made["numbers"]["lapsed"]) == (2, 1, 1)
    assert [seat["code"] for seat in made["seats"]] == ["C", "S", "M"]


def test_the_entry_holds_the_commitment_of_what_was_kept(stage: Stage):
    stage.bring(SittingState.CLOSED)

    entry = json.loads(stage.entries("protocol")[-1].entry)
    value, salt = stage.reading.look(
        lambda session: session.execute(
            TEXT.select().with_only_columns(TEXT.c.value, TEXT.c.salt).where(TEXT.c.subject == "protocol")
        ).one()
    )

    assert entry["commit"] == {"protocol": every(stage)[0].commitment}
    assert commit("protocol", value, salt) == every(stage)[0].commitment


def test_it_tells_the_times_as_planned_and_as_they_were(empty: Stage):
    empty.plan()
    empty.bring(SittingState.LIVE)
    empty.do(sittings.extend, SLUG, None, ENDS + 30 * MINUTE, by=MOA)
    empty.bring(SittingState.CLOSED)

    made = held(empty)

    assert made["planned"]["ends_at"] == "2026-11-24T19:00:00.000000Z"
    assert made["planned"]["opens_at"] == "2026-11-24T16:00:00.000000Z"
    assert made["actual"]["live_at"].startswith("2026-11-24T17:00:00")
    assert made["deviations"] == [
        {
            "kind": "extend",
            "at": made["deviations"][0]["at"],
            "ends_at": "2026-11-24T19:30:00.000000Z",
        }
    ]


def test_pauses_and_changes_on_the_way_are_deviations(stage: Stage):
    stage.do(sittings.pause, SLUG, by=MOA)
    stage.clock.now += 5 * MINUTE
    stage.do(sittings.resume, SLUG, by=MOA)
    stage.do(sittings.change, SLUG, plan(title="Bussar och tåg"), by=ORGANISER)
    stage.bring(SittingState.CLOSED)

    pause, change = held(stage)["deviations"]

    assert (pause["kind"], pause["until"] > pause["at"]) == ("pause", True)
    assert (change["kind"], change["fields"]) == ("change", ["title"])


def test_times_without_a_moderator_are_deviations(stage: Stage):
    stage.do(attending.unattend, SLUG, by=SYSTEM)
    stage.clock.now += 5 * MINUTE
    stage.do(attending.attend, SLUG, by=SYSTEM)
    stage.bring(SittingState.CLOSED)

    (alone,) = held(stage)["deviations"]

    assert (alone["kind"], alone["until"] > alone["at"]) == ("unattend", True)


def test_the_export_holds_every_protocol_with_its_commitment(stage: Stage):
    stage.bring(SittingState.CLOSED)

    lines = [json.loads(line) for line in json_lines(stage.reading, SLUG, at=ENDS)]

    (told,) = [line for line in lines if line["kind"] == "protocol"]
    assert (told["number"], told["commitment"]) == (1, every(stage)[0].commitment)
    assert told["held"] == held(stage)


def test_a_move_that_came_late_tells_that_the_server_was_not_running(empty: Stage):
    empty.plan()
    empty.clock.now = OPENS + 20 * MINUTE
    empty.do(sittings.open_, SLUG, by=SYSTEM, due=OPENS)
    empty.do(sittings.go_live, SLUG, by=SYSTEM, due=empty.clock.now)
    empty.bring(SittingState.CLOSED)

    late = held(empty)["deviations"]

    assert [(each["kind"], each["move"], each["due"]) for each in late] == [
        ("late", "open", "2026-11-24T16:00:00.000000Z")
    ]


def test_what_goes_as_planned_has_no_deviations(stage: Stage):
    stage.bring(SittingState.CLOSED)

    assert held(stage)["deviations"] == []


@pytest.mark.proves("M19")
def test_a_second_close_makes_another_that_replaces_the_first_and_both_are_kept(stage: Stage):
    stage.bring(SittingState.CLOSED)
    first = every(stage)[0]
    stage.do(sittings.reopen, SLUG, b"Ett svar fattades.", by=ORGANISER)
    stage.do(sittings.close, SLUG, by=MOA)

    one, two = every(stage)

    assert (one.held, one.commitment) == (first.held, first.commitment)
    assert ((one.number, one.replaced), (two.number, two.replaced)) == ((1, True), (2, False))
    assert [each["words"] for each in held(stage)["deviations"]] == ["Ett svar fattades."]
    assert stage.reading.look(
        lambda session: session.execute(
            TEXT.select().with_only_columns(TEXT.c.replaces).where(TEXT.c.subject == "protocol")
        ).all()
    )[1][0]


def test_the_words_of_a_reopening_are_a_text_and_not_in_the_entry(stage: Stage):
    stage.bring(SittingState.CLOSED)

    stage.do(sittings.reopen, SLUG, b"Ett svar fattades.", by=ORGANISER)

    entry = stage.entries("sitting")[-1]
    assert (list(json.loads(entry.entry)["commit"]), b"fattades" in entry.entry) == (["words"], False)


def test_it_tells_who_made_moves_and_who_was_only_signed_in(empty: Stage):
    empty.plan()
    moa = empty.do(accounts.enrol, "moa", "Moa Moderator", by=SYSTEM)
    saga = empty.do(accounts.enrol, "saga", "Saga Sandberg", by=SYSTEM)
    away = empty.do(accounts.enrol, "malik", "Malik Moderator", by=SYSTEM)
    for account in (moa, away):
        empty.do(accounts.grant, account, Role.MODERATOR, sitting=SLUG, by=SYSTEM)
    sits: dict[str, Any] = {"sitting": SLUG, "seat": "S", "capacity": Capacity.SUBSTITUTE}
    empty.do(accounts.grant, saga, Role.POLITICIAN, **sits, by=SYSTEM)
    empty.bring(SittingState.LIVE)
    empty.do(sign_ins.sign_in, saga, browser_hash="b")
    by = type(MOA)(Role.MODERATOR, account=moa, sitting=SLUG)
    empty.do(sittings.pause, SLUG, by=by)
    empty.bring(SittingState.CLOSED)

    there = held(empty)["attendance"]

    assert [(p["name"], p["role"], p["seat"], p["capacity"], p["moves"]) for p in there] == [
        ("Moa Moderator", "moderator", None, None, 1),
        ("Saga Sandberg", "politician", "S", "substitute", 0),
    ]


@pytest.mark.proves("M15")
def test_a_lottery_is_told_with_its_seed_and_every_round_that_was_come_to(empty: Stage):
    empty.plan(distribution=Distribution.LOTTERY)
    empty.bring(SittingState.LIVE)
    for party in ("C", "C", "S"):
        empty.assigned(party)
    empty.bring(SittingState.CLOSED)

    made = held(empty)

    seed = made["lottery_seed"]
    assert made["rounds"] == [lottery.order(seed, turn, ("C", "S", "M")) for turn in (1, 2)]
    assert made["numbers"]["overrides"]


@pytest.mark.proves("M19")
def test_what_was_said_yes_to_is_what_lapses_or_nothing_is_closed(stage: Stage):
    stage.asked()
    stage.asked()
    stage.bring(SittingState.CLOSING)

    refused = stage.refused(sittings.close, SLUG, lapsing=1, by=MOA)
    stage.do(sittings.close, SLUG, lapsing=2, by=MOA)

    assert (type(refused), refused.facts["lapsing"]) == (Stale, 2)
    assert stage.sitting().state is SittingState.CLOSED


def test_a_reopening_until_a_time_that_has_passed_leaves_no_words(stage: Stage):
    stage.bring(SittingState.CLOSED)

    assert isinstance(stage.refused(sittings.reopen, SLUG, b"Nu.", LIVE, by=ORGANISER), Malformed)


def test_a_rehearsal_goes_with_its_protocol(empty: Stage):
    empty.plan(rehearsal=True)
    empty.bring(SittingState.CLOSED)
    assert len(every(empty)) == 1

    empty.do(sittings.remove_rehearsal, SLUG, by=ORGANISER)

    assert empty.reading.look(queries.sittings) == []
    assert empty.everything()["text"] == []
