"""A small server of its own that speaks the chat protocol: the other end of the line for the cast's tests. Keeps no record."""

import asyncio
import json
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from websockets.asyncio.server import ServerConnection, serve

Move = dict[str, Any]

# Move -> the states it is made in, and the state after it (None: the same).
TABLE: dict[str, tuple[set[str], str | None]] = {
    "assign": ({"received", "held"}, "assigned"),
    "hold": ({"received"}, "held"),
    "decline": ({"received", "held", "assigned"}, "declined"),
    "merge": ({"received", "held", "assigned"}, "merged"),
    "refer": ({"received", "held", "assigned"}, "referred"),
    "edit": ({"received", "held", "assigned", "answered"}, None),
    "answer": ({"assigned"}, "answered"),
    "hand_back": ({"assigned"}, "received"),
    "promise": ({"assigned"}, "assigned"),
    "return": ({"answered"}, "assigned"),
    "publish": ({"answered"}, "published"),
    "correct": ({"published"}, "published"),
    "unpublish": ({"published"}, "unpublished"),
}


@dataclass
class Caller:
    """One connection, as it came."""

    socket: ServerConnection
    role: str
    cookie: str | None
    origin: str | None
    channel: str = ""


@dataclass
class Peer:
    """The sitting as this server keeps it. ``log`` holds every move made: who, the move, the question's number."""

    state: str = "live"
    paused: bool = False
    questions: dict[int, Move] = field(default_factory=dict)
    tickets: dict[str, int] = field(default_factory=dict)
    log: list[tuple[str, Move, int | None]] = field(default_factory=list)
    refused: list[tuple[str, Move, str]] = field(default_factory=list)
    callers: list[Caller] = field(default_factory=list)
    connections: int = 0
    before: Callable[[str, Move], None] = lambda role, move: None
    swallow_next_ack: bool = False
    url: str = ""
    _told: dict[str, dict[str, tuple[int, Move]]] = field(default_factory=lambda: defaultdict(dict))
    _heads: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    _moved: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def until(self, holds: Callable[[], bool], within: float = 60.0) -> None:
        """Wait until something is so; looked at after every move and connection."""
        async with asyncio.timeout(within), self._moved:
            await self._moved.wait_for(holds)

    def made(self, do: str, role: str | None = None) -> list[Move]:
        return [move for who, move, _ in self.log if move["do"] == do and role in (None, who)]

    def in_state(self, state: str) -> list[Move]:
        return [question for question in self.questions.values() if question["state"] == state]

    async def hang_up(self, code: int = 1012, reason: str = "20") -> None:
        for caller in list(self.callers):
            await caller.socket.close(code, reason)

    async def change(self, **sitting: Any) -> None:
        """Change the sitting's state and tell everybody."""
        for name, value in sitting.items():
            setattr(self, name, value)
        await self._tell_sitting()

    async def ask(self, body: str, **terms: Any) -> int:
        """A post from somebody outside the cast."""
        number = self._store({"body": body, **terms})
        await self._tell(number)
        return number

    async def answer_call(self, socket: ServerConnection) -> None:
        assert socket.request is not None
        headers, path = socket.request.headers, urlsplit(socket.request.path)
        role = parse_qs(path.query).get("as", ["citizen"])[0]
        caller = Caller(socket, role, headers.get("Cookie"), headers.get("Origin"))
        self.callers.append(caller)
        self.connections += 1
        await self._wake()
        try:
            async for message in socket:
                await self._hear(caller, json.loads(message))
        finally:
            self.callers.remove(caller)
            await self._wake()

    async def _hear(self, caller: Caller, move: Move) -> None:
        if move["do"] == "follow":
            return await self._follow(caller, move)
        self.before(caller.role, move)
        code, number = self._make(caller, move)
        if number is not None and code is None:
            await self._tell(number)
        if self.swallow_next_ack and move["do"] == "ask":
            self.swallow_next_ack = False
            return await caller.socket.close(1012, "20")
        question = {} if number is None else {"question": self._seen(number)}
        reply = (
            {"ack": move["ticket"]} if code is None else {"refused": move["ticket"], "code": code, **question}
        )
        await caller.socket.send(json.dumps(reply))
        await self._wake()

    async def _wake(self) -> None:
        async with self._moved:
            self._moved.notify_all()

    def _make(self, caller: Caller, move: Move) -> tuple[str | None, int | None]:
        """Make a move; why not, and which question it is about."""
        code, number = self._try(caller, move)
        if code is None:
            self.log.append((caller.role, move, number))
        else:
            self.refused.append((caller.role, move, code))
        return code, number

    def _try(self, caller: Caller, move: Move) -> tuple[str | None, int | None]:
        do = move["do"]
        if do == "announce":
            return None, None
        if do == "ask":
            if self.paused or self.state not in ("open", "live"):
                return "closed", None
            if move["ticket"] not in self.tickets:
                self.tickets[move["ticket"]] = self._store(move)
            return None, self.tickets[move["ticket"]]
        question = self.questions[move["question"]]
        number = int(question["number"])
        if move["seen"] != question["version"]:
            return "stale", number
        party = caller.role.removeprefix("party:")
        if do in ("answer", "hand_back", "promise") and party not in question["parties"]:
            return "not_yours", number
        states, after = TABLE[do]
        if question["state"] not in states:
            return "out_of_turn", number
        self.apply(number, do, move, party, after)
        return None, number

    def apply(self, number: int, do: str, move: Move, party: str = "", after: str | None = None) -> None:
        question = self.questions[number]
        if do == "assign":
            parties = [move["party"]] if isinstance(move["party"], str) else list(move["party"])
            question |= {"parties": parties, "ever": question["ever"] | set(parties)}
        elif do == "edit":
            question["body"] = move["body"]
        elif do == "answer":
            question["texts"][party] = move["body"]
            question["note"] = None
            after = "answered" if set(question["parties"]) <= set(question["texts"]) else "assigned"
        elif do == "hand_back":
            question["parties"].remove(party)
        elif do == "promise":
            question["promised"] = move["by"]
        elif do == "return":
            question["note"] = move["note"]
        elif do == "correct":
            question["texts"][move["of"]] = move["body"]
        question["state"] = after or question["state"]
        question["version"] += 1

    def _store(self, post: Move) -> int:
        number = len(self.questions) + 1
        blank: Move = {
            "number": number,
            "state": "received",
            "version": 1,
            "parties": [],
            "ever": set(),
            "texts": {},
        }
        known: Move = {
            key: post[key] for key in ("body", "name", "wish", "follow_up_to", "lang", "flags") if key in post
        }
        self.questions[number] = {**blank, **known}
        return number

    def _seen(self, number: int) -> Move:
        question = self.questions[number]
        answers = [{"party": party, "body": body} for party, body in question["texts"].items()]
        return {key: value for key, value in question.items() if key not in ("ever", "texts")} | {
            "answers": answers
        }

    async def _tell(self, number: int) -> None:
        question = self.questions[number]
        channels = ["desk", *(f"party:{party}" for party in question["ever"])]
        if question["state"] in ("published", "unpublished"):
            channels.append("public")
        for channel in channels:
            await self._send(channel, f"question/{number}", {"question": self._seen(number)})

    async def _tell_sitting(self) -> None:
        news = {"sitting": {"state": self.state, "paused": self.paused}}
        for channel in {caller.channel for caller in self.callers if caller.channel}:
            await self._send(channel, "sitting", news)
        await self._wake()

    async def _send(self, channel: str, thing: str, content: Move) -> None:
        self._heads[channel] += 1
        frame = {"channel": channel, "seq": self._heads[channel], **content}
        self._told[channel][thing] = (self._heads[channel], frame)
        for caller in list(self.callers):
            if caller.channel == channel:
                await caller.socket.send(json.dumps(frame))

    async def _follow(self, caller: Caller, move: Move) -> None:
        name = caller.role if move["channel"] == "party" else move["channel"]
        ack = {"ack": move["ticket"], "head": self._heads[name], "epoch": "one"}
        await caller.socket.send(json.dumps(ack))
        for seq, frame in sorted(self._told[name].values(), key=lambda told: told[0]):
            if seq > move["after"]:
                await caller.socket.send(json.dumps(frame))
        caller.channel = name
        await self._wake()


@asynccontextmanager
async def serving(peer: Peer, port: int = 0) -> AsyncIterator[Peer]:
    """The peer on a loopback port of its own."""
    async with serve(peer.answer_call, "127.0.0.1", port, compression=None) as server:
        chosen = next(iter(server.sockets)).getsockname()[1]
        peer.url = f"http://127.0.0.1:{chosen}"
        yield peer
