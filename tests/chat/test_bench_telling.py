"""Who is writing an answer now, as everybody who reads the page is told of it."""

import asyncio
import json
from typing import Any

from websockets.asyncio.client import ClientConnection

from app.chat.bench_telling import Bench, tell
from app.chat.presence import Doing
from app.records import channels, queries
from tests.chat.offices import Office
from tests.chat.serving import PATIENCE
from tests.dom import parse
from tests.routing.stage import SLUG


async def reader(office: Office, lang: str = "sv") -> ClientConnection:
    """Somebody who has the public page open, and has heard all that was told."""
    head = await office.served.look(queries.head, channels.public(SLUG))
    socket = await office.served.open(f"/{SLUG}/live?after=0&lang={lang}")
    async with asyncio.timeout(PATIENCE):
        while json.loads(await socket.recv()).get("seq") != head:
            pass
    return socket


def at_work(office: Office, party: str, doing: Doing = Doing.WRITING, number: int | None = 7) -> None:
    house = office.served.house
    house.presence.mark(channels.party(SLUG, party), 3, "Anna Ek", doing, number, now=house.clock())


async def heard(socket: ClientConnection) -> dict[str, Any]:
    """The next frame that says who writes."""
    async with asyncio.timeout(PATIENCE):
        while True:
            frame: dict[str, Any] = json.loads(await socket.recv())
            if frame.get("put") == "writing":
                return frame


async def test_readers_are_told_which_party_writes_and_when_it_has_stopped(office: Office) -> None:
    socket, told = await reader(office), dict[str, Bench]()
    at_work(office, "C")
    await tell(office.served.house, told, again=False)
    begun = await heard(socket)
    at_work(office, "C", Doing.READING)
    await tell(office.served.house, told, again=False)
    ended = await heard(socket)

    [seat] = parse(begun["html"]).all("li")
    assert (seat.attrs["data-seat"], seat.text) == ("C", "svarar nu på nummer 7")
    assert ("seq" in begun, begun["in"], begun["at"]) == (False, None, None)
    assert parse(ended["html"]).all("li") == []
    assert "Anna" not in begun["html"]


async def test_what_stands_is_told_again_only_now_and_then(office: Office) -> None:
    told = dict[str, Bench]()
    at_work(office, "C")
    await tell(office.served.house, told, again=False)
    late = await reader(office, "en")

    await tell(office.served.house, told, again=False)
    await tell(office.served.house, told, again=True)
    at_work(office, "S", number=8)
    await tell(office.served.house, told, again=False)

    first, second = await heard(late), await heard(late)
    assert [len(parse(frame["html"]).all("li")) for frame in (first, second)] == [1, 2]


async def test_programs_are_told_as_well(office: Office) -> None:
    talker = await office.served.talker()
    head = (await talker.say("follow", channel="public", after=0))["head"]
    await talker.until(head)
    at_work(office, "C")

    await tell(office.served.house, {}, again=False)

    while "writing" not in (talker.told[-1] if talker.told else {}):
        await talker.hear()
    assert talker.told[-1] == {"channel": "public", "writing": [{"party": "C", "number": 7}]}
