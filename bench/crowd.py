"""Many viewers on one server after another: let in, left idle, told something, gone again. What is seen serves several tables.

After somebody has gone, memory is read when it has kept still for longer than a second: servers learn of that by and by, and
the product looks once a second whether a crowd has gone. Idling is measured when the publications before it are over: some ten
seconds after the last one the product tells all viewers how many questions there are by now, which is news and no idling.
"""

import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from math import ceil

from bench import handshakes, idle, latency, memory, stands
from bench.contenders import PLAIN, Starting
from bench.figures import Measurement
from bench.latency import Delays
from bench.stands import Stand


@dataclass(frozen=True)
class Extent:
    """How much is measured: viewers in all and in a smaller crowd first, publications, seconds of idling.

    ``idle`` of the product is a little longer than from one word that it lets idle viewers hear to the next: each hears one.
    ``over``: seconds until publications are over. ``still``: for how many memory has to have kept still.
    """

    viewers: int = 9500
    few: int = 1000
    publications: int = 40
    idle: float = 26.0
    over: float = 12.0
    still: float = 1.2


QUICK = Extent(viewers=1200, few=200, publications=4, idle=1.0, over=0.0, still=0.4)
OTHERS_PUBLICATIONS, OTHERS_IDLE, PLAIN_IDLE = 8, 3.0, 22.0
"""The others are told and left idle for less; plain FastAPI for as long as its server needs to ping everybody."""

WARM_UP, BASE = 300, 3.0


@dataclass(frozen=True)
class Crowd:
    """One server and its crowd. Memory in bytes, ``shaken`` in seconds of processor each, ``idle`` in µs per viewer-second.

    ``base`` is what the server uses in a second without any viewer, in µs.
    """

    name: str
    extent: Extent
    base: float
    start: int
    full: int
    told: int
    left: int
    shaken: float
    shaken_wall: float
    shaken_p99: float
    idle: float
    delays: tuple[Delays, ...]


def measure(extent: Extent, others: Mapping[str, Starting]) -> list[Measurement]:
    """The product, then the others, each alone on the machine."""
    with stands.ours(2 * extent.publications + 20, at_once=True) as (stand, _):
        crowds = [gather(stand, extent)]
        text = stands.sample(stand)
    for name, starting in others.items():
        with ExitStack() as stack:
            stand = stack.enter_context(stands.beside(starting, text))
            least = PLAIN_IDLE if name == PLAIN else OTHERS_IDLE
            fewer = min(extent.publications, OTHERS_PUBLICATIONS)
            less = replace(extent, publications=fewer, idle=min(extent.idle, least), over=0.0)
            crowds.append(gather(stand, less))
    told = [(crowd.name, each) for crowd in crowds for each in crowd.delays]
    return [memory.table(crowds), handshakes.table(crowds), *latency.table(told), idle.table(crowds)]


def gather(stand: Stand, extent: Extent) -> Crowd:
    """Let a crowd in by two steps, leave it idle, tell it news, let it go."""
    audience, running = stand.audience, stand.running
    _warm_up(stand, extent)
    start, base = running.memory(), _resting(stand, min(extent.idle, BASE))
    stand.open(extent.few)
    delays = [latency.delays(stand, extent.few, extent.publications)]
    used = running.cpu()
    opened = stand.open(extent.viewers - extent.few)
    shaken = (running.cpu() - used) / (extent.viewers - extent.few)
    full = running.memory()
    time.sleep(extent.over)
    rested = _resting(stand, extent.idle) / extent.viewers
    delays.append(latency.delays(stand, extent.viewers, extent.publications))
    told = running.memory()
    audience.check(stand.name)
    audience.tell("leave")
    left = settled(running.memory, extent.still)
    wall = (extent.viewers - extent.few) / opened["seconds"]
    return Crowd(
        stand.name, extent, base, start, full, told, left, shaken, wall, opened["p99"], rested, tuple(delays)
    )


def _warm_up(stand: Stand, extent: Extent) -> None:
    """What a server makes once, it has made before anything is measured."""
    stand.open(WARM_UP)
    stand.one_at_a_time(4)
    stand.audience.tell("leave")
    time.sleep(extent.over)
    settled(stand.running.memory, extent.still)


def _resting(stand: Stand, seconds: float) -> float:
    """The server's processor time while nothing happens, in µs for each second."""
    began, used = time.monotonic(), stand.running.cpu()
    time.sleep(seconds)
    return (stand.running.cpu() - used) / (time.monotonic() - began) * 1e6


def settled(read: Callable[[], int], still: float, *, patience: float = 8.0, step: float = 0.2) -> int:
    """What is read once it has neither grown nor shrunk by more than 64 KB for ``still`` seconds, or ``patience`` is out."""
    until, seen, least = time.monotonic() + patience, [read()], 1 + ceil(still / step)
    while time.monotonic() < until:
        if len(seen) >= least and max(seen[-least:]) - min(seen[-least:]) <= 65536:
            break
        time.sleep(step)
        seen.append(read())
    return seen[-1]
