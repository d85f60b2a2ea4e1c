"""Processor time for each delivery when news comes one at a time (P2): the product beside others that send the same bytes."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from bench import contenders
from bench.contenders import LOOP, PLAIN, Starting
from bench.figures import Figure, Measurement, Row, at_most
from bench.processes import Running
from bench.product import NAME, Product, product
from bench.viewers import Viewers, viewers

WARM_UP = 4


@dataclass(frozen=True)
class Extent:
    """How much is measured: viewers, publications in a round, rounds."""

    viewers: int = 2000
    publications: int = 64
    rounds: int = 5


QUICK = Extent(viewers=500, publications=32, rounds=3)


@dataclass
class Stand:
    """A contender with its viewers, ready for one more publication."""

    name: str
    running: Running
    audience: Viewers
    publish: Callable[[], None]

    def cost(self, publications: int, viewers: int) -> float:
        """Microseconds of the server's processor time for each delivery, publishing included."""
        before = self.running.cpu()
        for _ in range(publications):
            with self.audience.expecting(1):
                self.publish()
        return (self.running.cpu() - before) / (publications * viewers) * 1e6


def measure(extent: Extent, others: Mapping[str, Starting] | None = None) -> Measurement:
    """All of them in turn, round by round, with everybody's viewers connected. Every frame is compared byte by byte."""
    costs: dict[str, list[float]] = {}
    with ExitStack() as stack:
        stands = [stack.enter_context(_product_stand(extent))]
        text = _sample(stands[0])
        for starting in {**contenders.ALWAYS, **(others or {})}.values():
            stands.append(stack.enter_context(_stand(starting, text, extent)))
        for _ in range(extent.rounds):
            for stand in stands:
                cost = stand.cost(extent.publications, extent.viewers)
                costs.setdefault(stand.name, []).append(cost)
        for stand in stands:
            stand.audience.check()
    return _table(extent, costs, len(text.encode()))


def _table(extent: Extent, costs: Mapping[str, list[float]], size: int) -> Measurement:
    rows = tuple(Row(name, Figure.of(samples)) for name, samples in costs.items())
    measured = Measurement("delivery", "Processor time per delivery", "µs", rows, how="")
    to_loop, to_plain = measured.ratio(NAME, LOOP), measured.ratio(NAME, PLAIN)
    rest = [
        at_most(f"below {row.name}", measured.ratio(NAME, row.name), 1.0, f" × {row.name}")
        for row in rows
        if row.name.startswith(("NATS", "Nchan"))
    ]
    return Measurement(
        measured.key,
        measured.title,
        measured.unit,
        rows,
        how=f"{extent.viewers} viewers, {extent.publications} publications one at a time, {extent.rounds} rounds, frames of "
        f"{size} bytes compared byte by byte; the product's figure holds the whole publication with its commit",
        goals=(
            at_most("at most 1.2 × the C loop", to_loop, 1.2, " ×"),
            at_most("at most 0.5 × plain FastAPI", to_plain, 0.5, " ×"),
            *rest,
        ),
        floors=(at_most("less than plain FastAPI", to_plain, 0.9, " ×"),),
    )


@contextmanager
def _product_stand(extent: Extent) -> Iterator[Stand]:
    with product() as running, viewers(running.way) as audience:
        waiting = iter(running.answered(extent.publications * extent.rounds + WARM_UP))
        audience.open(extent.viewers)
        stand = Stand(NAME, running.running, audience, lambda: _publish(running, waiting))
        stand.cost(WARM_UP, extent.viewers)
        yield stand


def _publish(running: Product, waiting: Iterator[int]) -> None:
    running.publish(next(waiting))


@contextmanager
def _stand(starting: Starting, text: str, extent: Extent) -> Iterator[Stand]:
    with starting() as contender, viewers(contender.way) as audience:
        audience.open(extent.viewers)
        numbers = iter(range(1, 10**9))
        stand = Stand(
            contender.name,
            contender.running,
            audience,
            lambda: contender.publish(text.replace('"seq":0,', f'"seq":{next(numbers)},', 1)),
        )
        stand.cost(WARM_UP, extent.viewers)
        yield stand


def _sample(stand: Stand) -> str:
    """One of the product's own frames, for the others to send; its number is put in anew each time."""
    from bench.places import data

    with data("frames") as folder:
        frames = stand.audience.frames(folder)
    first = min(frames)
    return frames[first].decode().replace(f'"seq":{first},', '"seq":0,', 1)
