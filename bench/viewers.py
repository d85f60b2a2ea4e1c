"""The load client's viewers, told from here what to do (bench/load.c). Knows no server."""

import json
import struct
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bench import compiled
from bench.processes import Running, started

Facts = dict[str, Any]


class Wrong(Exception):
    """What the viewers got is not what was sent."""


@dataclass(frozen=True)
class Way:
    """How viewers come to a server: port and path, headers of their own, what they say first.

    ``greetings``: how many frames without a number each of them gets before it is sure to hear what is published.
    """

    port: int
    path: str
    headers: tuple[str, ...] = ()
    hello: str = ""
    greetings: int = 0

    def saying(self, *headers: str) -> "Way":
        """The same with further headers."""
        return replace(self, headers=(*self.headers, *headers))


class Viewers:
    """Connections that the load client holds open."""

    def __init__(self, client: Running, greetings: int = 0) -> None:
        self.client = client
        self._greetings = greetings

    def tell(self, command: str) -> Facts:
        """Give a command and return the answer to it."""
        assert self.client.process.stdin is not None
        self.client.process.stdin.write(command + "\n")
        return self.answer()

    def answer(self) -> Facts:
        assert self.client.process.stdout is not None
        line = self.client.process.stdout.readline()
        if not line:
            raise RuntimeError("the load client is gone")
        facts: Facts = json.loads(line)
        return facts

    def open(self, count: int, *, within: float = 60.0, spread: float = 0.0) -> Facts:
        """Open more viewers. Raises ``Wrong`` when the server did not let all of them in."""
        greeted = self.count()["others"] + count * self._greetings
        opened = self.tell(f"open {count} {within} {spread}")
        if opened["shaken"] != count:
            raise Wrong(f"{opened['shaken']} of {count} viewers were let in")
        until = time.monotonic() + within
        while self._greetings and self.count()["others"] < greeted:
            if time.monotonic() > until:
                raise Wrong("not every viewer was greeted")
            time.sleep(0.02)
        return opened

    @contextmanager
    def expecting(self, frames: int, *, within: float = 30.0) -> Iterator[Facts]:
        """Each viewer gets so many frames of what is published inside. The facts are there afterwards."""
        self.tell(f"expect {frames} {within}")
        facts: Facts = {}
        yield facts
        facts |= self.answer()
        if facts["lacking"] or facts["lost"]:
            raise Wrong(
                f"{facts['lacking']} viewers lack frames and {facts['lost']} are gone: {self.count()}"
            )

    def count(self) -> Facts:
        return self.tell("count")

    def check(self, whose: str = "") -> Facts:
        """What was seen. Raises ``Wrong`` if any frame differed, came out of order or was left out. ``whose``: to be named then."""
        seen = self.count()
        wrong = {name: seen[name] for name in ("differing", "disordered", "skipped") if seen[name]}
        if wrong:
            raise Wrong(f"frames {whose and f'of {whose} '}were wrong: {wrong}")
        return seen

    def frames(self, folder: Path) -> dict[int, bytes]:
        """Every frame by its number, as it was seen first."""
        file = folder / "frames"
        self.tell(f"dump {file}")
        raw, at, found = file.read_bytes(), 0, {}
        while at < len(raw):
            number, size = struct.unpack_from("<QI", raw, at)
            found[number] = raw[at + 12 : at + 12 + size]
            at += 12 + size
        return found


@contextmanager
def viewers(way: Way, *options: str) -> Iterator[Viewers]:
    """A load client for this server. ``options`` as in bench/load.c."""
    words: Sequence[str] = [word for header in way.headers for word in ("--header", header)]
    hello = ("--hello", way.hello) if way.hello else ()
    command = [compiled.program("load"), str(way.port), way.path, *words, *hello, *options]
    with started(command, talks=True) as client:
        yield Viewers(client, way.greetings)
