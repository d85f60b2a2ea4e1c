"""The lean socket in a running program: what it is told, what it may say, how slow it may be, and how it ends."""

import asyncio
import gc
import json
import random
import socket
from collections import Counter
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
import pytest_asyncio
from websockets.asyncio.client import connect
from websockets.extensions.permessage_deflate import ClientPerMessageDeflateFactory
from websockets.typing import Origin

from app.chat import wire
from app.chat.listener import Listener
from app.chat.listening import SHOWN_OUT
from app.records import channels, queries
from app.records.vocabulary import Role
from tests.chat.listening import Page
from tests.chat.raw import BINARY, CLOSE, PATIENCE, PING, PONG, TEXT, Raw, masked
from tests.chat.serving import Served, serving
from tests.chat.test_streams import Cast
from tests.routing.stage import SLUG

pytestmark = pytest.mark.asyncio(loop_scope="module")

PUBLIC = channels.public(SLUG)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def served(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Served]:
    async with serving(tmp_path_factory.mktemp("lean")) as made:
        await made.open(f"/{SLUG}/live?after=0")  # from here on the channel is in memory
        await until(lambda: bool(listeners(made)))
        yield made


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def cast(served: Served) -> Cast:
    return await Cast.of(served)


async def head(served: Served, channel: str = PUBLIC) -> int:
    standing: int = await served.look(queries.head, channel)
    return standing


def listeners(served: Served) -> list[Listener]:
    return [each for each in served.server.server_state.connections if isinstance(each, Listener)]


async def until(holds: Callable[[], bool], within: float = PATIENCE) -> None:
    """Wait for what happens in the server without a word to anybody."""
    async with asyncio.timeout(within):
        while not holds():  # noqa: ASYNC110 - the program has no event for the sake of its tests
            await asyncio.sleep(0.01)


async def listening(served: Served, after: int | None = None, **how: object) -> tuple[Raw, Listener]:
    """A raw client on the public stream, and the server's end of it."""
    after = await head(served) if after is None else after
    raw = await Raw.opened(served.port, f"/{SLUG}/live?after={after}", **how)  # type: ignore[arg-type]  # headers are given by name
    name = raw.writer.get_extra_info("sockname")
    (listener,) = [each for each in listeners(served) if each._transport.get_extra_info("peername") == name]
    return raw, listener


async def caught_up(raw: Raw, upto: int) -> Page:
    """What the page shows when it has been told up to a number."""
    page = Page()
    while page.seq < upto:
        page.apply([json.loads(await raw.until(TEXT))])
    return page


# -- what it may say: tests/chat/test_what_is_said.py has the bytes, and the code that each ends with


async def test_the_code_is_read_by_whoever_goes_on_talking_meanwhile(served: Served):
    raw, listener = await listening(served)

    raw.say(masked(BINARY, b"x" * 60_000) * 8)
    await raw.writer.drain()

    assert (await raw.closed())[0] == 1003
    assert listener not in listeners(served)
    raw.writer.write_eof()
    assert await raw.ended()


async def test_whoever_does_not_stop_talking_is_cut_off(served: Served):
    raw, _ = await listening(served)
    said = 0

    async def go_on() -> None:
        nonlocal said
        while said < 200_000_000:
            raw.say(masked(BINARY, b"x" * 65_000))
            await raw.writer.drain()
            said += 65_000

    with pytest.raises(ConnectionError):
        await go_on()
    assert said < 50_000_000
    raw.abort()


@pytest.mark.proves("S9")
async def test_whoever_floods_and_reads_nothing_ends_and_others_hear_the_news(served: Served, cast: Cast):
    other, _ = await listening(served)
    raw, listener = await listening(served, window=4096)

    flooding = asyncio.create_task(_flood(raw))
    await until(lambda: listener not in listeners(served))
    await cast.publish()

    assert json.loads(await other.until(TEXT))["put"]
    await flooding
    assert (await raw.closed())[0] == 1008
    raw.abort()
    other.abort()


async def _flood(raw: Raw) -> None:
    try:
        for _ in range(100):
            raw.say(masked(PING, b"x" * 100) * 100)
            await raw.writer.drain()
    except ConnectionError:
        pass


async def test_a_program_that_pings_now_and_then_is_never_taken_for_a_flood(served: Served):
    raw, _ = await listening(served)

    for turn in range(wire.MOST_AT_ONCE - 1):
        raw.say(masked(PING, str(turn).encode()))
        assert await raw.until(PONG) == str(turn).encode()

    raw.abort()


# -- what it is sent


