"""In which parties somebody is and who of them writes, as the desk is told of it: on the page, and while it is open."""

import asyncio
import json
from pathlib import Path
from typing import Any

from app.chat.presence import Doing
from app.chat.strip_telling import Strip, tell
from app.records import channels, queries
from tests.chat.bureau import Bureau, bureau
from tests.chat.serving import PATIENCE
from tests.dom import parse
from tests.routing.stage import SLUG


def there(at: Bureau, party: str, doing: Doing = Doing.IDLE, number: int | None = None) -> None:
    house = at.served.house
    house.presence.mark(channels.party(SLUG, party), ord(party), "Anna Ek", doing, number, now=house.clock())


def said(html: str) -> list[tuple[str | None, str]]:
    return [(seat.attrs["data-seat"], seat.text) for seat in parse(html).at("writing").all("li")]


async def test_a_desk_that_is_opened_says_who_is_in_and_who_writes(tmp_path: Path) -> None:
    async with bureau(tmp_path) as at:
        there(at, "S", Doing.WRITING, 7)
        there(at, "C")

        page = (await at.get()).text

        assert said(page) == [("C", "inne"), ("S", "skriver på nummer 7")]
        assert [place.attrs["data-says"] for place in parse(page).all("span", "place-now")] == [
            "C",
            "S",
            "M",
        ]
        assert "Anna Ek" not in page


async def test_an_open_desk_is_told_when_it_changes(tmp_path: Path) -> None:
    async with bureau(tmp_path) as at, asyncio.timeout(PATIENCE):
        told: dict[str, Strip] = {}
        head = await at.served.look(queries.head, channels.desk(SLUG))
        socket = await at.served.open(f"/{SLUG}/desk/live?after=0", cookie=at.client.headers["Cookie"])
        while json.loads(await socket.recv()).get("seq") != head:
            pass

        for doing, words in ((Doing.READING, "inne"), (Doing.WRITING, "skriver på nummer 7")):
            there(at, "C", doing, 7)
            await tell(at.served.house, told, again=False)
            frame: dict[str, Any] = {}
            while frame.get("put") != "writing" or said(frame["html"]) != [("C", words)]:
                frame = json.loads(await socket.recv())
            assert "seq" not in frame
