"""At the desk: what a question is like, what became of that, and merging with it. On the page: how many have asked."""

import html
import json
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from app.chat import newsroom
from app.chat.alike import Alikes
from app.records import channels, queries
from app.records.vocabulary import State
from app.routing import desk, undo
from tests.chat.bureau import Bureau, bureau
from tests.routing.stage import SLUG

HALLARP = "När går det kvällsbuss till Hällarp igen?"
AGAIN = "När gårr det kvälsbuss till Hällarp?"
VIKSELE = "När går det kvällsbuss till Viksele?"
LIBRARY = "Kan biblioteket ha öppet på söndagar?"


@pytest.fixture
async def at(tmp_path: Path) -> AsyncIterator[Bureau]:
    async with bureau(tmp_path) as made:
        yield made


async def _alike(at: Bureau, number: int) -> str:
    """What stands under the heading that says what a question is like, as it is read."""
    page = (await at.get(f"/{number}")).text
    _, heading, section = page.partition('id="case-alike">')
    shown = re.sub(r"<[^>]+>", " ", section.partition("</section>")[0]) if heading else ""
    return " ".join(html.unescape(shown).split())


async def _chip(at: Bureau, number: int) -> list[str]:
    row = (await at.get()).text.partition(f'<li class="post" id="q-{number}"')[2].partition("</li>")[0]
    return re.findall(r"liknar \d+", row)


async def test_the_case_says_what_it_is_like_how_much_and_what_became_of_it(at: Bureau) -> None:
    answered, other = await at.published(body=HALLARP), await at.asked(VIKSELE)
    await at.asked(LIBRARY)
    number = await at.asked(AGAIN)

    shown = await _alike(at, number)

    assert shown == (
        f"Liknar {answered} {HALLARP} mycket lik, redan besvarad Sammanför med {answered}"
        f" {other} {VIKSELE} något lik, inkommen Sammanför med {other}"
    )


async def test_one_press_merges_with_it_and_the_asker_is_told_where_it_is_answered(at: Bureau) -> None:
    answered, number = await at.published(body=HALLARP), await at.asked(AGAIN)
    page = (await at.get(f"/{number}")).text
    form = page.partition('id="case-alike"')[2].partition("</form>")[0]
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))

    reply = await at.post(f"/{number}/merge", **fields)

    after = await at.question(number)
    assert (reply.status_code, fields["into"]) == (303, str(answered))
    assert (after.state, after.into) == (State.MERGED, answered)
    assert await _alike(at, number) == ""


async def test_the_sheet_for_merging_proposes_what_is_very_alike_and_nothing_less(at: Bureau) -> None:
    first, near = await at.asked(HALLARP), await at.asked(VIKSELE)
    number = await at.asked(AGAIN)

    proposed = [
        re.findall(r'id="merge-into"[^>]* value="(\d*)"', (await at.get(f"/{each}")).text)
        for each in (number, near)
    ]

    assert proposed == [[str(first)], [""]]


@pytest.mark.parametrize("state", [State.DECLINED, State.REFERRED, State.LAPSED, State.UNPUBLISHED])
async def test_what_will_never_be_answered_is_shown_but_not_offered_to_merge_with(
    at: Bureau, state: State
) -> None:
    ended = await at.in_state(state)
    number = await at.asked()

    page = await at.get(f"/{number}")

    assert f"Liknar {ended}" in await _alike(at, number)
    assert f"Sammanför med {ended}" not in page.text


async def test_one_that_is_merged_leads_to_where_it_went(at: Bureau) -> None:
    target, merged = await at.asked(LIBRARY), await at.asked(HALLARP)
    await at.served.do(desk.merge, SLUG, merged, target, by=at.moa)

    shown = await _alike(at, await at.asked(AGAIN))

    assert shown == f"Liknar {merged} {HALLARP} mycket lik, sammanförd med {target} Sammanför med {target}"


