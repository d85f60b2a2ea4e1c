"""What an organiser plans, changes, copies, and removes when it was a rehearsal (M1, M4, M5)."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest

from app.records import queries
from app.records.vocabulary import (
    SYSTEM,
    DeclineReason,
    Malformed,
    NotYours,
    OutOfTurn,
    SittingState,
    Stale,
    State,
    TooLarge,
    Unknown,
)
from app.routing import desk, sittings
from tests.routing.stage import ENDS, INTAKE_ENDS, LIVE, MOA, OPENS, ORGANISER, SLUG, plan, politician

MINUTE = timedelta(minutes=1)


@pytest.mark.proves("M1")
def test_a_planned_sitting_is_kept_and_entered_with_codes_and_times_as_facts_and_words_as_texts(empty):
    empty.do(sittings.create, plan(case_number="RS 2026-123", feedback_by=date(2026, 12, 15)), by=ORGANISER)

    view = empty.sitting()
    assert (view.title, view.case_number, view.state) == (
        "Bussarna i framtiden",
        "RS 2026-123",
        SittingState.PLANNED,
    )
    entry = empty.entries("sitting")[0]
    assert entry.facts == {
        "from": None,
        "to": "planned",
        "version": 1,
        "slug": SLUG,
        "rehearsal": False,
        "opens_at": "2026-11-24T16:00:00.000000Z",
        "live_at": "2026-11-24T17:00:00.000000Z",
        "intake_ends_at": "2026-11-24T18:00:00.000000Z",
        "ends_at": "2026-11-24T19:00:00.000000Z",
        "feedback_by": "2026-12-15",
        "zone": "Europe/Stockholm",
        "advised_length": 500,
        "publish_at_once": False,
        "approval": False,
        "distribution": "turn_order",
        "wishes": True,
        "names": True,
        "rules_version": "2026-1",
    }
    assert sorted(json.loads(entry.entry)["commit"]) == [
        "afterwards",
        "case_number",
        "commission",
        "contact",
        "official",
        "title",
    ]


def test_each_sitting_stands_in_the_installations_log_so_that_none_can_vanish(empty):
    empty.plan()

    assert [(entry.move, entry.facts) for entry in empty.entries(log="installation")] == [
        ("create", {"slug": SLUG, "rehearsal": False})
    ]


@pytest.mark.parametrize("by", [MOA, politician("C"), SYSTEM])
def test_only_an_organiser_plans_a_sitting(empty, by):
    assert isinstance(empty.refused(sittings.create, plan(), by=by), NotYours)


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        *(
            ("slug", {"slug": slug})
            for slug in ("", "ab", "Bussar", "bussar å", "a" * 61, "chat", "sign-in", "desk\n")
        ),
        *((field, {field: " \n"}) for field in ("title", "commission", "afterwards", "official", "contact")),
        ("title", {"title": "Bussar\0"}),
        ("case_number", {"case_number": "RS\0 1"}),
        ("commission", {"commission": "Hur \ud800?"}),
        ("feedback_by", {"feedback_by": date(9999, 12, 31)}),
        ("ends_at", {"ends_at": datetime.max.replace(tzinfo=UTC)}),
        ("live_at", {"live_at": OPENS - MINUTE}),
        ("intake_ends_at", {"intake_ends_at": LIVE}),
        ("ends_at", {"ends_at": INTAKE_ENDS - MINUTE}),
        ("opens_at", {"opens_at": OPENS.replace(tzinfo=None)}),
        ("zone", {"zone": "Skåne"}),
        ("rules_version", {"rules_version": "1911-1"}),
        ("advised_length", {"advised_length": 0}),
        ("advised_length", {"advised_length": 8001}),
    ],
)
def test_a_plan_that_cannot_be_is_refused_by_the_name_of_its_field(empty, field, changes):
    refused = empty.refused(sittings.create, plan(**changes), by=ORGANISER)

    assert (type(refused), refused.facts["field"]) == (Malformed, field)


@pytest.mark.parametrize(
    ("field", "limit"), [("title", 200), ("commission", 2048), ("contact", 200), ("case_number", 200)]
)
def test_a_text_too_long_for_the_frame_that_shows_the_sitting_is_refused(empty, field, limit):
    empty.do(sittings.create, plan("lagom", **{field: "x" * limit}), by=ORGANISER)

    refused = empty.refused(sittings.create, plan(**{field: "x" * (limit + 1)}), by=ORGANISER)

    assert (type(refused), refused.facts) == (TooLarge, {"field": field, "limit": limit})


def test_a_sitting_may_go_live_as_it_opens_and_end_with_its_intake(empty):
    empty.do(sittings.create, plan(live_at=OPENS, ends_at=INTAKE_ENDS), by=ORGANISER)

    assert empty.sitting().live_at == OPENS


def test_a_slug_is_never_used_twice(empty):
    empty.plan()

    refused = empty.refused(sittings.create, plan(title="En annan"), by=ORGANISER)

    assert (type(refused), refused.detail) == (Malformed, "slug_taken")


def test_a_change_enters_what_is_changed_and_nothing_else(stage):
    version = stage.sitting().version

    stage.do(
        sittings.change,
        SLUG,
        plan(title="Tågen", advised_length=300, ends_at=ENDS.astimezone(UTC)),
        by=ORGANISER,
        seen=version,
    )

    entry = stage.entries("sitting")[-1]
    assert entry.facts == {"from": "live", "to": "live", "version": version + 1, "advised_length": 300}
    assert list(json.loads(entry.entry)["commit"]) == ["title"]
    assert (stage.sitting().title, stage.sitting().version) == ("Tågen", version + 1)


@pytest.mark.proves("M23")
def test_a_changed_text_stands_beside_the_one_it_replaces(empty):
    empty.plan()
    empty.do(sittings.change, SLUG, plan(title="Tågen"), by=ORGANISER)

    titles = [row for row in empty.everything()["text"] if row[3] == "title"]

    assert len(titles) == 2
    assert titles[0][0] in titles[1]


def test_of_two_organisers_at_once_the_second_is_told(stage):
    version = stage.sitting().version
    stage.do(sittings.change, SLUG, plan(title="Tågen"), by=ORGANISER, seen=version)

    assert isinstance(
        stage.refused(sittings.change, SLUG, plan(title="Båtarna"), by=ORGANISER, seen=version), Stale
    )


@pytest.mark.parametrize("changes", [{"slug": "annan"}, {"rehearsal": True}])
def test_slug_and_rehearsal_are_fixed(empty, changes):
    empty.plan()

    refused = empty.refused(sittings.change, SLUG, plan(**changes), by=ORGANISER)

    assert (type(refused), refused.detail) == (Malformed, "fixed")


def test_when_names_are_no_longer_shown_every_thread_is_told_again(stage):
    number = stage.published(name="Åke".encode())
    before = stage.head("public")

    stage.do(sittings.change, SLUG, plan(names=False), by=ORGANISER)

    assert stage.told("public", before) == ["sitting", f"question/{number}"]


def test_a_copy_is_planned_at_the_same_hours_as_many_weeks_later_as_it_takes(stage):
    stage.clock.now = OPENS + timedelta(days=15)

    stage.do(sittings.copy, SLUG, "bussarna-igen", by=ORGANISER)

    like, copied = stage.sitting(), stage.reading.look(queries.sitting, "bussarna-igen")
    assert copied.opens_at == like.opens_at + timedelta(weeks=3)
    assert copied.ends_at == like.ends_at + timedelta(weeks=3)
    assert (copied.state, copied.title, copied.case_number) == (SittingState.PLANNED, like.title, None)
    assert copied.seats == like.seats


def test_a_copy_of_a_sitting_to_come_keeps_its_times(empty):
    empty.plan(feedback_by=date(2026, 12, 15))

    empty.do(sittings.copy, SLUG, "bussarna-igen", by=ORGANISER)

    copied = empty.reading.look(queries.sitting, "bussarna-igen")
    assert (copied.opens_at, copied.feedback_by) == (OPENS, date(2026, 12, 15))


@pytest.mark.proves("M5")
def test_a_rehearsal_is_removed_with_all_that_was_said_in_it(empty):
    empty.plan(rehearsal=True)
    empty.bring(SittingState.LIVE)
    for state in State:
        empty.in_state(state)
    empty.do(desk.announce, SLUG, b"Hej", by=MOA)
    empty.do(sittings.create, plan("skolan"), by=ORGANISER)
    before = empty.everything()

    empty.do(sittings.remove_rehearsal, SLUG, by=ORGANISER)

    left = {table: rows for table, rows in empty.everything().items() if rows}
    assert set(left) == {"sitting", "text", "log", "entry", "mark"} | ({"alembic_version"} & set(left))
    assert [row for rows in left.values() for row in rows if SLUG in row] == [
        row for row in left["log"] if row[0] == SLUG
    ]
    assert len(left["sitting"]) == 1
    last = empty.entries(log="installation")[-1]
    assert (last.move, last.facts["slug"], last.facts["questions"]) == (
        "remove",
        SLUG,
        len(before["question"]),
    )


def test_a_removed_rehearsals_slug_is_not_used_again(empty):
    empty.plan(rehearsal=True)
    empty.do(sittings.remove_rehearsal, SLUG, by=ORGANISER)

    assert isinstance(empty.refused(sittings.create, plan(), by=ORGANISER), Malformed)
    assert isinstance(empty.refused(sittings.open_, SLUG, by=ORGANISER), Unknown)


def test_a_real_sitting_is_never_removed(stage):
    stage.asked()

    assert isinstance(stage.refused(sittings.remove_rehearsal, SLUG, by=ORGANISER), OutOfTurn)


def test_what_is_written_together_with_a_removal_finds_no_sitting(empty):
    empty.plan(rehearsal=True)
    empty.bring(SittingState.LIVE)
    number = empty.asked()

    sent = [
        empty.journal.submit(sittings.remove_rehearsal, SLUG, by=ORGANISER),
        empty.journal.submit(desk.decline, SLUG, number, DeclineReason.TONE, by=MOA),
    ]

    assert sent[0].exception(timeout=10) is None
    assert isinstance(sent[1].exception(timeout=10), Unknown)
