"""A citizen's post on its way in: kept whatever it says, once, in time or not (M6, M9, M10, M23)."""

from datetime import timedelta
from uuid import UUID

import pytest

from app.records.vocabulary import (
    SYSTEM,
    Closed,
    NotYours,
    SittingState,
    State,
    Unknown,
    UnpublishReason,
)
from app.routing import desk, intake, publishing, sittings
from app.routing.receipts import receipt
from tests.routing.stage import ENDS, INTAKE_ENDS, LIVE, MOA, OPENS, ORGANISER, SLUG

SECOND = timedelta(seconds=1)


@pytest.mark.proves("M23", "R-05")
def test_a_post_is_numbered_kept_and_entered(stage):
    asked = stage.ask(
        "Går bussen på natten?", name="Åke".encode(), wish="S", lang="sv", flags=["length", "phone"]
    )

    view = stage.question(asked.number)
    assert (asked.number, asked.version, asked.state, asked.fresh) == (1, 1, State.RECEIVED, True)
    assert (view.body, view.name, view.wish, view.flags) == (
        "Går bussen på natten?",
        "Åke",
        "S",
        ("length", "phone"),
    )
    assert stage.facts(1) == {
        "from": None,
        "to": "received",
        "version": 1,
        "lang": "sv",
        "channel": "web",
        "wish": "S",
        "follow_up_to": None,
        "flags": "length phone",
        "left_out": None,
    }


def test_what_is_entered_holds_no_word_of_the_post(stage):
    stage.ask("Hemligheten är kanariefågel", name=b"Kanarie", wish="kanarieparti")

    assert [b"anarie" in entry.entry for entry in stage.entries()] == [False] * len(stage.entries())


def test_numbers_have_no_gaps_though_posts_are_refused_in_between(stage):
    stage.asked()
    stage.turned_away(
        intake.ask, SLUG, by=SYSTEM, arrived=LIVE, body=b"x", receipt=receipt(b"k", SLUG, UUID(int=1), b"x")
    )
    stage.asked()

    assert [entry.subject for entry in stage.entries()][-2:] == ["question/1", "question/2"]


@pytest.mark.proves("M12")
def test_the_same_ticket_with_the_same_text_is_the_same_post(stage):
    first = stage.ask("Hej", ticket=UUID(int=99))
    before = stage.everything()

    again = stage.ask("Hej", ticket=UUID(int=99))

    assert (again.number, again.version, again.fresh) == (first.number, 1, False)
    assert stage.everything() == before


@pytest.mark.proves("M12")
def test_a_post_sent_again_after_the_close_is_told_what_became_of_it(stage):
    first = stage.ask("Hej", ticket=UUID(int=99))
    stage.bring(SittingState.CLOSED)

    again = stage.ask("Hej", ticket=UUID(int=99))

    assert (again.number, again.state, again.fresh) == (first.number, State.LAPSED, False)


def test_the_same_ticket_with_another_text_is_a_new_post(stage):
    numbers = [stage.ask(text, ticket=UUID(int=99)).number for text in ("Hej", "Hej!")]

    assert numbers == [1, 2]


def test_a_planned_sitting_takes_no_posts(empty):
    empty.plan()

    with pytest.raises(Closed) as refused:
        empty.ask(arrived=OPENS)

    assert refused.value.facts == {"state": "planned", "paused": False}


def test_an_open_sitting_takes_questions_beforehand(empty):
    empty.plan()
    empty.bring(SittingState.OPEN)

    assert empty.ask().state is State.RECEIVED


def test_a_post_that_arrives_while_the_intake_is_paused_is_turned_away(stage):
    stage.do(sittings.pause, SLUG, by=MOA)

    with pytest.raises(Closed) as refused:
        stage.ask()

    assert refused.value.facts == {"state": "live", "paused": True}


def test_a_post_that_arrived_before_the_pause_is_in_time(stage):
    arrived = stage.clock.now
    stage.clock.now += SECOND
    stage.do(sittings.pause, SLUG, by=MOA)

    assert stage.ask(arrived=arrived).state is State.RECEIVED


def test_after_the_pause_posts_come_in_again(stage):
    stage.do(sittings.pause, SLUG, by=MOA)
    stage.do(sittings.resume, SLUG, by=MOA)

    assert stage.ask().fresh


def test_the_intake_ends_at_its_hour_even_before_the_timekeeper_has_come(stage):
    assert stage.ask(arrived=INTAKE_ENDS - timedelta(microseconds=1)).fresh
    with pytest.raises(Closed):
        stage.ask(arrived=INTAKE_ENDS)


def test_a_post_that_arrived_before_the_intake_was_closed_by_hand_is_in_time(stage):
    arrived = stage.clock.now
    stage.clock.now += SECOND
    stage.do(sittings.close_intake, SLUG, by=MOA)

    assert stage.ask("Före", arrived=arrived).state is State.RECEIVED
    with pytest.raises(Closed):
        stage.ask("Efter", arrived=stage.clock.now)


def test_an_intake_that_ends_in_a_pause_ended_when_the_pause_began(stage):
    arrived = stage.clock.now
    stage.clock.now += SECOND
    stage.do(sittings.pause, SLUG, by=MOA)
    stage.clock.now += SECOND
    stage.do(sittings.close_intake, SLUG, by=MOA)

    assert not stage.sitting().paused
    assert stage.ask("Före", arrived=arrived).fresh
    with pytest.raises(Closed):
        stage.ask("Under", arrived=arrived + SECOND + SECOND / 2)


