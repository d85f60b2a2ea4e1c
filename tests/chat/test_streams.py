"""The streams that pages listen to, over real sockets: what is told, to whom, and how it ends."""

import asyncio
import json
import random
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed, InvalidStatus

from app.chat import streams
from app.records import channels, queries
from app.records.vocabulary import Role
from tests.chat.listening import Page
from tests.chat.serving import PATIENCE, Served, Talker, serving
from tests.routing.stage import SLUG

PUBLIC, DESK = channels.public(SLUG), channels.desk(SLUG)


@pytest.fixture(params=[True, False], ids=["lean", "plain"])
async def served(request: pytest.FixtureRequest, file: Path) -> AsyncIterator[Served]:
    """With our own protocols, and as any other server would run the program."""
    async with serving(file.parent, lean=request.param) as made:
        yield made


class Cast:
    """A citizen, a moderator and a politician who bring questions to the page."""

    def __init__(self, citizen: Talker, moderator: Talker, centre: Talker) -> None:
        self.citizen, self.moderator, self.centre = citizen, moderator, centre

    @classmethod
    async def of(cls, served: Served) -> "Cast":
        return cls(
            await served.talker(),
            await served.talker(await served.signed_in(Role.MODERATOR)),
            await served.talker(await served.signed_in(Role.POLITICIAN, "C")),
        )

    async def publish(self, body: str = "När kommer bussen?", **how: Any) -> int:
        number: int = (await self.citizen.say("ask", body=body, **how))["number"]
        await self.moderator.say("assign", question=number, party="C")
        await self.centre.say("answer", question=number, body="Klockan tio.")
        await self.moderator.say("publish", question=number)
        return number


async def frames(socket: ClientConnection, upto: int) -> list[dict[str, Any]]:
    """What the socket tells until this number."""
    told: list[dict[str, Any]] = []
    async with asyncio.timeout(PATIENCE):
        while not told or told[-1].get("seq", 0) < upto:
            told.append(json.loads(await socket.recv()))
    return told


async def closed(socket: ClientConnection) -> tuple[int, str]:
    async with asyncio.timeout(PATIENCE):
        with suppress(ConnectionClosed):
            async for _ in socket:
                pass  # what was told before
    return socket.close_code or 0, socket.close_reason or ""


async def head(served: Served, channel: str = PUBLIC) -> int:
    standing: int = await served.look(queries.head, channel)
    return standing


async def test_question_and_answer_appear_together_on_every_open_page(served: Served) -> None:
    cast = await Cast.of(served)
    before = await head(served)
    pages = [await served.open(f"/{SLUG}/live?after={before}&lang={lang}") for lang in ("sv", "sv", "en")]

    await cast.publish()
    told = [await frames(page, await head(served)) for page in pages]

    assert [[frame["put"] for frame in each] for each in told] == [["q-1"]] * 3
    assert "Klockan tio." in told[0][0]["html"]
    assert told[0] == told[1]
    assert told[0][0]["html"] != told[2][0]["html"]


async def test_what_is_unpublished_leaves_every_page_and_a_dated_line_stays(served: Served) -> None:
    cast = await Cast.of(served)
    await cast.publish()
    page = await served.open(f"/{SLUG}/live?after={await head(served)}")

    await cast.moderator.say("unpublish", question=1, reason="privacy")
    drop, line = await frames(page, await head(served))

    assert (drop["drop"], line["put"], line["at"]) == ("q-1", "w-1", 1)


async def test_the_news_are_the_same_where_sockets_are_blocked(served: Served) -> None:
    cast = await Cast.of(served)
    await cast.publish()
    await cast.publish()
    page = await served.open(f"/{SLUG}/live?after=0")
    streamed = await frames(page, await head(served))

    news = (await served.get(f"/{SLUG}/news?after=0")).json()

    assert news["frames"] == streamed
    assert (news["head"], news["epoch"]) == (await head(served), served.house.hub.epoch)
    assert (await served.get(f"/{SLUG}/news?after={news['head']}")).json()["frames"] == []
    assert (await served.get(f"/{SLUG}/news?after=99999")).json()["frames"] == [{"reload": True}]
    assert (await served.get(f"/{SLUG}/news?after=0&epoch=x")).json()["frames"] == [{"reload": True}]
    assert (await served.get("/finns-inte/news?after=0")).status_code == 404


