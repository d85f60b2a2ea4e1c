"""A claim is soft: it is seen, it passes by itself, it can be taken over in one press, and no move waits for it (M17)."""

import json
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx2
import pytest

from app.chat.presence import TTL
from app.records.vocabulary import State
from tests.chat.bureau import DESK, Bureau, bureau
from tests.dom import parse
from tests.routing.stage import SLUG


@pytest.fixture
async def at(tmp_path: Path) -> AsyncIterator[Bureau]:
    async with bureau(tmp_path) as made:
        yield made


async def ali(at: Bureau, path: str, **fields: str) -> httpx2.Response:
    """Ali's browser: a page, or a form where there are fields."""
    headers = {"Cookie": await at.served.cookie(at.ali.account or 0)}
    if fields:
        return await at.client.post(DESK + path, data=fields, headers=headers)
    return await at.client.get(DESK + path, headers=headers)


def claim(reply: httpx2.Response) -> str | None:
    """The line above the case, None where it is hidden."""
    place = parse(reply.text).at("claim")
    return None if "hidden" in place.attrs else place.text


async def test_whoever_comes_second_sees_who_has_it_and_since_when(at: Bureau) -> None:
    number = await at.asked()
    await ali(at, f"/{number}")

    said = claim(await at.get(f"/{number}"))

    assert said is not None
    assert said.startswith("Ali Berg har frågan framme sedan 1")
    assert said.endswith("Ta över")


async def test_ones_own_claim_is_no_news_to_oneself(at: Bureau) -> None:
    number = await at.asked()

    assert claim(await at.get(f"/{number}")) is None


async def test_the_desk_says_who_is_here_and_what_they_have_in_hand(at: Bureau) -> None:
    number = await at.asked()
    await ali(at, f"/{number}")

    here = parse((await at.get()).text).at("here").text

    assert here == f"Vid moderatorbordet nu Ali Berg läser {number} Moa Lind"


async def test_a_take_over_is_one_press_and_the_other_sees_it(at: Bureau) -> None:
    number = await at.asked()
    await ali(at, f"/{number}")

    pressed = await at.post("/here", number=str(number), over="1")

    assert pressed.headers["location"] == f"{DESK}/{number}"
    theirs, own = await ali(at, f"/{number}"), await at.get(f"/{number}")
    assert str(claim(theirs)).startswith("Moa Lind tog över frågan")
    assert str(claim(own)).startswith("Ali Berg har också frågan framme.")
    press = [parse(page.text).at("claim").all("form")[0].attrs for page in (theirs, own)]
    assert ["hidden" in attrs for attrs in press] == [False, True]


async def test_no_move_waits_for_a_claim(at: Bureau) -> None:
    number = await at.asked()
    await at.post("/here", doing="deciding", number=str(number), over="1")

    moved = await ali(at, f"/{number}/hold", seen="1")

    assert moved.status_code == 303
    assert (await at.question(number)).state is State.HELD


async def test_a_claim_that_nobody_renews_is_gone_after_a_minute(at: Bureau) -> None:
    number = await at.asked()
    await ali(at, f"/{number}")
    at.served.clock.now += TTL + timedelta(seconds=1)

    assert claim(await at.get(f"/{number}")) is None


async def test_opening_another_question_lets_the_first_one_go(at: Bureau) -> None:
    one, other = await at.asked(), await at.asked()
    await ali(at, f"/{one}")
    await ali(at, f"/{other}")

    assert claim(await at.get(f"/{one}")) is None
    assert claim(await at.get(f"/{other}")) is not None


async def test_a_row_tells_what_a_moderator_decided_last_and_how_to_undo_it(at: Bureau) -> None:
    number = await at.asked()
    await ali(at, f"/{number}/decline", seen="1", reason="tone")

    row = parse((await at.get(tab="ended")).text).at(f"q-{number}")

    (last,) = row.all("p", "post-last")
    assert last.text.startswith("Ali Berg valde att inte publicera 1")
    assert last.attrs["data-by"] == str(at.ali.account)
    (button,) = last.all("button")
    assert (button.attrs["formaction"], button.attrs["value"]) == (f"{DESK}/{number}/undo", "2")
    undone = await at.post(f"/{number}/undo", seen="2")
    assert undone.status_code == 303
    assert (await at.question(number)).state is State.RECEIVED


async def test_a_row_whose_last_move_is_nobodys_at_the_desk_says_nothing(at: Bureau) -> None:
    asked, answered = await at.asked(), await at.answered()

    page = parse((await at.get()).text)

    assert [page.at(f"q-{number}").all("p", "post-last") for number in (asked, answered)] == [[], []]


async def test_a_row_in_a_frame_is_the_row_on_the_page(at: Bureau) -> None:
    number = await at.asked()
    cookie = await at.served.cookie(at.ali.account or 0)
    head = (await at.served.house.hub.stand(f"{SLUG}/desk"))[0]
    stream = await at.served.open(f"{DESK}/live?after={head}&lang=sv", cookie)

    await at.post(f"/{number}/hold", seen="1")

    frame: dict[str, Any] = {}
    while frame.get("put") != f"q-{number}":
        frame = json.loads(await stream.recv())
    row = parse((await at.get()).text).at(f"q-{number}")
    assert parse(frame["html"]).at(f"q-{number}").written() == row.written()
    assert "Moa Lind lät vila" in row.text
