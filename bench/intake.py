"""Durable, acknowledged questions a second (P6): the product beside FastAPI with SQLModel and a commit for each request."""

import json
import sqlite3
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from bench import contenders, places
from bench.contenders import PLAIN
from bench.figures import Figure, Measurement, Row, at_least, at_most, written
from bench.processes import Running
from bench.product import NAME, Product, product
from bench.requests import TICKET, Answered, request, sent
from bench.viewers import Viewers, Wrong, viewers

QUESTION = "När går första bussen från Sundby på söndagar, och varför står det en annan tid på hållplatsen än på webben?"


@dataclass(frozen=True)
class Extent:
    """How much is measured: connections, seconds of each round, rounds."""

    connections: int = 64
    seconds: float = 4.0
    rounds: int = 3
    viewers: int = 2000
    news: int = 20


QUICK = Extent(seconds=1.0, rounds=2, viewers=500, news=10)
AMONG_NEWS = f"{NAME}, during news"


@dataclass
class _Stand:
    name: str
    running: Running
    asked: bytes
    stored: Callable[[], int]

    def round(self, extent: Extent) -> tuple[Answered, float]:
        """One round, and the server's processor time for each question in microseconds. Raises ``Wrong`` for a false receipt."""
        had, used = self.stored(), self.running.cpu()
        answered = sent(self.asked, self.running.port, connections=extent.connections, seconds=extent.seconds)
        if set(answered.statuses) != {201} or answered.failed:
            raise Wrong(
                f"{self.name} answered {dict(answered.statuses)}, {answered.failed} failed: {answered.last}"
            )
        if self.stored() - had != answered.count:
            raise Wrong(f"{self.name} acknowledged {answered.count} and kept {self.stored() - had}")
        return answered, (self.running.cpu() - used) / answered.count * 1e6


def measure(extent: Extent) -> Measurement:
    """Rounds in turn; after each the rows in the database are counted against the acknowledgements."""
    rounds: dict[str, list[tuple[Answered, float]]] = {}
    with product() as ours, places.data("plain") as folder, contenders.plain_program(folder) as plain:
        for _ in range(extent.rounds):
            for stand in (_ours(ours), _plain(plain, folder / "plain.db")):
                rounds.setdefault(stand.name, []).append(stand.round(extent))
        noted = _among_news(ours, extent, rounds)
    return table(extent, rounds, noted)


def table(extent: Extent, rounds: dict[str, list[tuple[Answered, float]]], noted: str) -> Measurement:
    """The rounds of each as a table. ``noted``: what became of the news meanwhile."""
    rows = tuple(Row(name, _rate(made), _note(made)) for name, made in rounds.items())
    measured = Measurement("intake", "Durable acknowledged questions", "per second", rows, how="")
    ratio = measured.ratio(NAME, PLAIN)
    slowest = Figure.of([answered.p99 for answered, _ in rounds[AMONG_NEWS]]).median
    busy = measured.row(AMONG_NEWS)
    return Measurement(
        measured.key,
        measured.title,
        measured.unit,
        rows,
        how=f"{extent.connections} connections for {extent.seconds:g} s, {extent.rounds} rounds, HTTP POST, synchronous=FULL; rows "
        "counted against acknowledgements; the load client runs on the same cores",
        less_is_better=False,
        goals=(
            at_least(
                "at least 6 000 a second during news", busy.figure.median if busy else None, 6000, " a second"
            ),
            at_most("99 of 100 within 50 ms during news", slowest, 50, " ms"),
        ),
        floors=(at_least("at least as many as plain FastAPI", ratio, 0.5, " ×"),),
        remarks=(noted,),
    )


def question(running: Product) -> bytes:
    """A citizen's question as the page's script sends it."""
    body = json.dumps({"ticket": TICKET, "body": QUESTION}, ensure_ascii=False).encode()
    return request(
        "POST",
        f"/{running.sitting}/questions",
        running.port,
        body,
        Origin=running.origin,
        Sec_Fetch_Site="same-origin",
        Content_Type="application/json",
        Accept="application/json",
    )


def _among_news(running: Product, extent: Extent, rounds: dict[str, list[tuple[Answered, float]]]) -> str:
    """The same while viewers get news, and how long that took to reach them."""
    count = round(extent.news * extent.seconds * extent.rounds)
    waiting = running.answered(count)
    stand = _ours(running)
    with viewers(running.way) as audience:
        audience.open(extent.viewers)
        audience.tell("record 1")
        first = running.stands()[0] + 1
        for _ in range(extent.rounds):
            due = [waiting.pop() for _ in range(min(len(waiting), count // extent.rounds))]
            with ThreadPoolExecutor(1) as newsroom:
                told = newsroom.submit(_tell, running, due, 1 / extent.news)
                rounds.setdefault(AMONG_NEWS, []).append(stand.round(extent))
                sent_at = told.result()
            _arrived(audience, first + len(sent_at) - 1)
            for place, at in enumerate(sent_at):
                audience.tell(f"sent {first + place} {at}")
            first += len(sent_at)
        seen = audience.tell("latencies")
        audience.check()
    return (
        f"During news: {extent.viewers} viewers got {extent.news} publications a second at the same time, 99 of 100 deliveries within "
        f"{written(seen['p99'])} ms, half of them within {written(seen['p50'])} ms."
    )


def _tell(running: Product, numbers: Sequence[int], every: float) -> list[int]:
    """Publish at an even pace, and return the moments."""
    moments: list[int] = []
    start = time.monotonic()
    for place, number in enumerate(numbers):
        time.sleep(max(0.0, start + place * every - time.monotonic()))
        moments.append(time.monotonic_ns())
        running.publish_all([number])
    return moments


def _arrived(audience: Viewers, seq: int, patience: float = 20.0) -> None:
    until = time.monotonic() + patience
    while audience.count()["least"] < seq:
        if time.monotonic() > until:
            raise Wrong(f"news did not arrive: {audience.count()}")
        time.sleep(0.05)


def _ours(running: Product) -> _Stand:
    file = running.data / "fragestund.db"
    return _Stand(NAME, running.running, question(running), lambda: _rows(file, "question"))


def _plain(running: Running, file: Path) -> _Stand:
    body = json.dumps({"ticket": TICKET, "body": QUESTION}, ensure_ascii=False).encode()
    asked = request("POST", "/questions", running.port, body, Content_Type="application/json")
    return _Stand(PLAIN, running, asked, lambda: _rows(file, "post"))


def _rows(file: Path, table: str) -> int:
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=10)) as reading:
        count: int = reading.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        return count


def _rate(made: list[tuple[Answered, float]]) -> Figure:
    return Figure.of([answered.rate for answered, _ in made])


def _note(made: list[tuple[Answered, float]]) -> str:
    p99 = Figure.of([answered.p99 for answered, _ in made]).median
    cpu = Figure.of([used for _, used in made]).median
    return f"p99 {written(p99)} ms, {written(cpu)} µs of processor each"
