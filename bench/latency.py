"""How long a politician's answer takes to every viewer, commit and fsync included (P4). The clock is read by the client."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

from bench.figures import Figure, Goal, Measurement, Row, at_most, written
from bench.product import NAME
from bench.stands import Stand


@dataclass(frozen=True)
class Delays:
    """Milliseconds from the publisher's sending to each viewer's having it, over all deliveries."""

    viewers: int
    publications: int
    p50: float
    p90: float
    p99: float
    most: float


def delays(stand: Stand, viewers: int, publications: int) -> Delays:
    """Publish one at a time and measure every delivery."""
    audience = stand.audience
    audience.tell("record 1")
    for _ in range(publications):
        with audience.expecting(1):
            at = time.monotonic_ns()
            stand.publish(1)
        audience.tell(f"sent {audience.count()['largest']} {at}")
    seen = audience.tell("latencies")
    audience.tell("record 0")
    return Delays(viewers, publications, seen["p50"], seen["p90"], seen["p99"], seen["max"])


def table(measured: Sequence[tuple[str, Delays]]) -> list[Measurement]:
    """One table for each number of viewers."""
    return [
        _table(viewers, [each for each in measured if each[1].viewers == viewers])
        for viewers in sorted({each.viewers for _, each in measured})
    ]


def _table(viewers: int, measured: Sequence[tuple[str, Delays]]) -> Measurement:
    rows = tuple(
        Row(
            name,
            Figure.of([each.p50]),
            f"p90 {written(each.p90)}, p99 {written(each.p99)}, most {written(each.most)}",
        )
        for name, each in measured
    )
    ours = next((each for name, each in measured if name == NAME), None)
    return Measurement(
        f"latency_{viewers}",
        f"Delay to {viewers} viewers",
        "ms",
        rows,
        how=f"from sending a publication to each of {viewers} viewers having read it, over all deliveries of "
        f"{measured[0][1].publications} publications, one at a time; the product's is a politician's answer that is committed with "
        "fsync first, the others keep nothing; the load client runs on the same cores",
        goals=() if ours is None else _goals(ours),
    )


def _goals(ours: Delays) -> tuple[Goal, ...]:
    if ours.viewers <= 1000:
        return (at_most("p99 at most 15 ms", ours.p99, 15, " ms"),)
    return (
        at_most("median at most 60 ms", ours.p50, 60, " ms"),
        at_most("p99 at most 120 ms", ours.p99, 120, " ms"),
    )
