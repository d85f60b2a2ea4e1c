"""Everybody comes back at once (P7): nobody misses anything, and the database is hardly asked."""

import time
from dataclasses import dataclass
from pathlib import Path

from bench import counted, places
from bench.counted import Counts
from bench.figures import Figure, Measurement, Row, at_most, written
from bench.product import NAME, product
from bench.viewers import Viewers, Wrong, viewers


@dataclass(frozen=True)
class Extent:
    """How much is measured: viewers, the seconds over which they come back, publications that they missed."""

    viewers: int = 10_000
    spread: float = 5.0
    missed: int = 3


QUICK = Extent(viewers=1000, spread=1.0)
PATIENCE = 30.0

AFTERMATH = 2.5
"""Seconds until every tick has looked at what the publications changed: that is their cost, and nobody's who comes back."""


def measure(extent: Extent) -> Measurement:
    """Cut all connections, publish, and let all come back with the number that they had reached."""
    with places.data("reconnects") as folder:
        file = folder / "counts"
        with product(program=counted.PROGRAM, environment={counted.FILE: str(file)}) as running:
            waiting = running.answered(extent.missed + 1)
            with viewers(running.way, "--in-flight", "4000") as audience:
                audience.open(extent.viewers)
                with audience.expecting(1):
                    running.publish_all(waiting[:1])
                reached = audience.count()["largest"]
                audience.tell("drop")
                running.publish_all(waiting[1:])
                audience.tell(f"path {running.stream(after=reached).path}")
                time.sleep(AFTERMATH)
                had, used, asked = (
                    audience.count()["frames"],
                    running.running.cpu(),
                    Counts.read(file).statements,
                )
                back = audience.open(extent.viewers, spread=extent.spread)
                resumed = _resumed(audience, had + extent.viewers * extent.missed)
                asked, used = Counts.read(file).statements - asked, running.running.cpu() - used
                usual = _usual(file) * (back["seconds"] + resumed)
    return table(extent, back, asked, usual, used)


def table(extent: Extent, back: dict[str, float], asked: int, usual: float, used: float) -> Measurement:
    """What the return of all cost."""
    more = max(0.0, asked - usual)
    handshake = f"p99 of a handshake {written(back['p99'])} ms, slowest {written(back['max'])} ms"
    return Measurement(
        "reconnects",
        "Everybody comes back",
        "database statements",
        (Row(NAME, Figure.of([more]), f"{handshake}; {written(used)} s of processor time"),),
        how=f"{extent.viewers} connections are cut, {extent.missed} publications go by, and all come back within {extent.spread:g} s with "
        f"the number they had reached; each has got exactly what it missed. SQL statements are counted by SQLite itself: {asked} in all, less "
        f"the {written(usual)} that the slow ticks make in as long a time when nobody comes",
        goals=(
            at_most("at most 10 statements", more, 10),
            at_most("p99 of a handshake at most 1 s", back["p99"], 1000, " ms"),
        ),
        floors=(at_most("statements do not grow with the viewers", more / extent.viewers, 0.1, " each"),),
    )


def _resumed(audience: Viewers, frames: int) -> float:
    """Wait until everything missed has arrived, and return how many seconds that was since the call."""
    began = time.monotonic()
    while audience.check()["frames"] < frames:
        if time.monotonic() - began > PATIENCE:
            raise Wrong(f"not everybody got what it missed: {audience.count()}")
        time.sleep(0.05)
    seen = audience.check()
    if seen["frames"] != frames or seen["least"] != seen["largest"]:
        raise Wrong(f"somebody got more or less than it missed: {seen}")
    return time.monotonic() - began


def _usual(file: Path) -> float:
    """Statements a second while nothing happens: the least of three, since now and then something does."""
    seconds = []
    for _ in range(3):
        before = Counts.read(file).statements
        time.sleep(1.0)
        seconds.append(Counts.read(file).statements - before)
    return float(min(seconds))
