"""Frågestund itself as it is measured: the demo without its cast, with a moderator and a politician at work."""

import http.client
import itertools
import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit
from uuid import uuid4

from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

from bench import places
from bench.forms import Form
from bench.processes import Running, started
from bench.viewers import Way

NAME = "Frågestund"
PARTY = "C"
ROW = 16
"""Connections over which one person's moves are made when many are made at once."""

Move = Mapping[str, object]
Reply = Mapping[str, Any]

QUESTION = "Fråga {n}: När går första bussen från Sundby på söndagar, och varför står det en annan tid på hållplatsen än på webben?"
ANSWER = (
    "Svar {n}: Första bussen går 08.12. Tidtabellen på hållplatsen byts ut den här veckan, och vi har bett trafikbolaget "
    "att hädanefter göra det samma dag som tiderna ändras. Tack för att du sade till."
)


class Refused(Exception):
    """A move was not made."""


class Chair:
    """Somebody who speaks the chat protocol, with many moves under way at once."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket

    def does(self, do: str, **facts: object) -> Reply:
        """Make a move and return its acknowledgement. Raises ``Refused``."""
        return self.does_all([{"do": do, **facts}])[0]

    def does_all(self, moves: Iterable[Move], ahead: int = 12) -> list[Reply]:
        """Make moves in order, up to ``ahead`` of them unanswered at any time. Raises ``Refused``."""
        made: list[Reply] = []
        left, waiting = iter(moves), 0
        while True:
            for move in itertools.islice(left, ahead - waiting):
                self._socket.send(json.dumps({"ticket": str(uuid4()), **move}))
                waiting += 1
            if not waiting:
                return made
            made.append(self._reply())
            waiting -= 1

    def _reply(self) -> Reply:
        while True:
            frame: Reply = json.loads(self._socket.recv(timeout=30))
            if "ack" in frame:
                return frame
            if "refused" in frame:
                raise Refused(frame)


@dataclass
class Product:
    """The running program, its one sitting, and those who work in it."""

    running: Running
    sitting: str
    links: Mapping[str, Any]
    data: Path
    _stack: ExitStack = field(default_factory=ExitStack)
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    name = NAME

    @property
    def port(self) -> int:
        return self.running.port

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def way(self) -> Way:
        return self.stream()

    def stream(self, after: int | None = None, lang: str = "sv") -> Way:
        """The public stream, from where it stands now or from a number."""
        head, epoch = self.stands()
        where = f"/{self.sitting}/live?after={head if after is None else after}&epoch={epoch}"
        return Way(self.port, where, (f"Origin: {self.origin}", f"Accept-Language: {lang}"))

    def stands(self) -> tuple[int, str]:
        """How far the public channel has been told, and in which epoch."""
        facts = self.citizen.does("follow", channel="public", after=0)
        return int(facts["head"]), str(facts["epoch"])

    @property
    def citizen(self) -> Chair:
        """Somebody of the public, on a connection of their own: it hears nothing but replies."""
        return self._stack.enter_context(self._seated(None, None))

    @cached_property
    def askers(self) -> list[Chair]:
        return self._row(None, None)

    @cached_property
    def moderators(self) -> list[Chair]:
        return self._row("moderator", self.links["moderator"][0])

    @cached_property
    def politicians(self) -> list[Chair]:
        return self._row(f"party:{PARTY}", self.links["party"][PARTY])

    def assigned(self, count: int) -> list[int]:
        """Ask so many questions and give them to the party: they wait for its answer."""
        bodies = [QUESTION.format(n=n) for n in itertools.islice(self._numbers, count)]
        asked = _share(self.askers, [{"do": "ask", "body": body} for body in bodies])
        numbers = sorted(int(reply["number"]) for reply in asked)
        _share(self.moderators, [{"do": "assign", "question": n, "party": PARTY} for n in numbers])
        return numbers

    def answered(self, count: int, *, size: int = 0) -> list[int]:
        """The same, answered with at least ``size`` bytes: they wait for the moderator to publish them."""
        numbers = self.assigned(count)
        self.answer_all(numbers, size=size)
        return numbers

    def answer_all(self, numbers: Sequence[int], *, size: int = 0) -> None:
        """Let the party answer. Where answers are published at once, this is one frame for every viewer each."""
        body = ANSWER + " " + ANSWER * (size // len(ANSWER.encode()))
        answers = [{"do": "answer", "question": n, "body": body.format(n=n)} for n in numbers]
        _share(self.politicians, answers)

    def publish_all(self, numbers: Sequence[int]) -> None:
        """Put questions on the page, one frame each for every viewer. Returns when all of it is durable."""
        _share(self.moderators, [{"do": "publish", "question": number} for number in numbers])

    def publish_at_once(self) -> None:
        """Let the organiser decide that answers are published without the moderator's look."""
        path, cookie = f"/{self.sitting}/settings", self.cookie(self.links["organiser"])
        form = Form(self._asked("GET", path, Cookie=cookie)[1].decode(), path)
        fields = form.fields | {"publish_at_once": "1"}
        status, _ = self._asked("POST", path, urlencode(fields).encode(), Cookie=cookie)
        if status != 303:
            raise Refused(f"changing the plan was answered {status}")

    def close(self) -> None:
        self._stack.close()

    def cookie(self, link: str) -> str:
        """Sign in by an invitation, as a browser that presses the button of its page, and return the Cookie header."""
        reply = self._reply("POST", urlsplit(link).path)
        cookie = reply.getheader("Set-Cookie")
        if cookie is None:
            raise Refused(f"signing in was answered {reply.status}")
        return cookie.partition(";")[0]

    def _asked(self, method: str, path: str, body: bytes = b"", **headers: str) -> tuple[int, bytes]:
        reply = self._reply(method, path, body, **headers)
        return reply.status, reply.read()

    def _reply(self, method: str, path: str, body: bytes = b"", **headers: str) -> http.client.HTTPResponse:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=15)
        ours = {"Origin": self.origin, "Sec-Fetch-Site": "same-origin", "Connection": "close"}
        if method == "POST":
            ours["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, path, body, {**ours, **headers})
        return connection.getresponse()

    def _row(self, role: str | None, link: str | None) -> list[Chair]:
        """Several connections of one person: moves on one are made in turn, and each waits until it is durable."""
        cookie = self.cookie(link) if link else None
        return [self._stack.enter_context(self._seated(role, cookie)) for _ in range(ROW)]

    @contextmanager
    def _seated(self, role: str | None, cookie: str | None) -> Iterator[Chair]:
        path = f"/{self.sitting}/chat" + (f"?as={role}" if role else "")
        with connect(
            f"ws://127.0.0.1:{self.port}{path}",
            origin=Origin(self.origin),
            additional_headers={"Cookie": cookie} if cookie else {},
            compression=None,
            proxy=None,
            ping_interval=None,
            close_timeout=1,
        ) as socket:
            yield Chair(socket)


def _share(chairs: Sequence[Chair], moves: Sequence[Move]) -> list[Reply]:
    """Make moves on several connections at once; a single one on the first. Raises ``Refused``."""
    parts = [(chair, moves[place :: len(chairs)]) for place, chair in enumerate(chairs)]
    busy = [(chair, part) for chair, part in parts if part]
    if len(busy) <= 1:
        return [reply for chair, part in busy for reply in chair.does_all(part)]
    with ThreadPoolExecutor(len(busy)) as pool:
        made = pool.map(lambda each: each[0].does_all(each[1]), busy)
        return [reply for replies in made for reply in replies]


@contextmanager
def product(
    *,
    program: Sequence[str | Path] = (),
    data: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> Iterator[Product]:
    """The program, started anew. ``program``: another way to start it; ``data``: a folder that holds something already."""
    with ExitStack() as stack:
        folder = data or stack.enter_context(places.data("product"))
        start = program or [sys.executable, "-m", "app.cli"]
        command = [*start, "demo", "--port", "0", "--data", folder, "--json", "--no-cast"]
        running = stack.enter_context(
            started(
                command,
                talks=True,
                errors=folder / "said",
                environment={"PYTHONPATH": str(places.ROOT), **(environment or {})},
            )
        )
        assert running.process.stdout is not None
        line = running.process.stdout.readline()
        if not line:
            raise RuntimeError(f"the program did not start: {(folder / 'said').read_text()[-2000:]}")
        told = json.loads(line)
        port = urlsplit(told["url"]).port or 0
        made = Product(Running(running.process, port), told["sitting"], told["sign_in"], folder)
        stack.callback(made.close)
        yield made
