"""What a sitting is: what citizens read before they write, its hours, its turn-taking, its eight seats."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.records.vocabulary import SittingState
from app.routing.plans import SeatPlan
from tests.house import Held, Program, eight_seats


@pytest.mark.proves("M1")
@pytest.mark.parametrize("where", ["", "/ask"])
def test_citizens_read_what_it_is_about_and_what_happens_to_it_before_they_write(held: Held, where: str):
    page = held.browser().get(f"/{held.slug}{where}")

    before_the_form = page.words.partition("Din fråga eller synpunkt")[0]
    for said in (
        "Bussarna, vården och vägen dit",
        "Vi vill veta hur resorna till vården fungerar för dig.",
        "Nämnden läser allt innan den beslutar om trafiken.",
        "tisdag 15 december 2026",
        "Siv Samordnare, enheten för medborgardialog, dialog@sundmark.example, 0700-00 00 00",
    ):
        assert said in before_the_form


@pytest.mark.proves("M1")
def test_the_page_says_when_the_sitting_is_on_in_its_own_zone(program: Program):
    start = datetime(2027, 3, 2, 15, 0, tzinfo=UTC)
    held = program.hold(
        until=SittingState.PLANNED,
        opens_at=start,
        live_at=start,
        intake_ends_at=start + timedelta(hours=1),
        ends_at=start + timedelta(minutes=90),
        zone="Europe/Helsinki",
    )

    page = held.page()
    assert page.dom.first("p", "kicker").text == "Frågestund, tisdag 2 mars 2027"
    assert [time.text for time in page.at("sitting").all("time")] == ["17.00", "18.00", "18.30"]
    held.close()


@pytest.mark.proves("M2")
def test_questions_come_in_before_and_during_the_sitting_and_it_ends_when_the_time_is_up(program: Program):
    start = program.clock.on(minutes=1).replace(second=0, microsecond=0)
    held = program.hold(
        until=SittingState.PLANNED,
        opens_at=start + timedelta(minutes=10),
        live_at=start + timedelta(minutes=20),
        intake_ends_at=start + timedelta(minutes=30),
        ends_at=start + timedelta(minutes=40),
    )
    told = []

    for minutes in (0, 11, 10, 10, 10):
        program.clock.on(minutes=minutes)
        program.keep_time()
        reply = held.post(f"Fråga efter {minutes} minuter")
        told.append((held.sitting().state.value, reply.status))

    assert told == [("planned", 409), ("open", 303), ("live", 303), ("closing", 409), ("closed", 409)]
    assert [question.state.value for question in held.questions()] == ["lapsed", "lapsed"]
    held.close()


@pytest.mark.proves("M2")
def test_an_advance_question_is_answered_before_the_sitting_and_published_when_it_begins(program: Program):
    held = program.hold(until=SittingState.OPEN, publish_at_once=True)
    receipt = held.answered("Förhandsfrågan")
    waited = (held.question(receipt.number).state.value, "Förhandsfrågan" in held.page().words)

    held.talker("moderator").make("go_live")

    assert waited == ("answered", False)
    assert "Förhandsfrågan" in held.page().words
    held.close()


@pytest.mark.proves("M2")
@pytest.mark.parametrize("here", [True, False])
def test_a_sitting_begins_by_itself_with_what_waited_only_where_a_moderator_is(tmp_path: Path, here: bool):
    with Program(tmp_path, unattended_after=120) as program:
        held = program.hold(until=SittingState.OPEN, publish_at_once=True)
        receipt = held.answered("Förhandsfrågan")
        held.close()
        program.restart()  # which forgets who was there
        if here:
            held.talker("moderator")

        program.clock.on(minutes=70)
        program.keep_time()

        stands = (held.sitting().unattended, held.question(receipt.number).state.value)
        assert stands == ((False, "published") if here else (True, "answered"))
        assert ("Just nu är ingen moderator på plats" in held.page().words) is not here
        held.close()


@pytest.mark.proves("M2")
def test_what_was_not_reached_is_closed_by_a_recorded_outcome_and_the_asker_is_told(held: Held):
    left, promised = held.with_party("Hinner ni svara?"), held.with_party("Kan ni återkomma?", "S")
    held.does("S", "promise", promised.number, by="2026-12-24")

    held.talker("moderator").make("close_intake")
    held.talker("moderator").make("close")

    assert held.question(left.number).state == "lapsed"
    assert held.moves(left.number) == ["ask", "assign", "lapse"]
    assert left.heading() == "Din fråga hanns inte med"
    assert promised.lead().startswith("Partiet har lovat att svara senast torsdag 24 december 2026.")


@pytest.mark.proves("M2")
def test_the_timekeeper_makes_up_for_what_fell_due_while_the_server_was_down(own: Program):
    held = own.hold(until=SittingState.OPEN)
    held.asked("Kommer ni hinna?")
    held.close()

    own.stop()
    own.clock.on(hours=3)
    own.start()
    own.keep_time()

    assert (held.sitting().state, held.question(1).state) == ("closed", "lapsed")
    closed = held.facts("sitting")
    assert closed["due"] == held.sitting().ends_at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    assert closed["count_lapsed"] == 1


@pytest.mark.proves("M2")
def test_the_moderator_can_give_the_sitting_more_time(held: Held):
    later = held.sitting().ends_at + timedelta(hours=1)

    held.talker("moderator").make(
        "extend", intake_end=(later - timedelta(minutes=10)).isoformat(), end=later.isoformat()
    )

    assert held.sitting().ends_at == later
    assert held.post("Hinner jag fråga?").status == 303


@pytest.mark.proves("M3")
def test_everybody_sees_at_the_same_time_what_is_being_said(held: Held):
    readers = [held.listener(after=held.head()) for _ in range(3)]

    held.published("Vad kostar bussen?", "Trettio kronor.")

    told = [reader.until(held.head()) for reader in readers]
    assert told[0] == told[1] == told[2]
    assert "Trettio kronor." in told[0][-1]["html"]


@pytest.mark.proves("M3")
def test_citizens_are_told_that_an_answer_takes_a_little_while(held: Held):
    assert (
        "Varje svar tar en stund: frågan läses först av en moderator och går sedan till ett parti."
        in held.page().words
    )


@pytest.mark.proves("M4")
def test_eight_politicians_sit_in_one_for_each_party_and_the_card_links_to_the_partys_own_site(held: Held):
    page = held.page()

    seats = page.dom.all("li", "seat")
    shown = [(seat.first("span", "mark").text, seat.first("span", "seat-name").text) for seat in seats]
    assert shown == [(seat.code, seat.member) for seat in eight_seats()]
    assert len(shown) == 8
    links = [link.attrs["href"] for seat in seats for link in seat.all("a")]
    assert links == [seat.site for seat in eight_seats() if seat.site]
    css = held.browser().get(f"/{held.slug}/parties.css").html
    assert [line for line in css.splitlines() if eight_seats()[0].colour in line] != []


@pytest.mark.proves("M4")
def test_number_names_order_and_colours_of_the_parties_are_data(program: Program):
    seats = [
        SeatPlan(code=code, name=f"Listan {code}", colour=f"#12345{place}", member=f"Ledamot {code}")
        for place, code in enumerate(["Ö", "A", "99"])
    ]
    held = program.hold(seats=seats)

    page = held.page()

    assert [seat.first("abbr").attrs["title"] for seat in page.dom.all("li", "seat")] == [
        "Listan Ö",
        "Listan A",
        "Listan 99",
    ]
    options = [option.attrs["value"] for option in page.at("wish").all("option")]
    assert options == ["", "Ö", "A", "99"]
    assert held.published(party="99").heading() == "Din fråga är besvarad och publicerad"
    held.close()
