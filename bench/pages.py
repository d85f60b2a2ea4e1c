"""The citizen's page a second and core, whole and conditional: the product beside a page queried and rendered for each."""

import http.client
import json
import time
from contextlib import closing
from dataclasses import dataclass
from uuid import uuid4

from bench import contenders, places
from bench.figures import Figure, Goal, Measurement, Row, at_least, written
from bench.processes import Running
from bench.product import ANSWER, NAME, Product, product
from bench.requests import request, sent
from bench.viewers import Wrong

_TOLD_WITHIN = 11.0
"""Seconds after which a page that has not changed does not change by itself."""

QUERIED, READY, UNCHANGED = "FastAPI, query and Jinja", "FastAPI, ready bytes", f"{NAME}, unchanged (304)"
PACKED = f"{NAME}, gzip"


@dataclass(frozen=True)
class Extent:
    """How much is measured: threads on the page, connections, seconds of each round, rounds, publications for freshness."""

    threads: int = 60
    connections: int = 32
    seconds: float = 3.0
    rounds: int = 2
    fresh: int = 20


QUICK = Extent(threads=20, seconds=1.0, rounds=1, fresh=5)


@dataclass(frozen=True)
class _Asked:
    name: str
    running: Running
    raw: bytes
    status: int = 200


def measure(extent: Extent) -> Measurement:
    """Rounds in turn, after a look at whether a page shows what was acknowledged just before."""
    rates: dict[str, list[tuple[float, float, int]]] = {}
    with product() as ours, places.data("plain") as folder, contenders.plain_program(folder) as plain:
        numbers = ours.answered(extent.threads + extent.fresh)
        ours.publish_all(numbers[: extent.threads])
        _fill(plain.port, extent.threads)
        _settled(ours)
        asked = [*_ours(ours), *_plain(plain)]
        for _ in range(extent.rounds):
            for each in asked:
                rates.setdefault(each.name, []).append(_round(each, extent))
        stale = _stale(ours, numbers[extent.threads :])
    return table(extent, rates, stale)


def table(extent: Extent, rates: dict[str, list[tuple[float, float, int]]], stale: int) -> Measurement:
    """Pages for each second of processor time, and whether all were fresh."""
    rows = tuple(
        Row(
            name,
            Figure.of([each[0] for each in made]),
            f"{written(made[0][1])} a second by the clock, {_size(made[0][2])}",
        )
        for name, made in rates.items()
    )
    measured = Measurement("pages", "The citizen's page", "per second of processor time", rows, how="")
    unchanged = measured.row(UNCHANGED)
    return Measurement(
        measured.key,
        measured.title,
        measured.unit,
        rows,
        how=f"{extent.threads} threads on the page, {extent.connections} connections for {extent.seconds:g} s, {extent.rounds} rounds",
        less_is_better=False,
        goals=(
            at_least("at least 10 000", rows[0].figure.median, 10_000),
            Goal(
                "an unchanged page is answered 304",
                unchanged is not None,
                written(unchanged.figure.median) if unchanged else "",
            ),
            Goal(
                "no page is older than the last acknowledgement",
                stale == 0,
                f"{stale} of {extent.fresh} were",
            ),
        ),
        floors=(
            at_least(
                "a page is cheaper than one queried and rendered", measured.ratio(NAME, QUERIED), 1.2, " ×"
            ),
            Goal(
                "no page is older than the last acknowledgement",
                stale == 0,
                f"{stale} of {extent.fresh} were",
            ),
        ),
    )


def _round(asked: _Asked, extent: Extent) -> tuple[float, float, int]:
    """Answers for each second of processor time, for each second by the clock, and a body's length. Raises ``Wrong``."""
    used = asked.running.cpu()
    answered = sent(asked.raw, asked.running.port, connections=extent.connections, seconds=extent.seconds)
    used = asked.running.cpu() - used
    if set(answered.statuses) != {asked.status} or answered.failed or answered.other_length:
        raise Wrong(
            f"{asked.name}: {dict(answered.statuses)}, {answered.failed} failed: {answered.last[:500]}"
        )
    return answered.count / used, answered.rate, answered.lengths[asked.status]


def _settled(running: Product) -> None:
    """Until the page has told in numbers what was published: it does so a while afterwards, and is another page then."""
    tag, since = _tag(running), time.monotonic()
    while time.monotonic() - since < _TOLD_WITHIN:
        time.sleep(0.5)
        if (now := _tag(running)) != tag:
            tag, since = now, time.monotonic()


def _tag(running: Product) -> str | None:
    with closing(http.client.HTTPConnection("127.0.0.1", running.port, timeout=15)) as connection:
        connection.request("GET", f"/{running.sitting}", headers={"Accept": "text/html"})
        reply = connection.getresponse()
        reply.read()
        return reply.getheader("ETag")


def _ours(running: Product) -> list[_Asked]:
    path, ask = f"/{running.sitting}", "text/html"
    found = [_Asked(NAME, running.running, request("GET", path, running.port, Accept=ask))]
    with closing(http.client.HTTPConnection("127.0.0.1", running.port, timeout=15)) as connection:
        connection.request("GET", path, headers={"Accept": ask})
        reply = connection.getresponse()
        reply.read()
        tag = reply.getheader("ETag")
        connection.request("GET", path, headers={"Accept": ask, "Accept-Encoding": "gzip"})
        packed = connection.getresponse()
        packed.read()
    if packed.getheader("Content-Encoding") == "gzip":
        raw = request("GET", path, running.port, Accept=ask, Accept_Encoding="gzip")
        found.append(_Asked(PACKED, running.running, raw))
    if tag:
        raw = request("GET", path, running.port, Accept=ask, If_None_Match=tag)
        found.append(_Asked(UNCHANGED, running.running, raw, 304))
    return found


def _plain(running: Running) -> list[_Asked]:
    return [
        _Asked(QUERIED, running, request("GET", "/page", running.port)),
        _Asked(READY, running, request("GET", "/ready", running.port)),
    ]


def _fill(port: int, threads: int) -> None:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=15)) as connection:
        for n in range(threads):
            asked = json.dumps({"ticket": str(uuid4()), "body": ANSWER.format(n=n)})
            connection.request("POST", "/answered", asked, {"Content-Type": "application/json"})
            connection.getresponse().read()


def _stale(running: Product, numbers: list[int]) -> int:
    """How many pages, fetched right after a publication was acknowledged, lacked it."""
    lacking = 0
    with closing(http.client.HTTPConnection("127.0.0.1", running.port, timeout=15)) as connection:
        for number in numbers:
            running.publish_all([number])
            connection.request("GET", f"/{running.sitting}")
            page = connection.getresponse().read().decode()
            lacking += f'id="q-{number}"' not in page
    return lacking


def _size(length: int) -> str:
    return f"{length / 1024:.0f} KB each" if length else "without a body"
