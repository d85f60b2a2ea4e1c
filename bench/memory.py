"""Memory for each idle viewer, and what is left when all have gone (P1)."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bench.figures import Figure, Measurement, Row, at_most, written
from bench.product import NAME

if TYPE_CHECKING:
    from bench.crowd import Crowd

KB = 1024


def table(crowds: Sequence["Crowd"]) -> Measurement:
    """Resident memory, divided by the viewers."""
    rows = tuple(Row(crowd.name, Figure.of([_each(crowd)]), _note(crowd)) for crowd in crowds)
    measured = Measurement("memory", "Memory per idle viewer", "KB", rows, how="")
    ours = next(crowd for crowd in crowds if crowd.name == NAME)
    told = (ours.told - ours.start) / ours.extent.viewers / KB
    to_plain = measured.ratio(NAME, "plain FastAPI")
    return Measurement(
        measured.key,
        measured.title,
        measured.unit,
        rows,
        how=f"resident memory of the server's processes with {ours.extent.viewers} viewers less that without, after {300} had come and "
        "gone; before and after when it has kept still for more than a second; the kernel's own buffers are the same for all and "
        "not counted",
        goals=(
            at_most("at most 4 KB", rows[0].figure.median, 4.0, " KB"),
            at_most(f"at most 5 KB after {2 * ours.extent.publications} publications", told, 5.0, " KB"),
            at_most(
                "back to the start within 5 % after all have left",
                ours.left / ours.start,
                1.05,
                " × the start",
            ),
        ),
        floors=(at_most("a viewer takes less memory than with plain FastAPI", to_plain, 0.5, " ×"),),
    )


def _each(crowd: "Crowd") -> float:
    return (crowd.full - crowd.start) / crowd.extent.viewers / KB


def _note(crowd: "Crowd") -> str:
    start, full, left = (written(size / KB / KB) for size in (crowd.start, crowd.full, crowd.left))
    return f"{start} MB before, {full} with all, {left} after"
