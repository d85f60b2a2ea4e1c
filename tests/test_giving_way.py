"""A new version in place of the old one, as operators do it: two processes of the program, one port, one PostgreSQL."""

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from tests.chat.raw import PATIENCE, TEXT, Raw
from tests.records import postgres

pytestmark = [pytest.mark.slow, pytest.mark.postgres]

MANY, WINDOW = 2_000, 3.0
HOST = "fragestund.example.se"
THROUGH_THE_PROXY: dict[str, Any] = {"Host": HOST, "Origin": f"https://{HOST}", "X_Forwarded_Proto": "https"}
PLAN = {
    "title": "Bussarna",
    "commission": "Vad behövs?",
    "afterwards": "Vi läser allt.",
    "official": "Gunilla",
    "contact": "040-628 04 10",
    "opens": "2027-03-20T12:00",
    "live": "2027-03-29T18:00",
    "intake-end": "2027-03-29T19:00",
    "end": "2027-03-29T19:30",
}


@dataclass
class Place:
    """Where both processes serve: their port, and the database that they share."""

    url: str
    port: int
    folder: Path
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def environment(self, name: str) -> dict[str, str]:
        return {
            **os.environ,
            "FRAGESTUND_DATABASE_URL": self.url,
            "FRAGESTUND_DATA": str(self.folder / name),
            "FRAGESTUND_PORT": str(self.port),
            "FRAGESTUND_PUBLIC_URL": f"https://{HOST}",
            "FRAGESTUND_TRUSTED_PROXIES": "127.0.0.1",
            "FRAGESTUND_RECEIPT_KEY": "k" * 40,
            "FRAGESTUND_RECONNECT_WINDOW": str(round(WINDOW)),
            "FRAGESTUND_SHARE_PORT": "true",
        }

    async def serve(self, name: str) -> subprocess.Popen[bytes]:
        """A process of its own, when it serves: its control socket is there from then on."""
        process = self._start(name)
        async with asyncio.timeout(60):
            while not (self.folder / name / "control.sock").exists() or not self.healthy():  # noqa: ASYNC110 - it is another process
                await asyncio.sleep(0.05)
        return process

    def _start(self, name: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "app.cli", "serve"]
        self.processes.append(subprocess.Popen(command, env=self.environment(name)))
        return self.processes[-1]

    async def tell(self, name: str, *words: str) -> None:
        """Say something on the command line to one of the two."""
        command = [sys.executable, "-m", "app.cli", "sitting", *words]
        said = await asyncio.create_subprocess_exec(
            *command, env=self.environment(name), stdout=asyncio.subprocess.DEVNULL
        )
        assert await said.wait() == 0

    def healthy(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    with postgres.cluster() as address, socket.socket() as reserved:
        server = create_engine(address.format(name="postgres"), isolation_level="AUTOCOMMIT")
        with server.connect() as connection:
            connection.execute(text("CREATE DATABASE deploy"))
        server.dispose()
        reserved.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        reserved.bind(("127.0.0.1", 0))
        made = Place(address.format(name="deploy"), reserved.getsockname()[1], tmp_path)
        yield made
        for process in made.processes:
            process.kill()
            process.wait()


@dataclass
class Page:
    """A viewer as the page's script is one: keeps its number, stays away as long as it is told, and comes back."""

    port: int
    seq: int = 0
    sent_away: float = 0.0
    back: float = 0.0
    waited: float = 0.0
    numbers: list[int] = field(default_factory=list)

    async def open(self) -> Raw:
        return await Raw.opened(self.port, f"/bussarna/live?after={self.seq}", **THROUGH_THE_PROXY)

    async def come_back(self, raw: Raw) -> Raw:
        code, reason = await raw.closed()
        self._note(raw)
        assert code == 1012
        self.sent_away = asyncio.get_running_loop().time()
        self.waited = int(reason) / 1000
        await asyncio.sleep(self.waited)  # as the page's script does
        again = await self.open()
        assert again.status == 101
        self.back = asyncio.get_running_loop().time()
        return again

    async def reach(self, raw: Raw, number: int) -> None:
        while self.seq < number:
            await raw.until(TEXT)
            self._note(raw)
        raw.abort()

    def _note(self, raw: Raw) -> None:
        told = [json.loads(payload) for first, payload in raw.heard if first & 0x0F == TEXT]
        self.numbers += [each["seq"] for each in told if "seq" in each]
        self.seq = max([self.seq, *self.numbers])
        raw.heard.clear()


def most_within(moments: list[float], seconds: float) -> int:
    """The most of them in one slice of this length."""
    return max(Counter(int((each - min(moments)) / seconds) for each in moments).values())


@pytest.mark.proves("R7", "R4", "P10")
async def test_two_thousand_viewers_move_to_the_next_process_and_miss_nothing(place: Place):
    old = await place.serve("old")
    await place.tell(
        "old", "create", "bussarna", *(w for name, said in PLAN.items() for w in (f"--{name}", said))
    )
    pages = [Page(place.port) for _ in range(MANY)]
    lines: list[Raw] = []
    for first in range(0, MANY, 100):
        lines += await asyncio.gather(*(page.open() for page in pages[first : first + 100]))
    assert {raw.status for raw in lines} == {101}
    await place.serve("new")
    on_both = [await Page(place.port).open() for _ in range(100)]  # the kernel shares them out
    await place.tell("old", "open", "bussarna")
    async with asyncio.timeout(60):
        told = {await raw.until(TEXT) for raw in (*on_both, *lines)}
    assert len(told) == 1
    for raw in on_both:
        raw.abort()

    moving = [asyncio.create_task(page.come_back(raw)) for page, raw in zip(pages, lines, strict=True)]
    old.send_signal(signal.SIGTERM)
    await place.tell("new", "close", "bussarna")
    async with asyncio.timeout(4 * WINDOW + PATIENCE):
        back = await asyncio.gather(*moving)
        assert await asyncio.to_thread(old.wait, 30) == -signal.SIGTERM  # as uvicorn ends
    async with asyncio.timeout(60):
        await asyncio.gather(*(page.reach(raw, 2) for page, raw in zip(pages, back, strict=True)))

    assert {tuple(page.numbers) for page in pages} == {(1, 2)}
    assert all(0 <= page.waited <= WINDOW for page in pages)
    assert max(page.back - page.sent_away for page in pages) <= WINDOW + 2
    # The server's own slices are even (tests/chat/test_hub.py). Here we and two servers share two cores with others.
    assert most_within([page.sent_away for page in pages], WINDOW / 6) < MANY * 2 / 5
    assert most_within([page.back for page in pages], WINDOW / 6) < MANY * 2 / 5