@pytest.mark.proves("M2", "M23")
def test_a_post_in_time_that_is_stored_after_the_close_is_kept_and_lapses_at_once(stage):
    arrived = INTAKE_ENDS - SECOND
    stage.bring(SittingState.CLOSED)

    asked = stage.ask(arrived=arrived)

    assert (asked.state, asked.version) == (State.LAPSED, 2)
    assert stage.moves(asked.number) == ["ask", "lapse"]
    assert stage.facts(asked.number)["late"] is True
    assert stage.entries(f"question/{asked.number}")[-1].actor == "system"


def test_an_extended_intake_takes_posts_until_its_new_end(stage):
    stage.do(sittings.extend, SLUG, INTAKE_ENDS + SECOND, by=MOA)

    assert stage.ask(arrived=INTAKE_ENDS).fresh


@pytest.mark.proves("M10")
@pytest.mark.parametrize("wish", ["PP", "c", "", "C; DROP TABLE seat"])
def test_a_wish_for_a_party_without_a_seat_is_left_out_and_the_post_is_kept(stage, wish):
    number = stage.ask(wish=wish).number

    assert stage.question(number).wish is None
    assert stage.facts(number)["left_out"] == ("wish" if wish else None)


def test_where_no_party_may_be_wished_for_the_wish_is_left_out(empty):
    empty.plan(wishes=False)
    empty.bring(SittingState.LIVE)

    number = empty.ask(wish="C").number

    assert empty.question(number).wish is None


def test_where_no_names_are_given_the_name_is_not_kept(empty):
    empty.plan(names=False)
    empty.bring(SittingState.LIVE)

    number = empty.ask(name=b"Kanarie").number

    assert empty.question(number).name is None
    assert empty.facts(number)["left_out"] == "name"
    assert b"Kanarie" not in repr(empty.everything()).encode()


def test_a_follow_up_belongs_to_the_root_of_its_thread(stage):
    root = stage.published()
    first = stage.published(follow_up_to=root)

    second = stage.asked(follow_up_to=first)

    assert stage.question(second).follow_up_to == root


@pytest.mark.parametrize("state", [state for state in State if state is not State.PUBLISHED])
def test_a_follow_up_to_what_is_not_on_the_page_is_a_question_of_its_own(stage, state):
    number = stage.in_state(state)

    asked = stage.asked(follow_up_to=number)

    assert stage.question(asked).follow_up_to is None
    assert stage.facts(asked)["left_out"] == "thread"


def test_a_follow_up_to_a_thread_that_was_unpublished_is_a_question_of_its_own(stage):
    root = stage.published()
    follow_up = stage.published(follow_up_to=root)
    stage.do(publishing.unpublish, SLUG, root, UnpublishReason.PRIVACY, by=MOA)

    assert stage.question(stage.asked(follow_up_to=follow_up)).follow_up_to is None


@pytest.mark.parametrize("number", [0, -1, 99, 2**63])
def test_a_follow_up_to_nothing_is_a_question_of_its_own(stage, number):
    assert stage.question(stage.asked(follow_up_to=number)).follow_up_to is None


@pytest.mark.parametrize(
    ("given", "kept"), [("sv", "sv"), ("en-GB", "en-GB"), ("se", "se"), ("", "und"), ("<b>", "und")]
)
def test_the_language_is_a_code_or_undetermined(stage, given, kept):
    assert stage.question(stage.asked(lang=given)).lang == kept


def test_the_system_asks_nothing(stage):
    with pytest.raises(NotYours):
        stage.ask(by=SYSTEM)


def test_staff_may_ask_like_anybody(stage):
    assert stage.entries(f"question/{stage.ask(by=ORGANISER).number}")[0].role == "organiser"


def test_there_is_no_asking_in_a_sitting_that_does_not_exist(empty):
    with pytest.raises(Unknown):
        empty.ask()


@pytest.mark.parametrize(
    "body",
    [
        "å" * 4096,
        '"' * 8192,
        "\x01" * 8192,
        "a\0b",
        "\u202eevil\u202c",
        "<script>alert(1)</script>",
        "😀" * 2048,
    ],
)
def test_every_readable_post_is_kept_as_it_came(stage, body):
    assert stage.question(stage.asked(body)).body == body


def test_the_desk_hears_of_a_post_at_once_and_the_public_does_not(stage):
    public, desk_head = stage.head("public"), stage.head("desk")

    number = stage.asked()

    assert stage.told("desk", desk_head) == [f"question/{number}", "sitting"]
    assert stage.told(f"post/{number}") == [f"question/{number}"]
    assert stage.head("public") == public


def test_the_asker_sees_when_a_moderator_has_read_the_post(stage):
    number = stage.asked()
    assert stage.question(number).seen_at is None

    stage.do(desk.hold, SLUG, number, by=MOA)
    first = stage.question(number).seen_at
    stage.do(desk.release, SLUG, number, by=MOA)

    seen = [entry.at for entry in stage.entries(f"question/{number}") if entry.move == "hold"]
    assert [first, stage.question(number).seen_at] == [*seen, *seen]


def test_a_sitting_reopened_after_its_end_takes_no_new_posts(stage):
    stage.bring(SittingState.CLOSED)
    stage.do(sittings.reopen, SLUG, b"Ett svar fattades.", by=ORGANISER)

    with pytest.raises(Closed):
        stage.ask(arrived=ENDS)
