"""Frames a second and core when many publications come at once (P3): every frame checked, in order."""

from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass

from bench import stands
from bench.contenders import NATS, SOCKET_IO, Starting
from bench.figures import Figure, Goal, Measurement, Row, at_least, written
from bench.product import NAME
from bench.stands import Stand

LEFT_OUT = (NATS, SOCKET_IO)
"""NATS puts several messages in a frame, which the client does not take apart; python-socketio would take minutes."""


@dataclass(frozen=True)
class Extent:
    """How much is measured: viewers, publications of the product, of the others and without viewers, rounds."""

    viewers: int = 2000
    publications: int = 512
    of_others: int = 128
    alone: int = 128
    rounds: int = 2


QUICK = Extent(viewers=1000, publications=128, of_others=64, alone=32, rounds=1)


@dataclass(frozen=True)
class Burst:
    """A burst: frames that arrived, the server's processor time, and by the clock."""

    frames: int
    cpu: float
    seconds: float


def measure(extent: Extent, others: Mapping[str, Starting]) -> Measurement:
    """The product, then the others. What publishing costs without viewers is measured too, and told apart."""
    bursts: dict[str, list[Burst]] = {}
    with stands.ours(extent.publications * extent.rounds + extent.alone + 1) as (stand, _):
        alone = stand.running.cpu()
        stand.publish(extent.alone)
        alone = (stand.running.cpu() - alone) / extent.alone
        stand.open(extent.viewers)
        stand.one_at_a_time(1)
        bursts[NAME] = [burst(stand, extent.viewers, extent.publications) for _ in range(extent.rounds)]
        text = stands.sample(stand)
    for name, starting in others.items():
        if name in LEFT_OUT:
            continue
        with ExitStack() as stack:
            stand = stack.enter_context(stands.beside(starting, text))
            stand.open(extent.viewers)
            stand.one_at_a_time(1)
            bursts[name] = [burst(stand, extent.viewers, extent.of_others) for _ in range(extent.rounds)]
    return table(extent, bursts, alone)


def burst(stand: Stand, viewers: int, publications: int) -> Burst:
    """Publish as fast as it goes, and wait until every viewer has every frame. Raises ``Wrong`` for a frame that was not."""
    before = stand.running.cpu()
    with stand.audience.expecting(publications, within=60) as facts:
        stand.publish(publications)
    used = stand.running.cpu() - before
    stand.audience.check(stand.name)
    return Burst(viewers * publications, used, facts["seconds"])


def table(extent: Extent, bursts: Mapping[str, list[Burst]], alone: float) -> Measurement:
    """Frames for each second of processor time; the product's once more without what publishing costs by itself."""
    rows = [
        Row(name, Figure.of([each.frames / each.cpu for each in made]), _note(made))
        for name, made in bursts.items()
    ]
    sending = [each.frames / max(each.cpu - alone * extent.publications, 1e-9) for each in bursts[NAME]]
    cost = f"{written(alone * 1e6)} µs a publication"
    rows.append(Row(f"{NAME}, delivery alone", Figure.of(sending), f"less publishing and commits: {cost}"))
    measured = Measurement("burst", "Burst", "frames per second of processor time", tuple(rows), how="")
    to_plain = measured.ratio(NAME, "plain FastAPI")
    return Measurement(
        measured.key,
        measured.title,
        measured.unit,
        tuple(rows),
        how=f"{extent.viewers} viewers, {extent.publications} publications as fast as 16 connections can make them ({extent.of_others} for "
        f"the others), {extent.rounds} rounds; every frame compared byte by byte and in order",
        less_is_better=False,
        goals=(
            at_least("at least 1 000 000, delivery alone", rows[-1].figure.median, 1_000_000),
            Goal(
                "at least 1 000 000, whole program",
                rows[0].figure.median >= 1_000_000,
                written(rows[0].figure.median),
            ),
        ),
        floors=(at_least("a burst is cheaper than with plain FastAPI", to_plain, 1.0, " ×"),),
        remarks=("Left out: NATS puts several messages in a frame; python-socketio would take minutes.",),
    )


def _note(made: list[Burst]) -> str:
    wall = Figure.of([each.frames / each.seconds for each in made]).median
    return f"{written(wall)} a second by the clock"