@pytest.mark.parametrize("served", [True], ids=["lean"], indirect=True)
async def test_where_sockets_are_blocked_the_news_is_read_once_for_all_and_never_older_than_an_answer(
    served: Served,
) -> None:
    cast = await Cast.of(served)

    async def told() -> str:
        return (await served.get(f"/{SLUG}/news?after=0")).text

    for turn in range(8):
        number = await cast.publish(f"Fråga {turn}?")
        assert f'"q-{number}"' in await told()
        await cast.moderator.say("unpublish", question=number, reason="mistake")
        assert f"Fråga {turn}?" not in await told()
    many = await asyncio.gather(*(streams._told(served.house, SLUG, "sv", 0) for _ in range(20)))
    for after in range(1, 3 * streams.MOST_ASKED):
        await streams._told(served.house, SLUG, "sv", after)

    assert {id(each) for each in many} == {id(many[0])}
    asked = served.house.board.at_once(SLUG, ("news", "sv"))
    assert list(asked) == list(range(2 * streams.MOST_ASKED, 3 * streams.MOST_ASKED))


@pytest.mark.parametrize("query", ["after=99999", "after=0&epoch=another"])
async def test_a_page_of_another_time_is_told_to_reload(served: Served, query: str) -> None:
    page = await served.open(f"/{SLUG}/live?{query}")

    assert json.loads(await page.recv()) == {"reload": True}
    assert (await closed(page))[0] == 1000


@pytest.mark.parametrize(("said", "code"), [("hej", 1008), (b"hej", 1003)])
async def test_a_stream_is_for_listening(served: Served, said: str | bytes, code: int) -> None:
    page = await served.open(f"/{SLUG}/live?after={await head(served)}")

    await page.send(said)

    assert (await closed(page))[0] == code


async def test_a_ping_is_answered(served: Served) -> None:
    page = await served.open(f"/{SLUG}/live?after={await head(served)}")

    async with asyncio.timeout(PATIENCE):
        await (await page.ping(b"12"))


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/finns-inte/live", 404),
        (f"/{SLUG}/desk/live", 403),
        (f"/{SLUG}/party/C/live", 403),
        ("/receipt/gissad/live", 404),
        (f"/{SLUG}/live?after=-1", 403),
        (f"/{SLUG}/live?after=x", 403),
    ],
)
async def test_what_is_not_there_or_not_open_is_refused_in_the_handshake(
    served: Served, path: str, status: int
) -> None:
    with pytest.raises(InvalidStatus) as refused:
        await served.open(path)

    assert refused.value.response.status_code == status


@pytest.mark.parametrize("served", [True], ids=["lean"], indirect=True)
async def test_whoever_asks_for_what_is_not_there_fills_no_log(
    served: Served, caplog: pytest.LogCaptureFixture
) -> None:
    for path in ("/nowhere/live", "/nowhere/chat", "/receipt/nothing/live"):
        with pytest.raises(InvalidStatus):
            await served.open(path)

    assert caplog.records == []


async def test_whoever_sends_bytes_that_are_no_text_fills_no_log(
    served: Served, caplog: pytest.LogCaptureFixture
) -> None:
    talker = await served.talker()

    await talker.socket.send(b"\xff\xfe", text=True)

    assert (await closed(talker.socket))[0] == 1007
    assert caplog.records == []


async def test_the_desk_hears_of_every_post_the_moment_it_arrives(served: Served) -> None:
    cookie = await served.signed_in(Role.MODERATOR)
    desk = await served.open(f"/{SLUG}/desk/live?after={await head(served, DESK)}", cookie)
    citizen = await served.talker()

    await citizen.say("ask", body="När kommer bussen?")
    told = await frames(desk, await head(served, DESK))

    assert [(frame["put"], frame["at"]) for frame in told] == [("q-1", 1), ("sitting", None)]


