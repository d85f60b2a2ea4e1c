"""Handshakes a second and core: how fast viewers are let in, with the check of who they are and what they lack."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bench.figures import Figure, Measurement, Row, at_least, written
from bench.product import NAME

if TYPE_CHECKING:
    from bench.crowd import Crowd


def table(crowds: Sequence["Crowd"]) -> Measurement:
    """Handshakes for each second of the server's processor time."""
    rows = tuple(
        Row(
            crowd.name,
            Figure.of([1 / crowd.shaken]),
            f"{written(crowd.shaken_wall)} a second by the clock, p99 {written(crowd.shaken_p99)} ms",
        )
        for crowd in crowds
    )
    measured = Measurement("handshakes", "Handshakes", "per second of processor time", rows, how="")
    to_plain = measured.ratio(NAME, "plain FastAPI")
    return Measurement(
        measured.key,
        measured.title,
        measured.unit,
        rows,
        how=f"{crowds[0].extent.viewers - crowds[0].extent.few} viewers let in as fast as it goes, at most 200 under way at a time; the "
        "product checks address, origin and number, and finds out what each viewer lacks",
        less_is_better=False,
        goals=(at_least("at least 4 000", rows[0].figure.median, 4000),),
        floors=(at_least("handshakes cost no more than with plain FastAPI", to_plain, 1.0, " ×"),),
    )
