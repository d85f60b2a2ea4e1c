"""The parties' chairs: any number, as data, changed one by one in the record (M4, M22)."""

import json
from dataclasses import replace

import pytest

from app.records.vocabulary import Malformed, NotYours, OutOfTurn, SittingState
from app.routing.plans import SeatPlan
from app.routing.seats import set_seats
from tests.routing.stage import MOA, ORGANISER, SEATS, SLUG

V = SeatPlan(code="V", name="Vänster om vägen", colour="#AA0000")


def codes(stage):
    return [seat.code for seat in stage.sitting().seats]


@pytest.mark.proves("M4")
@pytest.mark.parametrize("count", [0, 1, 8, 23])
def test_a_sitting_has_any_number_of_seats_in_the_order_given(empty, count):
    empty.plan()
    seats = [SeatPlan(code=f"P{n}", name=f"Parti {n}", colour="#00ff7F") for n in reversed(range(count))]

    empty.do(set_seats, SLUG, seats, by=ORGANISER)

    assert codes(empty) == [seat.code for seat in seats]


@pytest.mark.proves("M22")
def test_a_new_seat_is_entered_by_itself_with_its_names_as_texts(empty):
    empty.plan()

    empty.do(set_seats, SLUG, [*SEATS, V], by=ORGANISER)

    (entry,) = empty.entries("seat/V")
    assert (entry.move, entry.facts) == ("seat", {"colour": "#AA0000", "order": 3})
    assert sorted(json.loads(entry.entry)["commit"]) == ["helper", "member", "name", "site", "substitute"]


def test_a_change_enters_what_is_changed_and_of_the_others_nothing(stage):
    before = len(stage.entries())

    stage.do(set_seats, SLUG, [replace(SEATS[0], member="Cleo Centerfalk"), *SEATS[1:]], by=ORGANISER)

    (entry,) = stage.entries()[before:]
    assert (entry.subject, entry.facts) == ("seat/C", {})
    assert list(json.loads(entry.entry)["commit"]) == ["member"]
    assert stage.sitting().seats[0].member == "Cleo Centerfalk"


def test_another_order_is_entered_for_those_that_moved(stage):
    stage.do(set_seats, SLUG, [SEATS[1], SEATS[0], SEATS[2]], by=ORGANISER)

    assert codes(stage) == ["S", "C", "M"]
    assert [entry.facts.get("order") for entry in stage.entries("seat/M")] == [2]


def test_a_seat_that_nobody_was_asked_from_can_be_removed_and_come_back(stage):
    stage.do(set_seats, SLUG, SEATS[:2], by=ORGANISER)
    assert codes(stage) == ["C", "S"]
    assert stage.entries("seat/M")[-1].facts == {"removed": True}

    stage.do(set_seats, SLUG, SEATS, by=ORGANISER)
    assert codes(stage) == ["C", "S", "M"]
    assert stage.entries("seat/M")[-1].facts == {"removed": False}


def test_a_seat_that_was_asked_stays(stage):
    stage.assigned("M")

    refused = stage.refused(set_seats, SLUG, SEATS[:2], by=ORGANISER)

    assert (type(refused), refused.facts["party"]) == (OutOfTurn, "M")


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        *(("code", {"code": code}) for code in ("", "c", "ABCDEFG", "C-D", "C\n", "C")),
        ("name", {"name": " "}),
        ("member", {"member": "Mia\0"}),
        ("helper", {"helper": "\ud800"}),
        *(("colour", {"colour": colour}) for colour in ("red", "#12345", "#1234567", "#12345g", "#123456;")),
        *(
            ("site", {"site": site})
            for site in ("javascript:alert(1)", "example.se", "ftp://x", 'https://x" onclick=')
        ),
    ],
)
def test_a_seat_that_cannot_be_is_refused_by_the_name_of_its_field(stage, field, changes):
    refused = stage.refused(set_seats, SLUG, [SEATS[0], replace(V, **changes)], by=ORGANISER)

    assert (type(refused), refused.facts["field"]) == (Malformed, field)


def test_swedish_letters_make_a_code(empty):
    empty.plan()

    empty.do(set_seats, SLUG, [replace(V, code="ÅÄÖ1")], by=ORGANISER)

    assert codes(empty) == ["ÅÄÖ1"]


def test_only_the_organiser_sets_the_seats(stage):
    assert isinstance(stage.refused(set_seats, SLUG, SEATS, by=MOA), NotYours)


def test_the_seats_of_an_archived_sitting_stay(stage):
    stage.bring(SittingState.ARCHIVED)

    assert isinstance(stage.refused(set_seats, SLUG, SEATS, by=ORGANISER), OutOfTurn)


def test_a_party_with_another_name_is_told_in_every_thread(stage):
    number = stage.published("C")
    before = stage.head("public")

    stage.do(set_seats, SLUG, [replace(SEATS[0], name="Centern"), *SEATS[1:]], by=ORGANISER)

    assert stage.told("public", before) == [f"question/{number}", "sitting"]


def test_a_removed_party_hears_that_it_is_gone(stage):
    before = stage.head("party/M")

    stage.do(set_seats, SLUG, SEATS[:2], by=ORGANISER)

    assert stage.told("party/M", before) == ["sitting"]
