"""The hand-over of a socket, on a real server: what uvicorn and websockets are relied on to do there."""

import asyncio
from importlib.metadata import version
from typing import Any

import pytest
from uvicorn.protocols.utils import ClientDisconnected

from app.chat import handover
from app.chat.handover import HAND_OVER
from app.chat.listener import Listener
from app.chat.tail import Frame, Piece
from tests.chat.bare import Nobody, app_that, listen, running, until
from tests.chat.raw import CLOSE, MORE, PATIENCE, PING, PONG, TEXT, Raw, masked


def listener(transport: Any, connections: set[Any]) -> Listener:
    return Listener(transport, connections, Nobody(), 0)


def test_the_versions_are_those_that_were_looked_at():
    leaned_on = {name: version(name) for name in ("uvicorn", "httptools", "websockets", "uvloop")}

    assert {name: number.rpartition(".")[0] for name, number in leaned_on.items()} == {
        "uvicorn": "0.54",
        "httptools": "0.9",
        "websockets": "17",
        "uvloop": "0.23",
    }


async def test_a_transport_that_was_handed_over_stays_open_when_the_task_has_ended():
    made: list[Any] = []

    async def hand_over(scope: Any, receive: Any, send: Any) -> None:
        made.append(scope["extensions"][HAND_OVER](listener))

    async with running(app_that(hand_over)) as (port, serves):
        raw = await Raw.opened(port, "/")
        await until(lambda: not serves.server_state.tasks)
        made[0].take(Piece((Frame(1, "x", ("hej",)),), 1))
        raw.say(masked(PING, b"1"))

        assert await raw.until(TEXT) == b"hej"
        assert await raw.until(PONG) == b"1"
        assert list(serves.server_state.connections) == made
        serves.should_exit = True
        assert (await raw.closed())[0] == 1012


async def test_whoever_has_spoken_before_is_not_handed_over_and_nothing_of_it_is_lost():
    spoken, handed = asyncio.Event(), []

    async def hand_over_late(scope: Any, receive: Any, send: Any) -> None:
        await spoken.wait()
        handed.append(scope["extensions"][HAND_OVER](listener))
        assert (await receive())["text"] == "hej"
        await send({"type": "websocket.send", "text": "då"})

    async with running(app_that(hand_over_late)) as (port, _):
        raw = await Raw.opened(port, "/")
        raw.say(masked(PING, b"1") + masked(TEXT, b"hej")[:4])
        assert await raw.until(PONG) == b"1"
        spoken.set()
        raw.say(masked(TEXT, b"hej")[4:])

        assert await raw.until(TEXT) == "då".encode()
        assert handed == [None]
        raw.abort()


async def test_whatever_the_framework_does_after_the_hand_over_reaches_nobody():
    async def hand_over_and_go_on(scope: Any, receive: Any, send: Any) -> None:
        scope["extensions"][HAND_OVER](listener)
        for message in ({"type": "websocket.send", "text": "hej"}, {"type": "websocket.close"}):
            with pytest.raises(ClientDisconnected):
                await send(message)

    async with running(app_that(hand_over_and_go_on)) as (port, _):
        raw = await Raw.opened(port, "/")
        raw.say(masked(PING, b"1"))

        assert await raw.frame() == (0x80 | PONG, b"1")
        raw.abort()


@pytest.mark.proves("S9")
@pytest.mark.parametrize("end", ["close", "eof", "ping"])
async def test_a_socket_that_reads_nothing_ends_all_the_same(end: str):
    full = asyncio.Event()

    async def fill(scope: Any, receive: Any, send: Any) -> None:
        filling = asyncio.create_task(listen(scope, receive, send))
        while not filling.done():
            try:
                await asyncio.wait_for(send({"type": "websocket.send", "bytes": bytes(15_000)}), 0.3)
            except TimeoutError:
                full.set()
            except OSError:
                return

    async with running(app_that(fill)) as (port, serves):
        raw = await Raw.opened(port, "/", window=4096)
        await asyncio.wait_for(full.wait(), PATIENCE)
        (socket,) = serves.server_state.connections
        held = socket.transport.get_write_buffer_size()
        if end == "eof":
            raw.writer.write_eof()
        else:
            raw.say(masked(CLOSE, b"\x03\xe8") if end == "close" else masked(PING) * 200)

        await until(lambda: not serves.server_state.connections)
        assert 0 < held <= 16 * 1024
        raw.abort()


@pytest.mark.proves("S10")
async def test_what_has_begun_and_not_ended_is_bounded_for_all_sockets_together(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr(handover, "MOST_UNFINISHED", 300_000)

    async def answer(scope: Any, receive: Any, send: Any) -> None:
        while (message := await receive())["type"] == "websocket.receive":
            await send({"type": "websocket.send", "text": str(len(message["text"]))})

    async with running(app_that(answer)) as (port, _):
        first, second, third = [await Raw.opened(port, "/") for _ in range(3)]
        first.say(masked(TEXT, b"x" * 100_000, fin=False) + masked(MORE, b"x" * 50_000, size=60_000))
        await until(lambda: handover.HandingOver.unfinished_in_all >= 150_000)
        second.say(masked(TEXT, b"x" * 160_000, size=170_000))

        assert (await second.closed())[0] == 1013
        third.say(masked(TEXT, b"x" * 1000))
        assert await third.until(TEXT) == b"1000"
        first.say(bytes(byte ^ b"abcd"[place % 4] for place, byte in enumerate(b"x" * 10_000)))
        assert await first.until(TEXT) == b"160000"
        for raw in (first, second, third):
            raw.abort()
        await until(lambda: handover.HandingOver.unfinished_in_all == 0)
