"""Frågestund itself as it is measured: the demo without its cast, with a moderator and a politician at work."""

import http.client
import itertools
import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

from bench import places
from bench.processes import Running, started
from bench.viewers import Way

NAME = "Frågestund"
PARTY = "C"
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

    def does(self, do: str, **facts: object) -> Mapping[str, Any]:
        """Make a move and return its acknowledgement. Raises ``Refused``."""
        return self.does_all([{"do": do, **facts}])[0]

    def does_all(self, moves: Iterable[Mapping[str, object]], ahead: int = 12) -> list[Mapping[str, Any]]:
        """Make moves in order, up to ``ahead`` of them unanswered at any time. Raises ``Refused``."""
        made: list[Mapping[str, Any]] = []
        left, waiting = iter(moves), 0
        while True:
            for move in itertools.islice(left, ahead - waiting):
                self._socket.send(json.dumps({"ticket": str(uuid4()), **move}))
                waiting += 1
            if not waiting:
                return made
            made.append(self._reply())
            waiting -= 1

    def _reply(self) -> Mapping[str, Any]:
        while True:
            frame: Mapping[str, Any] = json.loads(self._socket.recv(timeout=30))
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
    def asker(self) -> Chair:
        return self.citizen

    @cached_property
    def moderator(self) -> Chair:
        link = self.links["moderator"][0]
        return self._stack.enter_context(self._seated("moderator", link))

    @cached_property
    def politician(self) -> Chair:
        link = self.links["party"][PARTY]
        return self._stack.enter_context(self._seated(f"party:{PARTY}", link))

    def answered(self, count: int) -> list[int]:
        """Ask so many questions and let the party answer them: they wait for the moderator to publish them."""
        names = list(itertools.islice(self._numbers, count))
        asked = self.asker.does_all({"do": "ask", "body": QUESTION.format(n=n)} for n in names)
        numbers = [int(reply["number"]) for reply in asked]
        self.moderator.does_all({"do": "assign", "question": n, "party": PARTY} for n in numbers)
        self.politician.does_all(
            {"do": "answer", "question": number, "body": ANSWER.format(n=n)}
            for n, number in zip(names, numbers, strict=True)
        )
        return numbers

    def publish(self, number: int) -> None:
        """Put a question on the page: one frame for every viewer. Returns when it is durable."""
        self.moderator.does("publish", question=number)

    def publish_all(self, numbers: Sequence[int]) -> None:
        """As fast as one moderator can."""
        self.moderator.does_all({"do": "publish", "question": number} for number in numbers)

    def close(self) -> None:
        self._stack.close()

    @contextmanager
    def _seated(self, role: str | None, link: str | None) -> Iterator[Chair]:
        path = f"/{self.sitting}/chat" + (f"?as={role}" if role else "")
        headers = {"Cookie": self._cookie(link)} if link else {}
        with connect(
            f"ws://127.0.0.1:{self.port}{path}",
            origin=Origin(self.origin),
            additional_headers=headers,
            compression=None,
            proxy=None,
            ping_interval=None,
            close_timeout=1,
        ) as socket:
            yield Chair(socket)

    def _cookie(self, link: str) -> str:
        """Sign in by an invitation, as a browser that presses the button of its page."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=15)
        headers = {
            "Origin": self.origin,
            "Sec-Fetch-Site": "same-origin",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        connection.request("POST", urlsplit(link).path, b"", headers)
        reply = connection.getresponse()
        reply.read()
        cookie = reply.getheader("Set-Cookie")
        connection.close()
        if cookie is None:
            raise Refused(f"signing in was answered {reply.status}")
        return cookie.partition(";")[0]


@contextmanager
def product(*, program: Sequence[str | Path] = (), data: Path | None = None) -> Iterator[Product]:
    """The program, started anew. ``program``: another way to start it; ``data``: a folder that holds something already."""
    with ExitStack() as stack:
        folder = data or stack.enter_context(places.data("product"))
        start = program or [Path(sys.executable).with_name("fragestund")]
        command = [*start, "demo", "--port", "0", "--data", folder, "--json", "--no-cast"]
        running = stack.enter_context(started(command, talks=True, errors=folder / "said"))
        assert running.process.stdout is not None
        line = running.process.stdout.readline()
        if not line:
            raise RuntimeError(f"the program did not start: {(folder / 'said').read_text()[-2000:]}")
        told = json.loads(line)
        port = urlsplit(told["url"]).port or 0
        made = Product(Running(running.process, port), told["sitting"], told["sign_in"], folder)
        stack.callback(made.close)
        yield made