async def test_compressed_and_plain_pages_are_told_the_same(served: Served, cast: Cast):
    before = await head(served)
    offers = [
        None,
        ClientPerMessageDeflateFactory(),
        ClientPerMessageDeflateFactory(server_max_window_bits=15),
        ClientPerMessageDeflateFactory(server_max_window_bits=10),
        ClientPerMessageDeflateFactory(client_max_window_bits=9, server_no_context_takeover=True),
    ]
    clients = [
        await served.stack.enter_async_context(
            connect(
                f"ws://127.0.0.1:{served.port}/{SLUG}/live?after={before}",
                origin=Origin(f"http://127.0.0.1:{served.port}"),
                compression=None,
                extensions=None if offer is None else [offer],
                proxy=None,
            )
        )
        for offer in offers
    ]

    for body in ("När kommer bussen? " * 60, "Och tåget? " * 60):
        await cast.publish(body)

    async with asyncio.timeout(PATIENCE):
        told = [[await client.recv() for _ in range(2)] for client in clients]
    assert [bool(client.protocol.extensions) for client in clients] == [False, True, True, False, True]
    assert all(each == told[0] for each in told)
    assert "När kommer bussen" in told[0][0]
    for client in clients:
        await client.close()


@pytest.mark.proves("R4", "P5")
async def test_a_viewer_that_does_not_read_is_kept_and_ends_with_the_same_page(served: Served, cast: Cast):
    slow, listener = await listening(served, after=0, window=4096)
    awake, _ = await listening(served, after=0)

    held = [listener._transport.get_write_buffer_size()]
    for turn in range(24):
        await cast.publish(f"Fråga {turn}: " + "å" * 3500)
        held.append(listener._transport.get_write_buffer_size())
    last = await head(served)
    expected = await caught_up(awake, last)
    stood_at = listener.seq

    assert stood_at < last
    assert 0 < max(held) <= 48 * 1024
    assert listener in listeners(served)
    assert (await caught_up(slow, last)).things == expected.things
    slow.abort()
    awake.abort()


async def test_a_ping_of_somebody_who_does_not_read_is_answered_when_they_do(served: Served, cast: Cast):
    slow, listener = await listening(served, after=0, window=4096)
    await until(lambda: not listener.writable)

    slow.say(masked(PING, b"1") + masked(PING, b"2"))
    await until(lambda: listener._owed == b"2")

    assert await slow.until(PONG) == b"2"
    slow.abort()


# -- how it ends


async def test_whoever_goes_away_leaves_nothing_behind(served: Served):
    await until(lambda: len(listeners(served)) == 1)
    before = len(served.house.hub)
    pages = [await listening(served) for _ in range(10)]

    for number, (raw, _) in enumerate(pages):
        raw.abort() if number % 2 else raw.say(masked(CLOSE, b"\x03\xe9"))
    await until(lambda: len(served.house.hub) == before)

    assert not {listener for _, listener in pages} & set(listeners(served))


async def test_half_a_line_with_something_unread_on_it_is_not_kept(served: Served, cast: Cast):
    raw, listener = await listening(served, after=0, window=4096)
    await until(lambda: not listener.writable)

    raw.writer.write_eof()  # and reads nothing

    await until(lambda: listener not in listeners(served))
    raw.abort()


async def test_a_right_that_ends_takes_with_it_what_waits_to_be_read(served: Served, cast: Cast):
    slow, listener = await listening(served, after=0, window=4096)
    await until(lambda: not listener.writable)

    listener.dismiss(SHOWN_OUT, "signed out")
    await until(lambda: listener not in listeners(served), within=1.0)

    assert (await slow.closed())[0] is None
    slow.abort()


async def test_nothing_waits_for_the_collector_when_a_socket_has_ended(served: Served):
    kinds = ("Listener", "ListeningHttp", "HandingOver", "HttpRequestParser", "ServerProtocol", "WebSocket")

    def alive() -> Counter[str]:
        names = [type(each).__name__ for each in gc.get_objects()]
        return Counter(name for name in names if name in kinds)

    cookie = await served.signed_in(Role.MODERATOR, login="moa.3")
    desk = f"/{SLUG}/desk/live?after={await head(served, channels.desk(SLUG))}"
    await until(lambda: len(listeners(served)) == 1)
    tasks = len(served.server.server_state.tasks)
    gc.collect()
    gc.disable()
    try:
        before = alive()
        pages = [(await listening(served))[0] for _ in range(5)]
        pages += [await Raw.opened(served.port, desk, Cookie=cookie) for _ in range(5)]
        await until(lambda: len(listeners(served)) == 11)
        await until(lambda: len(served.server.server_state.tasks) == tasks)
        meanwhile = alive()
        for raw in pages:
            raw.abort()
        await until(lambda: len(listeners(served)) == 1)
        await until(lambda: not alive() - before)
    finally:
        gc.enable()

    assert meanwhile - before == Counter(Listener=10)


async def test_a_socket_that_breaks_under_a_piece_of_news_is_left_alone_by_the_next(
    served: Served, cast: Cast
):
    pages = [await listening(served) for _ in range(6)]
    for raw, _ in pages[::2]:
        line = raw.writer.get_extra_info("socket")
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
        raw.abort()

    await cast.publish()

    for raw, _ in pages[1::2]:
        assert json.loads(await raw.until(TEXT))["put"]
        raw.abort()
    await until(lambda: not {each for _, each in pages} & set(listeners(served)))


# -- when there is no room, and when the server stops


