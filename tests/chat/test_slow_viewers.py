"""Viewers that do not read, on every kind of socket: kept, bounded, told the same in the end, and never waited for."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from app.records import channels, queries
from tests.chat.doors import HANDED, LEAN, LISTENING, PLAIN, Doors
from tests.chat.listening import Page
from tests.chat.raw import PATIENCE, TEXT, Raw
from tests.chat.serving import Served, serving
from tests.chat.test_streams import Cast
from tests.routing.stage import SLUG

LONG = "å" * 3500
HELD = {LEAN: 48 * 1024, HANDED: 48 * 1024, PLAIN: 64 * 1024 + 16 * 1024}
"""Bytes that may wait for one viewer: with another server's socket its own buffer, and the frame that is on its way."""


@pytest.fixture(params=LISTENING)
async def at(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[tuple[str, Doors, Cast]]:
    """A door to a sitting with more on its page than a small window takes in."""
    door: str = request.param
    async with serving(tmp_path, lean=door != PLAIN) as served:
        await served.house.hub.reached(channels.public(SLUG), 0, None)
        cast = await Cast.of(served)
        for turn in range(30):
            await cast.publish(f"Fråga {turn}: {LONG}")
        yield door, Doors(served, served), cast


def waiting(served: Served, raw: Raw) -> int:
    """Bytes that wait in the server for whoever is at the other end; -1 where nobody is."""
    name = raw.writer.get_extra_info("sockname")
    for each in list(served.server.server_state.connections):
        transport: Any = getattr(each, "_transport", None) or each.transport
        if transport.get_extra_info("peername") == name:
            return int(transport.get_write_buffer_size())
    return -1


async def until_full(served: Served, raw: Raw) -> int:
    """Wait until something waits for this viewer, and return how much."""
    async with asyncio.timeout(PATIENCE):
        while not waiting(served, raw) > 0:  # noqa: ASYNC110 - the program has no event for the sake of its tests
            await asyncio.sleep(0.01)
    return waiting(served, raw)


async def caught_up(raw: Raw, upto: int) -> Page:
    page = Page()
    while page.seq < upto:
        page.apply([json.loads(await raw.until(TEXT))])
    return page


@pytest.mark.proves("P5", "R4")
async def test_whoever_does_not_read_is_kept_and_ends_with_the_page_of_those_who_did(
    at: tuple[str, Doors, Cast],
):
    door, doors, cast = at
    slow, awake = await doors.open(door, after=0, window=4096), await doors.open(door, after=0)
    held = [await until_full(doors.served, slow)]

    for turn in range(16):
        await cast.publish(f"Sedan {turn}: {LONG}")
        held.append(waiting(doors.served, slow))
    await cast.moderator.say("unpublish", question=3, reason="mistake")
    last: int = await doors.served.look(queries.head, channels.public(SLUG))
    expected = await caught_up(awake, last)

    assert 0 < min(held) <= max(held) <= HELD[door]
    assert (await caught_up(slow, last)).things == expected.things
    assert all(first & 0x0F == TEXT for first, _ in slow.heard)  # nobody was sent away
    numbers = [json.loads(payload)["seq"] for _, payload in slow.heard]
    assert numbers == sorted(set(numbers))
    slow.abort()
    awake.abort()


@pytest.mark.proves("R7")
async def test_a_server_that_stops_waits_for_nobody_who_does_not_read(at: tuple[str, Doors, Cast]):
    door, doors, _ = at
    slow = [await doors.open(door, after=0, window=4096) for _ in range(3)]
    for raw in slow:
        await until_full(doors.served, raw)
    awake = await doors.open(door)

    doors.served.server.should_exit = True

    assert (await awake.closed())[0] == 1012
    if door == PLAIN:
        return  # its socket is the other server's to end; ours has let go of it when the program ends, which the fixture waits for
    async with asyncio.timeout(PATIENCE):
        while any(waiting(doors.served, raw) >= 0 for raw in slow):  # noqa: ASYNC110 - no event, as above
            await asyncio.sleep(0.02)
    for raw in slow:
        raw.abort()