async def test_what_belongs_together_already_is_not_said_to_be_alike(at: Bureau) -> None:
    root = await at.published(body=HALLARP)
    follow_up = await at.asked(AGAIN, follow_up_to=root)
    merged, sibling = await at.asked(f"{HALLARP} Tack!"), await at.asked(f"Hej! {HALLARP}")
    for each in (merged, sibling):
        await at.served.do(desk.merge, SLUG, each, follow_up, by=at.moa)

    assert [await _alike(at, each) for each in (follow_up, merged)] == ["", f"Liknar {root} {HALLARP} mycket lik, redan besvarad"]  # fmt: skip
    assert await _chip(at, follow_up) == []


async def test_a_row_says_which_earlier_one_it_is_very_like_while_it_is_open(at: Bureau) -> None:
    first, near, number = await at.asked(HALLARP), await at.asked(VIKSELE), await at.asked(AGAIN)

    chips = [await _chip(at, each) for each in (first, near, number)]
    await at.served.do(desk.decline, SLUG, number, "off_topic", by=at.moa)

    assert chips == [[], [], [f"liknar {first}"]]
    assert await _chip(at, number) == []


async def test_the_frame_of_a_row_is_the_row_of_the_page_fetched_anew(at: Bureau) -> None:
    await at.asked(HALLARP)
    before = await at.served.look(queries.head, channels.desk(SLUG))
    number, last = await at.asked(AGAIN), await at.asked(HALLARP)
    await at.served.do(desk.merge, SLUG, number, 1, by=at.moa)
    fresh = Alikes()  # as after a restart, with nothing in memory

    told = [
        await at.served.look(newsroom.read, channels.desk(SLUG), before, (newsroom.html("sv"),), alikes)
        for alikes in (at.served.house.alikes, fresh)
    ]

    frames: list[Any] = [
        [json.loads(text) for frame in each.frames["html:sv"] for text in frame.texts] for each in told
    ]
    page = (await at.get()).text
    assert frames[0] == frames[1]
    assert {frame["put"]: "likadan som 1<" in frame["html"] for frame in frames[0]} == {
        "q-1": False,
        f"q-{number}": False,
        f"q-{last}": True,
        "sitting": False,
    }
    assert [frame["put"] for frame in frames[0] if frame["html"] not in page] == []


async def test_a_setting_says_from_when_on_questions_are_alike(tmp_path: Path) -> None:
    async with bureau(tmp_path, alike_from=0.99) as at:
        first = await at.asked(HALLARP)
        shown = [await _alike(at, await at.asked(text)) for text in (AGAIN, HALLARP.upper())]

    assert shown == ["", f"Liknar {first} {HALLARP} mycket lik, inkommen Sammanför med {first}"]


async def test_the_page_tells_how_many_asked_as_soon_as_one_is_merged_and_when_it_is_undone(
    at: Bureau,
) -> None:
    answered = await at.published(body=HALLARP)
    numbers = [await at.asked(AGAIN), await at.asked(f"{HALLARP} Tack!")]
    said = []

    for make in (
        lambda: at.served.do(desk.merge, SLUG, numbers[0], answered, by=at.moa),
        lambda: at.served.do(desk.merge, SLUG, numbers[1], answered, by=at.moa),
        lambda: at.served.do(undo.undo, SLUG, numbers[1], by=at.moa),
        lambda: at.served.do(undo.undo, SLUG, numbers[0], by=at.moa),
    ):
        before = await at.served.look(queries.head, channels.public(SLUG))
        await make()
        told = await at.served.look(newsroom.read, channels.public(SLUG), before, ("html:sv",))
        frames = [json.loads(text)["html"] for frame in told.frames["html:sv"] for text in frame.texts]
        assert [frame for frame in frames if frame not in (await at.served.get(f"/{SLUG}")).text] == []
        said.append([re.findall(r"(\d+) personer har frågat detta", frame) for frame in frames])

    assert said == [[["2"]], [["3"]], [["2"]], [[]]]


async def test_nothing_of_another_sitting_or_an_older_time_is_found(at: Bureau) -> None:
    alikes = Alikes(kept=1)
    await at.asked(HALLARP)
    number = await at.asked(AGAIN)

    found = await at.served.look(alikes.near, SLUG, number, 5)
    later = await at.asked(f"Hej! {HALLARP}")
    then = await at.served.look(alikes.near, SLUG, number, 5)

    assert [near for near, _ in found] == [1]
    assert [near for near, _ in then] == [1, later]
