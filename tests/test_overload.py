"""Far more than there is room for, on a production server in a process of its own, with its limits on."""

import asyncio
import os
import socket
import sys
import time
import zlib
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio

from tests.chat.raw import BINARY, MORE, PATIENCE, TEXT, Raw, handshake, masked
from tests.test_giving_way import HOST, PLAN, THROUGH_THE_PROXY

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]

VIEWERS, RESERVE = 150, 1_500
STREAM = "/bussarna/live?after=0"
MEGABYTE = 2**20


@dataclass
class Guarded:
    """A server that lets in few viewers, behind a proxy on this machine."""

    process: asyncio.subprocess.Process
    port: int
    environment: dict[str, str]

    @property
    def held(self) -> int:
        """Bytes of memory that the process has."""
        pages = int(Path(f"/proc/{self.process.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")

    async def open(self, **headers: str) -> Raw:
        return await Raw.opened(self.port, STREAM, **{**THROUGH_THE_PROXY, **headers})

    async def page(self) -> float:
        """Ask for the page, and return the seconds that it took."""
        asked = time.monotonic()
        raw = await Raw.connect(self.port)
        raw.say(
            f"GET /bussarna HTTP/1.1\r\nHost: {HOST}\r\nX-Forwarded-Proto: https\r\nConnection: close\r\n\r\n".encode()
        )
        answer = await asyncio.wait_for(raw.reader.read(), PATIENCE)
        assert answer.startswith(b"HTTP/1.1 200")
        return time.monotonic() - asked

    async def tell(self, *words: str) -> None:
        """Say something on the command line."""
        command = [sys.executable, "-m", "app.cli", "sitting", *words]
        said = await asyncio.create_subprocess_exec(
            *command, env=self.environment, stdout=asyncio.subprocess.DEVNULL
        )
        assert await said.wait() == 0


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def guarded(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Guarded]:
    data = tmp_path_factory.mktemp("guarded") / "data"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {
        **os.environ,
        "FRAGESTUND_DATA": str(data),
        "FRAGESTUND_PORT": str(port),
        "FRAGESTUND_PUBLIC_URL": f"https://{HOST}",
        "FRAGESTUND_TRUSTED_PROXIES": "127.0.0.1",
        "FRAGESTUND_VIEWERS": str(VIEWERS),
        "FRAGESTUND_RESERVE": str(RESERVE),
        "FRAGESTUND_RECONNECT_WINDOW": "1",
    }
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", "app.cli", "serve", env=environment)
    made = Guarded(process, port, environment)
    async with asyncio.timeout(60):
        while not (data / "control.sock").exists():  # noqa: ASYNC110 - it is another process
            await asyncio.sleep(0.05)
        await made.tell(
            "create", "bussarna", *(word for name, said in PLAN.items() for word in (f"--{name}", said))
        )
        await made.page()
    yield made
    process.terminate()
    await process.wait()


@pytest.mark.proves("R8", "S7")
async def test_ten_times_as_many_viewers_as_there_is_room_for_cost_those_who_are_in_nothing(guarded: Guarded):
    seated = [await guarded.open(X_Forwarded_For=f"192.0.2.{place}") for place in range(VIEWERS)]
    before, turned_away, pages = guarded.held, list[float](), list[float]()

    async def come(number: int) -> None:
        came = time.monotonic()
        raw = await guarded.open(X_Forwarded_For=f"198.51.100.{number % 250}")
        code, wait = await raw.closed()
        turned_away.append(time.monotonic() - came)
        assert (code, 0 <= int(wait) <= 1000) == (1013, True)
        raw.abort()

    for first in range(0, 9 * VIEWERS, 50):
        await asyncio.gather(*(come(first + each) for each in range(50)))
        pages.append(await guarded.page())
    await guarded.tell("open", "bussarna")

    assert [b"sitting" in await raw.until(TEXT) for raw in seated] == [True] * VIEWERS
    assert sorted(turned_away)[len(turned_away) // 2] < 0.1  # fifty come at once, and share two cores with us
    assert max(pages) < 1.0
    assert guarded.held - before <= 64 * MEGABYTE
    for raw in seated:
        raw.abort()


@pytest.mark.proves("S7")
async def test_a_thousand_who_say_nothing_or_a_byte_a_second_are_gone_in_ten_seconds(guarded: Guarded):
    begun = handshake(guarded.port, STREAM, **{name: str(said) for name, said in THROUGH_THE_PROXY.items()})
    began = time.monotonic()
    silent = [await Raw.connect(guarded.port) for _ in range(500)]
    slow = [await Raw.connect(guarded.port) for _ in range(500)]

    async def trickle(raw: Raw) -> None:
        with suppress(ConnectionError):
            for byte in begun:
                raw.say(bytes((byte,)))
                await raw.writer.drain()
                await asyncio.sleep(1.0)  # as slow as that is what is tried here

    trickling = [asyncio.create_task(trickle(raw)) for raw in slow]
    pages = [await guarded.page() for _ in range(20)]
    async with asyncio.timeout(20):
        await asyncio.gather(*(raw.ended() for raw in (*silent, *slow)))
    lasted = time.monotonic() - began
    for each in trickling:
        each.cancel()

    assert lasted <= 10.0
    assert max(pages) < 1.0


ABUSES = {
    "a message of many parts": masked(TEXT, b"x", fin=False) + masked(MORE, b"x" * 1000, fin=False) * 500,
    "parts with nothing in them": masked(TEXT, fin=False) + masked(MORE, fin=False) * 5000,
    "a message larger than it may be": masked(BINARY, bytes(3 * MEGABYTE)),
    "a small message that would be large": masked(
        TEXT, zlib.compress(bytes(200 * MEGABYTE), 9, wbits=-15), bits=0x40
    ),
}


@pytest.mark.proves("S10")
@pytest.mark.parametrize("path", [STREAM, "/bussarna/chat"])
async def test_whatever_is_said_too_much_takes_no_memory(guarded: Guarded, path: str):
    async def abuse(said: bytes) -> None:
        raw = await Raw.opened(guarded.port, path, **THROUGH_THE_PROXY)
        with suppress(ConnectionError):
            raw.say(said)
            await raw.writer.drain()
            assert (await raw.closed())[0] in (1002, 1003, 1008, 1009, None)
        raw.abort()

    for said in list(ABUSES.values()) * 2:  # whatever is there for good is there now
        await abuse(said)
    before = guarded.held
    for said in list(ABUSES.values()) * 5:
        await abuse(said)

    assert guarded.held - before <= 4 * MEGABYTE  # two of the largest kept would be more
