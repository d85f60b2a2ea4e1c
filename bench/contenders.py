"""Those that are compared, all behind the same few words: start, let viewers in, publish a text. Knows no measurement."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from websockets.sync.client import connect

from bench import compiled, places
from bench.processes import Running, free_port, started
from bench.viewers import Way

PLAIN = "plain FastAPI"
LOOP = "C loop"


@dataclass(frozen=True)
class Contender:
    """A running server: where its viewers come, and how a text is sent to all of them. ``publish`` returns when it was taken."""

    name: str
    running: Running
    way: Way
    publish: Callable[[str], None]


Starting = Callable[[], AbstractContextManager[Contender]]


@contextmanager
def plain() -> Iterator[Contender]:
    """FastAPI as in its manual, under uvicorn with what ``uvicorn[standard]`` brings."""
    with places.data("plain") as folder, plain_program(folder) as running, speaking(running.port) as publish:
        yield Contender(PLAIN, running, Way(running.port, "/live"), publish)


@contextmanager
def plain_program(folder: Path) -> Iterator[Running]:
    """The plain program with a database of its own."""
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", "bench.peers.plain:program", "--port", str(port)]
    quiet = ["--log-level", "error", "--backlog", "4096"]
    environment = {"PYTHONPATH": str(places.ROOT), "PLAIN_DATABASE": str(folder / "plain.db")}
    with started([*command, *quiet], port=port, environment=environment) as running:
        yield running


@contextmanager
def loop() -> Iterator[Contender]:
    """The bare loop in C."""
    port = free_port()
    with started([compiled.program("loop"), str(port)], port=port) as running, speaking(port) as publish:
        yield Contender(LOOP, running, Way(port, "/live"), publish)


@contextmanager
def speaking(port: int) -> Iterator[Callable[[str], None]]:
    """Publish over a WebSocket at ``/publish``, which answers each text when it has been sent to everybody."""
    address = f"ws://127.0.0.1:{port}/publish"
    with connect(
        address, compression=None, proxy=None, ping_interval=None, max_size=None, close_timeout=1
    ) as socket:

        def publish(text: str) -> None:
            socket.send(text)
            socket.recv(timeout=60)

        yield publish


ALWAYS: dict[str, Starting] = {PLAIN: plain, LOOP: loop}
"""Those that every machine with a C compiler can run."""

CORES = os.cpu_count() or 1