@pytest.mark.proves("S7")
async def test_viewers_never_take_the_room_of_those_who_work_here(served: Served):
    crowd, cookie = served.house.crowd, await served.signed_in(Role.MODERATOR, login="moa.4")
    await until(lambda: len(listeners(served)) == 1)
    crowd.most, crowd.reserve = (
        10,
        10,
    )  # three talkers and a page are here already, from before anybody counted
    pages = [(await listening(served))[0] for _ in range(10)]
    try:
        late = await Raw.opened(served.port, f"/{SLUG}/live?after={await head(served)}")
        talker = await Raw.opened(served.port, f"/{SLUG}/chat")
        desk = await Raw.opened(served.port, f"/{SLUG}/desk/live?after=0", Cookie=cookie)
        asked = await served.get("/healthz")

        code, wait = await late.closed()
        assert (code, 0 <= int(wait) <= 5000) == (1013, True)
        assert (await talker.closed())[0] == 1013
        assert json.loads(await desk.until(TEXT))
        assert (asked.status_code, asked.headers["connection"]) == (200, "close")
        pages.pop().abort()
        await until(lambda: len(crowd) == 9)
        pages.append((await listening(served))[0])
        desk.abort()
    finally:
        crowd.most = crowd.reserve = 0
        for raw in pages:
            raw.abort()
        await until(lambda: len(crowd) == 0)


async def test_one_address_cannot_have_more_pages_than_its_share(served: Served):
    crowd = served.house.crowd
    crowd.viewers.most = 3
    pages = [(await listening(served))[0] for _ in range(3)]
    try:
        late = await Raw.opened(served.port, f"/{SLUG}/live?after={await head(served)}")

        assert (await late.closed())[0] == 1013
        assert "127.0.0.1" not in repr(crowd)
    finally:
        crowd.viewers.most = 0
        for raw in pages:
            raw.abort()
        await until(lambda: len(crowd.viewers) == 0)


async def test_one_address_that_asks_on_too_many_lines_is_told_to_wait_and_then_not_even_that(
    served: Served,
):
    requests = served.house.crowd.requests
    requests.most = 4
    silent = [await Raw.connect(served.port) for _ in range(4)]
    try:
        await until(lambda: sum(requests._open.values()) == 4)
        over = await Raw.connect(served.port)
        over.say(b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n")
        answer = await asyncio.wait_for(over.reader.readuntil(b"\r\n\r\n"), PATIENCE)
        silent += [await Raw.connect(served.port) for _ in range(4)]
        hopeless = await Raw.connect(served.port)

        assert answer.startswith(b"HTTP/1.1 503")
        assert b"retry-after: 5" in answer
        assert await hopeless.ended()
    finally:
        requests.most = 0
        for raw in silent:
            raw.abort()
        await until(lambda: len(requests) == 0)


@pytest.mark.proves("R7")
async def test_a_server_that_stops_waits_for_nobody_who_does_not_read(file: Path):
    async with serving(file.parent) as served:
        cast = await Cast.of(served)
        for turn in range(12):
            await cast.publish(f"Fråga {turn}: " + "å" * 3500)
        await served.open(f"/{SLUG}/live?after={await head(served)}")
        pages = [await listening(served, after=0, window=4096) for _ in range(3)]
        await until(lambda: not any(listener.writable for _, listener in pages))

        served.server.should_exit = True
        await until(lambda: not listeners(served), within=20.0)

    for raw, _ in pages:
        raw.abort()


@pytest.mark.proves("R7")
async def test_while_a_server_stops_pages_are_answered_and_new_listeners_told_to_wait(file: Path):
    async with serving(file.parent) as served:
        hub = served.house.hub
        path = f"/{SLUG}/live?after={await head(served)}"
        pages = [await Raw.opened(served.port, path) for _ in range(45)]

        closing = asyncio.create_task(hub.close(over=0.5, away=(2.0, 3.0)))
        await until(lambda: hub.closing)
        asked = await served.get(f"/{SLUG}")
        late = await Raw.opened(served.port, path)
        ends = [await raw.closed() for raw in (late, *pages)]
        await closing

    assert (asked.status_code, asked.headers["connection"]) == (200, "close")
    assert {code for code, _ in ends} == {1012}
    assert all(2000 <= int(wait) <= 3000 for _, wait in ends)


async def test_many_pages_cut_at_random_bytes_never_disturb_the_others(served: Served, cast: Cast):
    chance = random.Random(5)
    steady, _ = await listening(served, after=0)

    for turn in range(40):
        raw = await Raw.opened(served.port, f"/{SLUG}/live?after={chance.choice([0, await head(served)])}")
        raw.say(chance.randbytes(chance.randrange(200)))
        if turn % 8 == 0:
            await cast.publish(f"Fråga {turn}")
        raw.abort()

    page = await caught_up(steady, await head(served))
    fresh = (await served.get(f"/{SLUG}/news?after=0")).json()
    assert page.things == Page().apply(fresh["frames"]).things
    await until(lambda: len(listeners(served)) == 2)
    steady.abort()
