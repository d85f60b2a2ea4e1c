"""Connections that say nothing, little or far too much, to a real server: all end, and nobody else waits for them."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import pytest
import uvicorn
import uvloop
from uvicorn.protocols.utils import get_local_addr, get_remote_addr
from uvicorn.server import ServerState

from app.access.line import MOST_WAITING, BoundedHttp
from tests.access.server import Deferred, Served, serving


class Hurried(BoundedHttp):
    """The same with little patience, so that a test does not need much."""

    head_within = 0.4
    read_within = 0.4


async def answer(scope: Any, receive: Any, send: Any) -> None:
    """As many bytes as the path says."""
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.accept"})
        await receive()
        return
    body = b"x" * int(scope["path"][1:] or 1)
    length = [(b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": length})
    await send({"type": "http.response.body", "body": body})


async def echo_slowly(scope: Any, receive: Any, send: Any) -> None:
    """Answers when the whole body is here."""
    more = True
    while more:
        more = (await receive()).get("more_body", False)
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"ok"})


@pytest.fixture(scope="module")
def standing() -> Iterator[tuple[Served, Deferred]]:
    app = Deferred()
    with serving(app, http=Hurried, timeout_keep_alive=60) as (served, _):
        yield served, app


@pytest.fixture
def served(standing: tuple[Served, Deferred]) -> Served:
    standing[1].app = answer
    return standing[0]


async def opened(served: Served, said: bytes = b"") -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    reader, writer = await asyncio.open_connection("127.0.0.1", served.port)
    writer.write(said)
    return reader, writer


async def ended(reader: asyncio.StreamReader) -> bytes:
    """What comes until the server closes; within two seconds or not at all."""
    try:
        return await asyncio.wait_for(reader.read(), 2)
    except ConnectionError:
        return b""


BEGUN = [
    b"",
    b"G",
    b"GET / HTTP/1.1\r\nHost: a\r\n",
    b"GET / HTTP/1.1\r\nX: ",
    b"\r\n",
    b"POST / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: other\r\nContent-Length: 9\r\n\r\n",
]


@pytest.mark.proves("S7")
async def test_hundreds_of_silent_connections_end_and_others_are_served_meanwhile(served: Served):
    lines = [await opened(served, BEGUN[number % len(BEGUN)]) for number in range(300)]

    assert (await asyncio.to_thread(served.ask, "GET", "/3")).body == b"xxx"
    left = await asyncio.gather(*(ended(reader) for reader, _ in lines))

    # One kind of them was answered before it had sent its body, and ended as well.
    assert {each[:12] for each in left} == {b"", b"HTTP/1.1 200"}


@pytest.mark.proves("S7")
@pytest.mark.parametrize("trickle", [b"x", b"\r\n", b"X: y\r\n"])
async def test_a_connection_that_trickles_ends_as_well(served: Served, trickle: bytes):
    reader, writer = await opened(served, b"" if trickle == b"\r\n" else b"GET / HTTP/1.1\r\nX: ")

    async def go_on() -> None:
        while not writer.is_closing():
            writer.write(trickle)
            await writer.drain()
            await asyncio.sleep(0.02)  # one small piece after the other is what is tried here

    trickling = asyncio.create_task(go_on())
    left = await ended(reader)
    trickling.cancel()

    assert left == b""


@pytest.mark.proves("S7")
async def test_after_an_answer_the_next_head_has_to_come_in_time_too(served: Served):
    reader, writer = await opened(served, b"GET /2 HTTP/1.1\r\nHost: a\r\n\r\n")
    assert (await reader.readuntil(b"xx")).startswith(b"HTTP/1.1 200")

    writer.write(b"GET /3 HTTP/1.1\r\nHost: a\r\n\r\n")
    assert (await reader.readuntil(b"xxx")).startswith(b"HTTP/1.1 200")
    writer.write(b"GET / HT")

    assert await ended(reader) == b""


async def test_a_request_that_takes_its_time_is_not_cut_off(standing: tuple[Served, Deferred]):
    standing[1].app = echo_slowly
    reader, writer = await opened(standing[0], b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n")

    await asyncio.sleep(2 * Hurried.head_within)  # longer than a head may take: that is what is tried here
    writer.write(b"ok")

    assert (await reader.readuntil(b"ok")).startswith(b"HTTP/1.1 200")
    writer.close()


async def test_a_socket_may_be_silent_once_it_is_open(served: Served):
    upgrade = "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: "
    head = f"GET /live HTTP/1.1\r\nHost: a\r\n{upgrade}MDEyMzQ1Njc4OWFiY2RlZg==\r\n\r\n"
    reader, writer = await opened(served, head.encode())
    assert (await reader.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 101")

    with pytest.raises(TimeoutError):
        await asyncio.wait_for(reader.read(1), 2 * Hurried.head_within)
    writer.close()


@pytest.mark.parametrize("more", [b"Content-Length: 9", b"Transfer-Encoding: chunked", b"X: " + b"y" * 9000])
async def test_a_handshake_that_cannot_be_read_is_refused_rather_than_left_hanging(
    served: Served, more: bytes
):
    upgrade = b"GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n" + more
    reader, _ = await opened(served, upgrade + b"\r\n\r\n")

    assert (await ended(reader))[:12] in (b"", b"HTTP/1.1 400")


@pytest.mark.proves("S8")
async def test_a_head_without_end_is_cut_off_early(served: Served):
    reader, writer = await opened(served, b"GET / HTTP/1.1\r\nHost: a\r\nX: ")
    sent = 0
    try:
        while sent < 60_000_000:
            writer.write(b"y" * 65_536)
            sent += 65_536
            await writer.drain()
    except ConnectionError:
        pass
    said = await ended(reader)

    assert sent < 6_000_000
    assert said[:12] in (b"", b"HTTP/1.1 431")


async def test_a_head_just_within_the_limit_is_let_in(served: Served):
    reader, writer = await opened(served, b"GET /2 HTTP/1.1\r\nHost: a\r\nX: ")
    for _ in range(4):
        writer.write(b"y" * 4000)
        await writer.drain()
    writer.write(b"\r\n\r\n")

    assert (await reader.readuntil(b"xx")).startswith(b"HTTP/1.1 200")
    writer.close()


@pytest.mark.proves("S7")
async def test_whoever_does_not_read_the_answer_is_given_up(served: Served):
    _, writer = await opened(served, b"GET /50000000 HTTP/1.1\r\nHost: a\r\n\r\n")

    async def knock() -> None:
        while True:
            writer.write(b"\r\n")
            await writer.drain()
            await asyncio.sleep(0.05)  # until the reset arrives

    with pytest.raises(ConnectionError):
        await asyncio.wait_for(knock(), 5)


CHUNKED = b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"


@pytest.mark.proves("S8")
@pytest.mark.parametrize(
    ("begun", "more"),
    [
        (b"1\r\na\r\n0\r\nX: ", b"y" * 65_536),
        (b"1\r\na\r\n0\r\n", b"X: y\r\n" * 10_000),
        (b"1;", b"x" * 65_536),
        (b"\r\n" + b"0" * 65_536, b"0" * 65_536),
    ],
    ids=["a trailer without end", "trailers without number", "a chunk that says much", "a size without end"],
)
async def test_what_stands_around_a_body_is_cut_off_as_a_head_is(
    standing: tuple[Served, Deferred], begun: bytes, more: bytes
):
    standing[1].app = echo_slowly
    reader, writer = await opened(standing[0], CHUNKED + begun)
    sent = 0
    with suppress(ConnectionError):
        while sent < 60_000_000:
            writer.write(more)
            sent += len(more)
            await writer.drain()

    assert sent < 6_000_000
    assert (await ended(reader))[:12] in (b"", b"HTTP/1.1 431", b"HTTP/1.1 400")


async def test_a_body_may_come_in_chunks_as_small_as_they_get(standing: tuple[Served, Deferred]):
    standing[1].app = echo_slowly
    reader, writer = await opened(standing[0], CHUNKED)
    for _ in range(64):
        writer.write(b"1\r\na\r\n" * 1024)
        await writer.drain()
    writer.write(b"0\r\nX-Checksum: 1\r\n\r\n")

    assert (await reader.readuntil(b"ok")).startswith(b"HTTP/1.1 200")
    writer.close()


@pytest.mark.proves("S8")
async def test_a_header_after_the_body_is_never_taken_for_one_before_it(standing: tuple[Served, Deferred]):
    told: list[list[bytes]] = []

    async def note(scope: Any, receive: Any, send: Any) -> None:
        while (await receive()).get("more_body", False):
            pass
        told.append([name for name, _ in scope["headers"]])
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"ok"})

    standing[1].app = note
    reader, writer = await opened(standing[0], CHUNKED + b"1\r\na\r\n0\r\nCookie: x\r\n\r\n")

    assert (await reader.readuntil(b"ok")).startswith(b"HTTP/1.1 200")
    assert told == [[b"host", b"transfer-encoding"]]
    writer.close()


async def test_requests_that_do_not_wait_for_each_other_are_answered_in_order(served: Served):
    reader, writer = await opened(
        served, b"".join(b"GET /%d HTTP/1.1\r\nHost: a\r\n\r\n" % size for size in range(1, 12))
    )

    for size in range(1, 12):
        head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 2)
        assert b"content-length: %d\r\n" % size in head
        assert await reader.readexactly(size) == b"x" * size
    writer.close()


async def test_a_body_whose_request_did_not_wait_for_the_answer_before_is_not_taken_for_a_head(
    standing: tuple[Served, Deferred],
):
    standing[1].app = echo_slowly
    two = b"GET / HTTP/1.1\r\nHost: a\r\n\r\nPOST / HTTP/1.1\r\nHost: a\r\ncontent-length: 60000\r\n\r\n"
    reader, writer = await opened(standing[0], two + b"a" * 1000)
    assert (await reader.readuntil(b"ok")).startswith(b"HTTP/1.1 200")
    writer.write(b"a" * 59_000)

    assert b"HTTP/1.1 200" in await reader.readuntil(b"ok")
    writer.close()


@pytest.mark.proves("S7")
async def test_whoever_asks_thousands_of_times_at_once_is_cut_off_and_nothing_is_kept_of_it(
    standing: tuple[Served, Deferred],
):
    begun = 0

    async def count(scope: Any, receive: Any, send: Any) -> None:
        nonlocal begun
        begun += 1
        await answer(scope, receive, send)

    standing[1].app = count
    reader, _ = await opened(standing[0], b"GET /9 HTTP/1.1\r\nHost: a\r\n\r\n" * 8_000)

    said = await ended(reader)

    assert begun < 3 * MOST_WAITING
    assert said.count(b"HTTP/1.1") <= begun + 1


async def test_an_answer_under_way_is_not_broken_into_by_what_comes_after_its_question(
    standing: tuple[Served, Deferred],
):
    async def begin(scope: Any, receive: Any, send: Any) -> None:
        await send(
            {"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"9")]},
        )
        await send({"type": "http.response.body", "body": b"half", "more_body": True})
        while (await receive())["type"] != "http.disconnect":
            pass

    standing[1].app = begin
    reader, writer = await opened(standing[0], b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
    await asyncio.wait_for(reader.readuntil(b"half"), 2)

    writer.write(b"nothing that is a request\r\n\r\n")

    assert await ended(reader) == b""


async def test_whoever_asks_many_times_at_once_and_leaves_is_no_fault_of_the_program(
    standing: tuple[Served, Deferred],
):
    faults: list[BaseException] = []
    asked, left = asyncio.Event(), asyncio.Event()
    here = asyncio.get_running_loop()

    async def note(scope: Any, receive: Any, send: Any) -> None:
        try:
            here.call_soon_threadsafe(asked.set)
            while (await receive())["type"] != "http.disconnect":
                pass
            await answer(scope, receive, send)
        except BaseException as fault:
            faults.append(fault)
            raise
        finally:
            here.call_soon_threadsafe(left.set)

    standing[1].app = note
    _, writer = await opened(standing[0], b"GET /9 HTTP/1.1\r\nHost: a\r\n\r\n" * 9)
    await asyncio.wait_for(asked.wait(), 2)
    writer.transport.abort()

    await asyncio.wait_for(left.wait(), 2)
    assert faults == []


@pytest.mark.parametrize("run", [asyncio.run, uvloop.run])
@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_the_addresses_of_both_ends_are_those_that_the_server_would_find(host: str, run: Callable[..., Any]):
    async def addresses() -> None:
        made: asyncio.Future[tuple[BoundedHttp, asyncio.Transport]] = asyncio.Future()

        class Noting(BoundedHttp):
            def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as uvicorn narrows it
                super().connection_made(transport)
                made.set_result((self, transport))

        config = uvicorn.Config(answer, log_config=None)
        config.load()
        server = await asyncio.get_running_loop().create_server(
            lambda: Noting(config=config, server_state=ServerState(), app_state={}), host, 0
        )
        async with server:
            _, writer = await asyncio.open_connection(host, server.sockets[0].getsockname()[1])
            protocol, transport = await made
            assert protocol.client == writer.get_extra_info("sockname")[:2] == get_remote_addr(transport)
            assert protocol.server == writer.get_extra_info("peername")[:2] == get_local_addr(transport)
            assert protocol.transport is transport
            assert protocol.scheme == "http"
            writer.close()
            transport.abort()

    run(addresses())
