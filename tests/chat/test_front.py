"""The citizen's page from what is kept finished: never older than what was acknowledged, and fit for a shared cache."""

import asyncio
import gzip
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import Any

import httpx2
import pytest

from app.access.doors import FOR_ALL, Door
from app.chat.board import Board
from app.chat.front import page_for
from app.chat.sitting_page import draw
from app.records.vocabulary import COMMAND_LINE, Role
from app.routing import desk, sittings
from tests.chat.serving import Served, serving
from tests.loopback import LOOPBACK
from tests.routing.stage import MOA, ORGANISER, SEATS, SLUG, plan

ONE_PAGE = f"/{SLUG}"


@pytest.fixture
async def served(tmp_path: Path) -> AsyncIterator[Served]:
    async with serving(tmp_path) as made:
        await made.signed_in(Role.MODERATOR)
        yield made


@pytest.fixture
async def reader(served: Served) -> AsyncIterator[httpx2.AsyncClient]:
    async with client(served) as made:
        yield made


def client(served: Served, **headers: str) -> httpx2.AsyncClient:
    base = f"http://127.0.0.1:{served.port}"
    return httpx2.AsyncClient(base_url=base, **LOOPBACK, headers={"Accept-Encoding": "identity", **headers})


def fresh(served: Served, lang: str = "sv") -> bytes:
    """The page drawn from nothing but the records."""
    house = served.house
    return house.reading.look(draw, SLUG, lang, house.authority, house.alikes.least, None).plain


async def announce(served: Served, words: str) -> Any:
    return await served.do(desk.announce, SLUG, words.encode(), by=MOA)


# -- as new as what was acknowledged


async def test_who_asks_after_something_was_acknowledged_always_sees_it_however_many_ask_all_the_time(
    served: Served,
):
    done = asyncio.Event()

    async def keep_asking() -> None:
        async with client(served) as other:
            while not done.is_set():
                await other.get(ONE_PAGE)

    crowd = [asyncio.create_task(keep_asking()) for _ in range(6)]
    missed = []
    async with client(served) as mine:
        for turn in range(60):
            await announce(served, f"Meddelande {turn}.")
            if f"Meddelande {turn}." not in (await mine.get(ONE_PAGE)).text:
                missed.append(turn)
    done.set()
    await asyncio.gather(*crowd)

    assert missed == []


async def test_the_same_holds_for_who_is_told_on_a_thread_before_the_event_loop_has_heard_the_bell(
    served: Served,
):
    loop = asyncio.get_running_loop()

    def write_and_look(turn: int) -> bool:
        words = f"Från tråden {turn}."
        served.house.journal.submit(desk.announce, SLUG, words.encode(), by=MOA).result()
        got = asyncio.run_coroutine_threadsafe(page_for(served.house, SLUG, scope()), loop).result()
        return words.encode() in got[0].plain

    with ThreadPoolExecutor(1) as thread:
        shown = [await loop.run_in_executor(thread, write_and_look, turn) for turn in range(40)]

    assert shown == [True] * 40


