"""Processor time for each delivery when news comes one at a time (P2): the product beside others that send the same bytes."""

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace

from bench import stands
from bench.contenders import LOOP, NATS, NCHAN, PLAIN, Starting
from bench.figures import Figure, Measurement, Row, at_most, written
from bench.product import NAME
from bench.stands import Stand
from bench.viewers import Wrong

WARM_UP, ALONE = 16, 64
"""Publications before anything is counted, and publications that nobody is told of."""

WHOLE = f"{NAME}, publication included"


@dataclass(frozen=True)
class Extent:
    """How much is measured: viewers, publications in a round, rounds."""

    viewers: int = 2000
    publications: int = 48
    rounds: int = 3


QUICK = Extent(publications=16)


def measure(extent: Extent, others: Mapping[str, Starting]) -> Measurement:
    """All of them in turn, round by round, with everybody's viewers connected. Every frame is compared byte by byte."""
    costs: dict[str, list[float]] = {}
    with ExitStack() as stack:
        prepared = extent.publications * extent.rounds + 2 * WARM_UP + ALONE
        first, _ = stack.enter_context(stands.ours(prepared))
        first.one_at_a_time(WARM_UP)
        alone = first.one_at_a_time(ALONE) / ALONE / extent.viewers * 1e6
        _begin(first, extent)
        text = stands.sample(first)
        row = [first, *(stack.enter_context(stands.beside(starting, text)) for starting in others.values())]
        for stand in row[1:]:
            _begin(stand, extent)
        for _ in range(extent.rounds):
            for stand in row:
                used = stand.one_at_a_time(extent.publications)
                each = used / (extent.publications * extent.viewers) * 1e6
                costs.setdefault(stand.name, []).append(each)
        first.audience.check(first.name)
        out = _not_as_told(row[1:])
    compared = {name: samples for name, samples in costs.items() if name not in out}
    return replace(table(extent, compared, alone, len(text.encode())), remarks=tuple(out.values()))


def _not_as_told(others: Sequence[Stand]) -> dict[str, str]:
    """Whose viewers got something else than was published, and what: a busy NATS puts several messages in a frame."""
    out = {}
    for stand in others:
        try:
            stand.audience.check()
        except Wrong as wrong:
            out[stand.name] = f"Left out: {stand.name}, {wrong}."
    return out


def table(extent: Extent, costs: Mapping[str, list[float]], alone: float, size: int) -> Measurement:
    """The microseconds of each round as a table. ``alone``: what publishing costs without viewers, shared among as many.

    The others keep nothing: beside them stands the delivery, and in a row of its own what the commit adds to it.
    """
    delivering = [max(0.0, each - alone) for each in costs[NAME]]
    rows = (
        Row(
            NAME, Figure.of(delivering), "the delivery: less what a publication costs that nobody is told of"
        ),
        Row(WHOLE, Figure.of(costs[NAME]), f"of it {written(alone)} for reading, deciding and committing"),
        *(Row(name, Figure.of(samples)) for name, samples in costs.items() if name != NAME),
    )
    measured = Measurement("delivery", "Processor time per delivery", "µs", rows, how="")
    to_plain, all_to_plain = measured.ratio(NAME, PLAIN), measured.ratio(WHOLE, PLAIN)
    below = [at_most(f"below {name}", measured.ratio(NAME, name), 1.0, " ×") for name in (NATS, NCHAN)]
    return Measurement(
        measured.key,
        measured.title,
        measured.unit,
        rows,
        how=f"{extent.viewers} viewers, {extent.publications} publications one at a time, {extent.rounds} rounds, frames of "
        f"{size} bytes compared byte by byte",
        goals=(
            at_most("at most 1.2 × the C loop", measured.ratio(NAME, LOOP), 1.2, " ×"),
            at_most("at most 0.5 × plain FastAPI", to_plain, 0.5, " ×"),
            *below,
            at_most("at most 0.5 × plain FastAPI, publication included", all_to_plain, 0.5, " ×"),
            at_most("below NATS, publication included", measured.ratio(WHOLE, NATS), 1.0, " ×"),
        ),
        floors=(at_most("a delivery costs less than with plain FastAPI", all_to_plain, 1.0, " ×"),),
    )


def _begin(stand: Stand, extent: Extent) -> None:
    stand.open(extent.viewers)
    stand.one_at_a_time(WARM_UP)
