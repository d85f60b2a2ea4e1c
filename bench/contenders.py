"""Those that are compared, all behind the same few words: start, let viewers in, publish a text. Knows no measurement."""

import http.client
import os
import socket
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from websockets.sync.client import connect

from bench import compiled, environment, places
from bench.compiled import CannotMeasure
from bench.processes import Running, free_port, started
from bench.viewers import Way

PLAIN, LOOP = "plain FastAPI", "C loop"
WS, SOCKET_IO, NATS, NCHAN = "Node ws", "python-socketio", "NATS WebSocket", "Nchan"

Publishing = Callable[[Sequence[str]], None]
"""Sends texts to all viewers, in order and as fast as it goes. Returns when the server has taken them."""


@dataclass(frozen=True)
class Contender:
    """A running server: where its viewers come, and how texts are sent to all of them."""

    name: str
    running: Running
    way: Way
    publish: Publishing


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
    environs = {"PYTHONPATH": str(places.ROOT), "PLAIN_DATABASE": str(folder / "plain.db")}
    command = [sys.executable, "-m", "uvicorn", "bench.peers.plain:program", *_uvicorn(port)]
    with started(command, port=port, environment=environs) as running:
        yield running


@contextmanager
def loop() -> Iterator[Contender]:
    """The bare loop in C."""
    port = free_port()
    with started([compiled.program("loop"), str(port)], port=port) as running, speaking(port) as publish:
        yield Contender(LOOP, running, Way(port, "/live"), publish)


@contextmanager
def ws() -> Iterator[Contender]:
    """Node with the package ``ws``."""
    node, modules = environment.node_with_ws()
    port = free_port()
    command: list[str | Path] = [node, places.HERE / "peers" / "ws.js", str(port)]
    environs = {"NODE_PATH": str(modules)}
    with started(command, port=port, environment=environs) as running, speaking(port) as publish:
        yield Contender(WS, running, Way(port, "/live"), publish)


@contextmanager
def socket_io() -> Iterator[Contender]:
    """python-socketio under uvicorn."""
    python, port = environment.python_with(*environment.SOCKET_IO), free_port()
    command: list[str | Path] = [python, "-m", "uvicorn", "socket_io:program", *_uvicorn(port)]
    environs = {"PYTHONPATH": str(places.HERE / "peers")}
    with started(command, port=port, environment=environs) as running, speaking(port) as publish:
        way = Way(port, "/socket.io/?EIO=4&transport=websocket", hello="40", greetings=2)
        yield Contender(SOCKET_IO, running, way, publish)


@contextmanager
def nats() -> Iterator[Contender]:
    """NATS over its own WebSocket listener."""
    server, port, open_to_viewers = environment.nats_server(), free_port(), free_port()
    with places.data("nats") as folder:
        values = {"PORT": str(port), "WEBSOCKET": str(open_to_viewers)}
        command: list[str | Path] = [server, "-c", _configured("nats.conf", folder, values)]
        with started(command, port=port) as running, _nats_publisher(port) as publish:
            hello = 'CONNECT {"verbose":false}\r\nSUB news 1\r\nPING\r\n'
            way = Way(open_to_viewers, "/", hello=hello, greetings=2)
            yield Contender(NATS, Running(running.process, open_to_viewers), way, publish)


@contextmanager
def nchan() -> Iterator[Contender]:
    """nginx with Nchan, one worker."""
    nginx, module = environment.nginx_with_nchan()
    port = free_port()
    with places.data("nchan") as folder:
        user = "user root;" if os.geteuid() == 0 else ""
        values = {"PORT": str(port), "FOLDER": str(folder), "MODULE": str(module), "USER": user}
        command: list[str | Path] = [nginx, "-p", folder, "-c", _configured("nchan.conf", folder, values)]
        with started(command, port=port) as running, _nchan_publisher(port) as publish:
            yield Contender(NCHAN, running, Way(port, "/live"), publish)


ALWAYS: Mapping[str, Starting] = {PLAIN: plain, LOOP: loop}
"""Those that every machine with a C compiler can run."""

PERHAPS: Mapping[str, Starting] = {WS: ws, NATS: nats, NCHAN: nchan, SOCKET_IO: socket_io}
"""Those that have to be fetched first."""


def available(wanted: Mapping[str, Starting]) -> tuple[dict[str, Starting], list[str]]:
    """Those that start here, and why the others do not."""
    found: dict[str, Starting] = {}
    missing: list[str] = []
    for name, starting in wanted.items():
        try:
            with starting():
                found[name] = starting
        except (CannotMeasure, RuntimeError) as lacking:
            missing.append(f"{name}: {lacking}")
    return found, missing


@contextmanager
def speaking(port: int) -> Iterator[Publishing]:
    """Publish over a WebSocket at ``/publish``, which answers each text when it has been sent to everybody."""
    address = f"ws://127.0.0.1:{port}/publish"
    with connect(
        address, compression=None, proxy=None, ping_interval=None, max_size=None, close_timeout=1
    ) as said:

        def publish(texts: Sequence[str]) -> None:
            for text in texts:
                said.send(text)
            for _ in texts:
                said.recv(timeout=120)

        yield publish


@contextmanager
def _nats_publisher(port: int) -> Iterator[Publishing]:
    with closing(socket.create_connection(("127.0.0.1", port), 10)) as wire, wire.makefile("rb") as heard:
        wire.sendall(b'CONNECT {"verbose":false}\r\n')

        def publish(texts: Sequence[str]) -> None:
            for text in texts:
                raw = text.encode()
                wire.sendall(b"PUB news %d\r\n%b\r\n" % (len(raw), raw))
            wire.sendall(b"PING\r\n")
            while heard.readline().strip() != b"PONG":
                pass

        yield publish


@contextmanager
def _nchan_publisher(port: int) -> Iterator[Publishing]:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as wire:

        def publish(texts: Sequence[str]) -> None:
            for text in texts:
                wire.request("POST", "/publish", text.encode(), {"Content-Type": "application/json"})
                wire.getresponse().read()

        yield publish


def _uvicorn(port: int) -> list[str]:
    return ["--port", str(port), "--log-level", "error", "--backlog", "4096"]


def _configured(name: str, folder: Path, values: Mapping[str, str]) -> Path:
    text = (places.HERE / "peers" / name).read_text(encoding="utf-8")
    for key, value in values.items():
        text = text.replace(f"@{key}@", value)
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file