async def test_a_panel_hears_of_its_own_questions_only(served: Served) -> None:
    cast = await Cast.of(served)
    social = await served.signed_in(Role.POLITICIAN, "S")
    channel = channels.party(SLUG, "S")
    panel = await served.open(f"/{SLUG}/party/S/live?after={await head(served, channel)}", social)

    await cast.publish("Kanariefågel")
    await cast.citizen.say("ask", body="Och bilarna?")
    await cast.moderator.say("assign", question=2, party="S")
    told = await frames(panel, await head(served, channel))

    assert [frame["put"] for frame in told if frame["put"] != "sitting"] == ["q-2"]
    assert "Kanariefågel" not in str(told)
    with pytest.raises(InvalidStatus):
        await served.open(f"/{SLUG}/party/C/live?after=0", social)


async def test_a_receipt_follows_its_question(served: Served) -> None:
    cast = await Cast.of(served)
    asked = await cast.citizen.say("ask", body="När kommer bussen?")
    token = asked["receipt"]["url"].rsplit("/", 1)[1]
    receipt = await served.open(f"/receipt/{token}/live?after={await head(served, channels.post(SLUG, 1))}")

    await cast.moderator.say("decline", question=1, reason="tone")
    told = await frames(receipt, await head(served, channels.post(SLUG, 1)))

    assert [frame["put"] for frame in told] == ["q-1"]
    assert "publiceras inte" in told[0]["html"]


async def test_signing_out_closes_the_desk_at_once(served: Served) -> None:
    cookie = await served.signed_in(Role.MODERATOR)
    desk = await served.open(f"/{SLUG}/desk/live?after=0", cookie)
    await frames(desk, await head(served, DESK))

    served.house.sockets.close_all(1)

    assert (await closed(desk))[0] == 1008


async def test_a_full_house_turns_away_with_a_wait_that_a_script_can_see(served: Served) -> None:
    served.house.crowd.most, served.house.crowd.reserve = 1, 10
    first = await served.open(f"/{SLUG}/live?after={await head(served)}")
    await first.ping()

    code, wait = await closed(await served.open(f"/{SLUG}/live?after=0"))

    assert code == 1013
    assert 0 <= int(wait) <= 5000
    assert len(served.house.crowd) == 1


async def test_a_server_that_stops_tells_every_page_how_long_to_stay_away(served: Served) -> None:
    pages = [await served.open(f"/{SLUG}/live?after={await head(served)}") for _ in range(8)]

    served.server.should_exit = True
    ends = [await closed(page) for page in pages]

    assert {code for code, _ in ends} == {1012}
    assert all(0 <= int(wait) <= 5000 for _, wait in ends)
    assert len({wait for _, wait in ends}) > 1


async def test_25_pages_cut_at_random_end_equal_to_the_page_fetched_anew(served: Served) -> None:
    chance = random.Random(7)
    cast = await Cast.of(served)
    pages = [Page() for _ in range(25)]
    readers: list[asyncio.Task[None]] = []

    async def read(page: Page, upto: int | None = None) -> None:
        socket = await served.open(f"/{SLUG}/live?after={page.seq}")
        try:
            async for frame in socket:
                page.apply([json.loads(frame)])
                if upto is not None and page.seq >= upto:
                    return
        finally:
            await socket.close()

    for turn in range(12):
        readers = readers or [asyncio.create_task(read(page)) for page in pages]
        number = await cast.publish(f"Fråga {turn}")
        if chance.random() < 0.4:
            await cast.moderator.say("unpublish", question=number, reason="mistake")
        for place, reader in enumerate(readers):
            if chance.random() < 0.3:
                reader.cancel()
                await asyncio.gather(reader, return_exceptions=True)
                readers[place] = asyncio.create_task(read(pages[place]))
    for reader in readers:
        reader.cancel()
    await asyncio.gather(*readers, return_exceptions=True)
    await cast.publish("Den sista")
    last = await head(served)
    async with asyncio.timeout(PATIENCE):
        await asyncio.gather(*(read(page, last) for page in pages))

    news = (await served.get(f"/{SLUG}/news?after=0")).json()
    fresh = Page().apply(news["frames"])
    assert all(page.things == fresh.things for page in pages)
