"""What viewers cost who hear nothing (P9): processor time for each viewer and second."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bench.figures import Figure, Measurement, Row, at_most, written

if TYPE_CHECKING:
    from bench.crowd import Crowd


def table(crowds: Sequence["Crowd"]) -> Measurement:
    """Processor time while nothing happens."""
    rows = tuple(
        Row(crowd.name, Figure.of([crowd.idle]), f"over {crowd.extent.idle:g} s; {_base(crowd)}")
        for crowd in crowds
    )
    return Measurement(
        "idle",
        "Idle viewers",
        "µs per viewer and second",
        rows,
        how=f"{crowds[0].extent.viewers} viewers and no news. The product lets its viewers hear of it every 25 s and is measured "
        "for a little longer, plain FastAPI's uvicorn pings every 20 s, NATS, Nchan, ws and the C loop keep silent",
        goals=(at_most("at most 1 µs", rows[0].figure.median, 1.0, " µs"),),
    )


def _base(crowd: "Crowd") -> str:
    return f"without any viewer {written(crowd.base / 1000)} ms a second"
