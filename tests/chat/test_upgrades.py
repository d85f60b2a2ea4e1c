"""Requests that become sockets, on a real server: what uvicorn is relied on to do there, and what it leaves open."""

import asyncio

import pytest

from tests.chat.bare import Hurried, app_that, listen, running, until
from tests.chat.raw import CLOSE, PATIENCE, PING, PONG, Raw, handshake, masked


async def test_a_handshake_may_come_byte_by_byte_and_after_an_answered_request():
    async with running(app_that(listen)) as (port, _):
        raw = await Raw.connect(port)
        raw.say(b"GET /1 HTTP/1.1\r\nHost: a\r\n\r\n")
        await asyncio.wait_for(raw.reader.readuntil(b"ok"), PATIENCE)
        for byte in handshake(port, "/"):
            raw.say(bytes((byte,)))
            await asyncio.sleep(0)

        head = await asyncio.wait_for(raw.reader.readuntil(b"\r\n\r\n"), PATIENCE)
        await asyncio.sleep(2 * Hurried.head_within)  # no deadline of the request before falls on the socket
        raw.say(masked(PING, b"1"))

        assert head.startswith(b"HTTP/1.1 101")
        assert await raw.until(PONG) == b"1"
        raw.abort()


@pytest.mark.proves("S7")
@pytest.mark.parametrize("begun", [0, 1, 40, -1])
async def test_a_handshake_that_does_not_come_to_its_end_is_given_up(begun: int):
    async with running(app_that(listen)) as (port, _):
        raw = await Raw.connect(port)
        raw.say(handshake(port, "/")[:begun])

        async with asyncio.timeout(3.0):
            assert await raw.ended()


@pytest.mark.parametrize(
    "before", [b"GET /slow HTTP/1.1\r\nHost: a\r\n\r\n", b"GET /1 HTTP/1.1\r\nHost: a\r\n\r\n" * 2]
)
async def test_no_socket_opens_while_a_request_on_its_line_is_being_answered(before: bytes):
    async with running(app_that(listen)) as (port, serves):
        raw = await Raw.connect(port)
        raw.say(before + handshake(port, "/"))

        said = await asyncio.wait_for(raw.reader.read(), PATIENCE)

        assert b"HTTP/1.1 400" in said
        assert b"101 Switching" not in said
        await until(lambda: not serves.server_state.connections and not serves.server_state.tasks)


async def test_whoever_does_not_wait_for_the_answer_is_refused():
    async with running(app_that(listen)) as (port, _):
        raw = await Raw.connect(port)
        raw.say(handshake(port, "/") + masked(CLOSE))

        assert (await asyncio.wait_for(raw.reader.read(), PATIENCE)).startswith(b"HTTP/1.1 400")