class Seconds:
    """A clock that goes when it is told to."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


async def test_the_page_of_another_process_is_a_second_old_at_most(served: Served):
    ticking = Seconds()
    elsewhere = replace(served.house, board=Board(served.house.reading, ticking=ticking))
    before, _ = await page_for(elsewhere, SLUG, scope())
    await announce(served, "Från en annan maskin.")

    ticking.now += 0.9
    within, _ = await page_for(elsewhere, SLUG, scope())
    ticking.now += 0.2
    after, _ = await page_for(elsewhere, SLUG, scope())

    assert within is before
    assert after.plain == fresh(served)
    assert "Från en annan maskin.".encode() in after.plain


async def test_a_page_whose_channel_stands_where_it_stood_is_not_drawn_again(served: Served):
    ticking = Seconds()
    house = replace(served.house, board=Board(served.house.reading, ticking=ticking))
    page, _ = await page_for(house, SLUG, scope())

    ticking.now += 60
    again, _ = await page_for(house, SLUG, scope())

    assert again is page


async def test_a_change_of_the_sitting_is_on_the_page_at_once(served: Served, reader: httpx2.AsyncClient):
    assert "Bussarna i framtiden" in (await reader.get(ONE_PAGE)).text
    held = await served.house.board.sitting(SLUG)
    times = {name: getattr(held, name) for name in ("opens_at", "live_at", "intake_ends_at", "ends_at")}

    await served.do(sittings.change, SLUG, plan(title="Tågen nu", **times), by=ORGANISER)

    assert "Tågen nu" in (await reader.get(ONE_PAGE)).text
    assert (await served.house.board.sitting(SLUG)).title == "Tågen nu"


async def test_a_rehearsal_that_has_been_removed_is_gone_at_once(served: Served, reader: httpx2.AsyncClient):
    held = await served.house.board.sitting(SLUG)
    times = {name: getattr(held, name) for name in ("opens_at", "live_at", "intake_ends_at", "ends_at")}
    await served.do(sittings.create, plan("ovningen", rehearsal=True, **times), by=ORGANISER, seats=SEATS)
    assert (await reader.get("/ovningen")).status_code == 200

    await served.do(sittings.remove_rehearsal, "ovningen", by=COMMAND_LINE)

    assert (await reader.get("/ovningen")).status_code == 404
    assert not served.house.board.knows("ovningen")


# -- the same for everybody


async def test_the_page_depends_on_nothing_but_the_language(served: Served):
    staff = await served.signed_in(Role.MODERATOR, login="malik")
    ways = [
        {},
        {"Cookie": staff},
        {"Cookie": f"{staff}; theme=dark"},
        {"Accept": "application/json"},
        {"User-Agent": "Robot"},
        {"Accept-Language": "sv-SE,en;q=0.1"},
    ]
    async with client(served) as reader:
        pages = {(await reader.get(ONE_PAGE, headers=way)).content for way in ways}
        strange = await reader.get(f"{ONE_PAGE}?fbclid=abc&utm_source=x")

    assert pages == {fresh(served)} == {strange.content}


@pytest.mark.parametrize(
    ("address", "headers", "lang"),
    [
        ("", {}, "sv"),
        ("", {"Accept-Language": "en-GB,en;q=0.9,sv;q=0.1"}, "en"),
        ("", {"Accept-Language": "de"}, "sv"),
        ("", {"Cookie": "lang=en"}, "en"),
        ("", {"Cookie": "a=b; lang=en; c=d", "Accept-Language": "sv"}, "en"),
        ("", {"Cookie": "xlang=en"}, "sv"),
        ("", {"Cookie": "lang=tlh"}, "sv"),
        ("?lang=en", {"Cookie": "lang=sv"}, "en"),
        ("?lang=tlh", {"Cookie": "lang=en"}, "en"),
        ("?x=1&lang=en", {}, "en"),
    ],
)
async def test_the_language_is_the_one_asked_for_then_the_one_kept_then_the_one_preferred(
    reader: httpx2.AsyncClient, served: Served, address: str, headers: dict[str, str], lang: str
):
    for _ in range(2):  # from the route, and from what is kept
        told = await reader.get(ONE_PAGE + address, headers=headers)

        assert (told.headers["content-language"], told.content) == (lang, fresh(served, lang))


async def test_a_language_asked_for_in_the_address_is_remembered_and_any_other_is_not(
    reader: httpx2.AsyncClient,
):
    asked, preferred = await reader.get(f"{ONE_PAGE}?lang=en"), await reader.get(ONE_PAGE)

    assert asked.headers["set-cookie"] == "lang=en; HttpOnly; Max-Age=31536000; Path=/; SameSite=lax"
    assert "set-cookie" not in preferred.headers


# -- fit for caches


async def test_a_shared_cache_may_keep_it_for_a_second_and_knows_what_it_depends_on(
    reader: httpx2.AsyncClient,
):
    page, asked = await reader.get(ONE_PAGE), await reader.get(f"{ONE_PAGE}?lang=sv")

    shared = "public, max-age=0, s-maxage=1"
    assert (page.headers["cache-control"], asked.headers["cache-control"]) == (shared, shared)
    assert page.headers["vary"] == "Accept-Encoding, Accept-Language, Cookie"
    assert asked.headers["vary"] == "Accept-Encoding"


async def test_who_has_the_page_already_is_told_so_until_it_changes(
    served: Served, reader: httpx2.AsyncClient
):
    tag = (await reader.get(ONE_PAGE)).headers["etag"]
    same = [
        await reader.get(ONE_PAGE, headers={"If-None-Match": known})
        for known in (tag, f"W/{tag}", f'"other", {tag}', "*")
    ]
    other = await reader.get(ONE_PAGE, headers={"If-None-Match": '"other"'})

    await announce(served, "Nu är det nytt.")
    changed = await reader.get(ONE_PAGE, headers={"If-None-Match": tag})

    assert [(each.status_code, each.content, each.headers["etag"]) for each in same] == [(304, b"", tag)] * 4
    assert (other.status_code, changed.status_code) == (200, 200)
    assert changed.headers["etag"] != tag
    assert not tag.startswith("W/")


async def test_a_squeezed_page_is_the_same_page_under_another_tag(served: Served, reader: httpx2.AsyncClient):
    plain = await reader.get(ONE_PAGE)
    async with reader.stream("GET", ONE_PAGE, headers={"Accept-Encoding": "br, gzip"}) as told:
        raw = b"".join([part async for part in told.aiter_raw()])
    half = await reader.get(ONE_PAGE, headers={"Accept-Encoding": "gzip;q=0, br"})

    assert told.headers["content-encoding"] == "gzip"
    assert gzip.decompress(raw) == plain.content == half.content
    assert len(raw) < len(plain.content) / 3
    assert told.headers["etag"] != plain.headers["etag"]
    assert "content-encoding" not in half.headers


async def test_asked_for_its_head_alone_it_sends_that(served: Served, reader: httpx2.AsyncClient):
    for _ in range(2):
        head = await reader.head(ONE_PAGE)

        assert (head.status_code, head.content) == (200, b"")
        assert int(head.headers["content-length"]) == len(fresh(served))


async def test_every_answer_carries_the_shields_whichever_way_it_was_made(reader: httpx2.AsyncClient):
    first, second = await reader.get(ONE_PAGE), await reader.get(ONE_PAGE)
    same = await reader.get(ONE_PAGE, headers={"If-None-Match": first.headers["etag"]})

    for answer in (first, second, same):
        assert answer.headers["content-security-policy"].startswith("default-src 'self'")
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "same-origin"


# -- bounded


async def test_what_does_not_exist_takes_no_room(served: Served, reader: httpx2.AsyncClient):
    await reader.get(ONE_PAGE)

    missing = [(await reader.get(f"/finns-inte-{number}")).status_code for number in range(5)]

    assert missing == [404] * 5
    assert len(served.house.board) == 1


async def test_the_sittings_asked_for_last_are_kept(served: Served):
    board = served.house.board
    board._most = 3
    held = await board.sitting(SLUG)
    times = {name: getattr(held, name) for name in ("opens_at", "live_at", "intake_ends_at", "ends_at")}
    for number in range(4):
        await served.do(sittings.create, plan(f"stund-{number}", **times), by=ORGANISER, seats=SEATS)
    for slug in ("stund-0", SLUG, "stund-1", SLUG, "stund-2"):
        await board.sitting(slug)

    assert [board.knows(slug) for slug in (SLUG, "stund-0", "stund-1", "stund-2")] == [
        True,
        False,
        True,
        True,
    ]


async def test_however_many_ask_at_once_it_is_read_once(served: Served):
    reads = []

    def counted(session: Any, before: object) -> int:
        reads.append(before)
        return len(reads)

    values = await asyncio.gather(*(served.house.board.get(SLUG, "counted", counted) for _ in range(50)))

    assert (values, len(reads)) == ([1] * 50, 1)


async def test_who_asks_while_it_is_being_read_and_after_a_bell_waits_for_the_next_reading(served: Served):
    board, begun, go_on = served.house.board, asyncio.Event(), Event()
    loop = asyncio.get_running_loop()
    reads: list[int] = []

    def slow(session: Any, before: object) -> int:
        reads.append(1)
        if len(reads) == 1:
            loop.call_soon_threadsafe(begun.set)
            go_on.wait(5)
        return len(reads)

    early = asyncio.create_task(board.get(SLUG, "slow", slow))
    await begun.wait()
    await announce(served, "Under tiden.")
    late = asyncio.create_task(board.get(SLUG, "slow", slow))
    await asyncio.sleep(0)
    go_on.set()

    assert (await early, await late) == (1, 2)


def test_what_is_answered_before_the_doors_is_behind_doors_that_are_open_to_all():
    assert {Door.PUBLIC, Door.ASK} <= FOR_ALL


def scope() -> dict[str, Any]:
    return {"headers": [], "query_string": b"", "scheme": "http"}
