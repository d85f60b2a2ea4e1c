"""The sitting's own moves at the desk, and the close (M2, M19)."""

import html
import json
import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.chat import newsroom
from app.chat.shown import local_input
from app.records import channels, queries
from app.records.views import SittingView
from app.records.vocabulary import SittingState, State
from app.routing import panel, sittings
from tests.chat.bureau import DESK, Bureau, bureau
from tests.routing.stage import SLUG, politician


@pytest.fixture
async def at(tmp_path: Path) -> AsyncIterator[Bureau]:
    async with bureau(tmp_path) as made:
        yield made


async def sitting(at: Bureau) -> SittingView:
    found: SittingView = await at.served.look(queries.sitting, SLUG)
    return found


async def test_the_desk_shows_the_sittings_open_moves_and_no_other(at: Bureau) -> None:
    page = (await at.get()).text

    no_moves = {"tell", "handover", "moves"}
    offered = set(re.findall(rf'action="{DESK}/(\w+)"', page)) - no_moves
    assert offered == {"pause", "extend", "announce", "close_intake"}


async def test_the_intake_is_paused_and_taken_up_again(at: Bureau) -> None:
    paused = await at.post("/pause")
    while_paused = (await sitting(at)).paused
    await at.post("/resume")

    assert (paused.status_code, paused.headers["location"]) == (303, DESK)
    assert (while_paused, (await sitting(at)).paused) == (True, False)


async def test_the_end_is_moved_in_the_sittings_own_hours(at: Bureau) -> None:
    held = await sitting(at)
    later = held.ends_at + timedelta(minutes=30)

    await at.post(
        "/extend",
        intake_end=local_input(held.intake_ends_at, held.zone),
        end=local_input(later, held.zone),
    )

    after = await sitting(at)
    assert (after.intake_ends_at, after.ends_at) == (
        held.intake_ends_at,
        later.replace(second=0, microsecond=0),
    )


async def test_an_hour_that_comes_twice_is_asked_about(at: Bureau) -> None:
    twice = "2027-10-31T02:30"

    asked = await at.post("/extend", end=twice)
    answered = await at.post("/extend", end=twice, fold="1")

    assert asked.status_code == 400
    assert "Vilken tid menar du?" in asked.text
    assert f'value="{twice}"' in asked.text
    assert answered.status_code == 303
    assert (await sitting(at)).ends_at == datetime(2027, 10, 31, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("end", "said"),
    [
        ("2020-01-01T10:00", "Tiden har redan passerat."),
        ("i morgon", "Skriv datum och klockslag"),
        ("2027-03-28T02:30", "Det klockslaget finns inte"),
        ("2026-11-17T18:30", "Tiderna kommer i fel ordning"),
    ],
)
async def test_a_time_that_cannot_be_is_told_and_what_was_typed_is_still_there(
    at: Bureau, end: str, said: str
) -> None:
    reply = await at.post("/extend", end=end)

    assert reply.status_code == 400
    assert said in reply.text
    assert f'value="{end}"' in reply.text
    assert 'aria-invalid="true"' in reply.text


async def test_everybody_is_told_and_an_empty_announcement_is_none(at: Bureau) -> None:
    empty = await at.post("/announce", body="")
    await at.post("/announce", body="Vi tar paus i fem minuter.")

    told = await at.served.look(queries.announcements, SLUG)
    assert empty.status_code == 400
    assert [each.body for each in told] == ["Vi tar paus i fem minuter."]
    assert "Vi tar paus i fem minuter." in (await at.get()).text


async def test_before_the_close_it_is_shown_what_will_lapse(at: Bureau) -> None:
    one, promised = await at.in_state(State.ASSIGNED), await at.in_state(State.ASSIGNED)
    await at.served.do(
        panel.promise, SLUG, promised, (at.served.clock.now + timedelta(days=3)).date(), by=politician("C")
    )
    await at.in_state(State.DECLINED)
    await at.served.do(sittings.close_intake, SLUG, by=at.moa)

    page = html.unescape((await at.get("/closing")).text)

    lapsing = re.findall(rf'class="no" href="{DESK}/(\d+)"', page)
    assert lapsing == [str(promised)]
    assert f'href="{DESK}/closing?after={one - 1}#turn"' in page
    assert "1 fråga saknar utfall" in page
    assert f'action="{DESK}/close"' in page


async def test_the_close_gives_every_post_an_outcome_and_shows_the_counts(at: Bureau) -> None:
    number = await at.asked()
    await at.in_state(State.PUBLISHED)
    await at.post("/close_intake")

    closed = await at.post("/close", lapsing="1")
    page = (await at.get("/closing")).text

    assert (closed.status_code, closed.headers["location"]) == (303, f"{DESK}/closing")
    assert (await sitting(at)).state is SittingState.CLOSED
    assert (await at.question(number)).state is State.LAPSED
    assert re.findall(r'<dt>([^<]+)</dt><dd class="figure">(\d+)</dd>', page) == [
        ("Publicerad", "1"),
        ("Hanns inte med", "1"),
    ]


async def test_after_the_close_the_case_keeps_only_the_moves_there_are(at: Bureau) -> None:
    number = await at.in_state(State.PUBLISHED)
    await at.post("/close_intake")
    await at.post("/close")

    page = (await at.get(f"/{number}")).text
    refused = await at.post(f"/{number}/take_back")

    assert set(re.findall(rf'action="{DESK}/{number}/(\w+)"', page)) == {
        "correct",
        "unpublish",
        "mark",
        "undo",
        "note",
    }
    assert refused.status_code == 409


async def test_a_long_announcement_stands_on_the_desk_as_in_the_frame(at: Bureau) -> None:
    await at.post("/announce", body='"' * 9_000)

    told = await at.served.look(newsroom.read, channels.desk(SLUG), 0, (newsroom.html("sv"),))
    page = (await at.get()).text

    frames = [json.loads(text) for frame in told.frames[newsroom.html("sv")] for text in frame.texts]
    announced = [frame["html"] for frame in frames if frame.get("put") == "n-1"]
    assert [each in page for each in announced] == [True]
