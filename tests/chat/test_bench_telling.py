"""Who is writing an answer now, as everybody who reads the page is told of it."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection

from app.chat.bench_telling import Bench, tell
from app.chat.presence import Doing
from app.records import channels, queries
from app.routing import desk, marks, panel, publishing
from tests.chat.bureau import Bureau, bureau
from tests.chat.serving import PATIENCE
from tests.dom import parse
from tests.routing.stage import SLUG, politician


@pytest.fixture
async def at(tmp_path: Path) -> AsyncIterator[Bureau]:
    """The desk, with a question that C is asked and one that S is asked."""
    async with bureau(tmp_path) as made:
        assert [await made.assigned("C"), await made.assigned("S")] == [1, 2]
        yield made


async def reader(at: Bureau, lang: str = "sv") -> ClientConnection:
    """Somebody who has the public page open, and has heard all that was told."""
    head = await at.served.look(queries.head, channels.public(SLUG))
    socket = await at.served.open(f"/{SLUG}/live?after=0&lang={lang}")
    async with asyncio.timeout(PATIENCE):
        while json.loads(await socket.recv()).get("seq") != head:
            pass
    return socket


def at_work(
    at: Bureau, party: str, doing: Doing = Doing.WRITING, number: int | None = 1, account: int = 3
) -> None:
    house = at.served.house
    house.presence.mark(channels.party(SLUG, party), account, "Anna Ek", doing, number, now=house.clock())


async def heard(socket: ClientConnection) -> dict[str, Any]:
    """The next frame that says who writes."""
    async with asyncio.timeout(PATIENCE):
        while True:
            frame: dict[str, Any] = json.loads(await socket.recv())
            if frame.get("put") == "writing":
                return frame


async def test_readers_are_told_which_party_writes_and_when_it_has_stopped(at: Bureau) -> None:
    socket, told = await reader(at), dict[str, Bench]()
    at_work(at, "C")
    await tell(at.served.house, told, again=False)
    begun = await heard(socket)
    at_work(at, "C", Doing.READING)
    await tell(at.served.house, told, again=False)
    ended = await heard(socket)

    [seat] = parse(begun["html"]).all("li")
    assert (seat.attrs["data-seat"], seat.text) == ("C", "svarar nu på nummer 1")
    assert ("seq" in begun, begun["in"], begun["at"]) == (False, None, None)
    assert parse(ended["html"]).all("li") == []
    assert "Anna" not in begun["html"]


async def test_what_stands_is_told_again_only_now_and_then(at: Bureau) -> None:
    told = dict[str, Bench]()
    at_work(at, "C")
    await tell(at.served.house, told, again=False)
    late = await reader(at, "en")

    await tell(at.served.house, told, again=False)
    await tell(at.served.house, told, again=True)
    at_work(at, "S", number=2)
    await tell(at.served.house, told, again=False)

    first, second = await heard(late), await heard(late)
    assert [len(parse(frame["html"]).all("li")) for frame in (first, second)] == [1, 2]


async def test_programs_are_told_as_well(at: Bureau) -> None:
    talker = await at.served.talker()
    head = (await talker.say("follow", channel="public", after=0))["head"]
    await talker.until(head)
    at_work(at, "C")

    await tell(at.served.house, {}, again=False)

    while "writing" not in (talker.told[-1] if talker.told else {}):
        await talker.hear()
    assert talker.told[-1] == {"channel": "public", "writing": [{"party": "C", "number": 1}]}


async def said(at: Bureau) -> list[tuple[str, int]]:
    """What everybody is told now."""
    told: dict[str, Bench] = {}
    await tell(at.served.house, told, again=False)
    return [(each.party, each.number) for each in told.get(SLUG, ())]


async def test_a_number_that_a_party_only_claims_is_never_shown(at: Bureau) -> None:
    received = await at.asked()
    for claimed in (2, received, received + 1, 10**9):
        at_work(at, "C", number=claimed)
        assert await said(at) == [], claimed

    at_work(at, "C", account=4)

    assert await said(at) == [("C", 1)], "a claim that is not so hides nobody's that is"


async def test_a_question_is_shown_only_while_the_party_can_answer_it(at: Bureau) -> None:
    at_work(at, "C")
    at_work(at, "S", number=2)
    assert await said(at) == [("C", 1), ("S", 2)]

    await at.served.do(panel.answer, SLUG, 1, b"Snart.", by=politician("C"))
    await at.served.do(marks.mark, SLUG, 2, "osl_21_1", by=at.moa)
    assert await said(at) == [("C", 1)], "what has been sent can be written anew"

    await at.served.do(publishing.publish, SLUG, 1, by=at.moa)
    assert await said(at) == []


async def test_a_question_that_was_taken_back_is_no_longer_said_to_be_written_on(at: Bureau) -> None:
    at_work(at, "C")
    await at.served.do(desk.take_back, SLUG, 1, by=at.moa)

    assert await said(at) == []
