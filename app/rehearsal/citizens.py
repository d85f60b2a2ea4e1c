"""The citizens of the cast: who asks what, when, and again on a bad line (M6, M10, M12). Knows neither desk nor panel."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from uuid import uuid4

from app.records.vocabulary import Move, State
from app.rehearsal.frames import Post
from app.rehearsal.hall import Hall, Recent
from app.rehearsal.lines import Line
from app.rehearsal.pace import Pace
from app.rehearsal.script import Script
from app.rehearsal.wire import Door, Lost, said_once

_FIRST_ONES, _EAGER, _USUAL = 8, (2.0, 4.0), (4.0, 8.0)
_THOUGHT = (12.0, 25.0)
_SLOWER_EACH_ROUND, _SLOWEST = 3.0, 20.0
_QUEUE, _LONG_QUEUE = 15, 40
_TRIES = 6
_DESK_WITHIN = 3.0
_SHUT_FOR, _BREATHER = 20.0, 5.0


@dataclass(frozen=True)
class Saying:
    """A post about to be sent."""

    line: Line
    body: str
    name: str | None
    follow_up_to: int | None = None

    @property
    def terms(self) -> dict[str, object]:
        told = {
            "name": self.name,
            "wish": self.line.wish,
            "follow_up_to": self.follow_up_to,
            "lang": self.line.lang,
        }
        return {"body": self.body} | {key: value for key, value in told.items() if value is not None}


@dataclass
class Citizens:
    """Everybody who asks. Each post comes on a connection of its own, as from a visitor."""

    script: Script
    door: Door
    hall: Hall
    pace: Pace
    asked: int = 0
    _curious: deque[tuple[float, Saying]] = field(default_factory=lambda: deque(maxlen=20))
    _seen: Recent = field(default_factory=Recent)

    def hear(self, post: Post) -> None:
        """A published answer makes somebody curious, once."""
        line = self.script.recognise(post.body)
        if post.state is not State.PUBLISHED or line is None or post.number in self._seen:
            return
        self._seen.add(post.number)
        for further in self.script.follow_ups.get(line.id, []):
            at = self.pace.now() + self.pace.rng.uniform(*_THOUGHT)
            self._curious.append((at, Saying(further, further.body, further.name, post.number)))

    async def ask(self) -> None:
        """Ask until cancelled: the whole script, then again in other words and more slowly."""
        await self._wait_for_the_desk()
        for saying, turn in self._sayings():
            await self._hold_back(turn)
            for further in self._due_follow_ups():
                await self._send(further)
                await self.pace.rest(*_USUAL)
            await self._send(saying)

    async def _wait_for_the_desk(self) -> None:
        """What the desk has already is not asked again after a restart."""
        for _ in range(10):
            if self.hall.desk_read:
                return
            await self.pace.rest_real(_DESK_WITHIN / 10)

    def _sayings(self) -> Iterator[tuple[Saying, int]]:
        for line in self._order(self.script.first_round(), len(self.script.cast.opening)):
            if line.id not in self.hall.asked:
                yield Saying(line, line.body, line.name), 0
        for turn in count(1):
            for line in self._order(self.script.first_round(), 0):
                opening = self.pace.rng.choice(self.script.cast.openings) if line.lang == "sv" else ""
                name = self.pace.rng.choice([None, *self.script.cast.names])
                yield Saying(line, opening + line.body, name), turn

    def _order(self, lines: list[Line], fixed: int) -> list[Line]:
        """The first ``fixed`` as they are, the rest by chance, a repeat always after what it repeats."""
        first, rest = lines[:fixed], lines[fixed:]
        self.pace.rng.shuffle(rest)
        ordered = [*first, *(line for line in rest if line.repeats is None)]
        for line in (line for line in rest if line.repeats is not None):
            origin = next(place for place, other in enumerate(ordered) if other.id == line.repeats)
            ordered.insert(self.pace.rng.randint(max(origin + 1, fixed), len(ordered)), line)
        return ordered

    async def _hold_back(self, turn: int) -> None:
        low, high = _EAGER if self.asked < _FIRST_ONES else _USUAL
        slower = min(max(1.0, turn * _SLOWER_EACH_ROUND), _SLOWEST)
        slower *= 4.0 if self.hall.undecided > _QUEUE else 1.0
        await self.pace.rest(low * slower, high * slower)
        while not self.hall.takes_questions or self.hall.undecided > _LONG_QUEUE:
            await self.pace.rest_real(1.0)

    def _due_follow_ups(self) -> Iterator[Saying]:
        now = self.pace.now()
        while self._curious and self._curious[0][0] <= now:
            _, saying = self._curious.popleft()
            if saying.follow_up_to not in self.hall.followed:
                yield saying

    async def _send(self, saying: Saying) -> None:
        """Send, and send again with the same ticket until there is a word on it: never lost, never twice."""
        ticket = uuid4()
        for failures in range(_TRIES):
            wait = self.pace.backoff(failures)
            try:
                reply = await said_once(self.door, Move.ASK, ticket, saying.terms)
            except Lost as lost:
                wait += lost.wait or 0.0
            else:
                if reply.refused not in ("too_fast", "unavailable", "closed"):
                    self.asked += reply.refused is None
                    return
                wait += _SHUT_FOR if reply.refused == "closed" else _BREATHER
            await self.pace.rest_real(wait)
