"""Viewers that do not read (P5): what the others notice, what is held for them, and that they end with the same page."""

import time
from dataclasses import dataclass
from pathlib import Path

from bench import latency, stands
from bench.figures import Figure, Measurement, Row, at_most, written
from bench.latency import Delays
from bench.product import NAME, Product
from bench.stands import Stand
from bench.viewers import Viewers, Wrong, viewers

PAGE = 4096
PATIENCE = 30.0


@dataclass(frozen=True)
class Extent:
    """How much is measured: viewers that read, those among them that stop, those held for, publications, bytes of an answer."""

    viewers: int = 1000
    stopping: int = 10
    held: int = 300
    publications: int = 60
    size: int = 10_000


QUICK = Extent(viewers=300, stopping=3, held=100, publications=20)


@dataclass(frozen=True)
class Stalled:
    """Bytes for each stalled viewer: in the server and in the kernel."""

    server: float
    kernel: float


def measure(extent: Extent) -> Measurement:
    """First nobody stops, then one in a hundred, then many at once, which wake up at the end."""
    count = 3 * extent.publications + 10
    with stands.ours(0) as (stand, running):
        waiting = iter(running.answered(count, size=extent.size))
        stand.publish = lambda many: running.publish_all([next(waiting) for _ in range(many)])
        stand.audience.open(extent.viewers)
        stand.one_at_a_time(5)
        without = latency.delays(stand, extent.viewers, extent.publications)
        stand.audience.tell(f"stall {extent.stopping}")
        among = latency.delays(stand, extent.viewers, extent.publications)
        stand.audience.tell("wake")
        _same_page(stand.audience, extent.viewers, stand.audience.count()["largest"])
        held = _held(stand, running, extent)
    return table(extent, without, among, held)


def table(extent: Extent, without: Delays, among: Delays, held: Stalled) -> Measurement:
    """The others' delay with and without them, and the bytes held."""
    ratio = among.p99 / without.p99
    slow = f"{NAME}, {extent.stopping} of {extent.viewers} not reading"
    return Measurement(
        "stalled",
        "Viewers that do not read",
        "ms, p99 of the others",
        (
            Row(NAME, Figure.of([without.p99]), f"median {written(without.p50)}"),
            Row(slow, Figure.of([among.p99]), f"median {written(among.p50)}"),
        ),
        how=f"{extent.publications} publications of {extent.size / 1000:g} KB, one at a time; then {extent.held} viewers with a receive buffer of "
        "4 KB that read nothing while as many go by. All wake up again, nobody was dropped, and each ended with the newest number and "
        "the same bytes as everybody else",
        goals=(
            at_most("the others' p99 at most 1.2 × as long", ratio, 1.2, " ×"),
            at_most("at most 48 KB held in the server for each", held.server / 1024, 48, " KB"),
        ),
        floors=(at_most("the others hardly notice", ratio, 5.0, " ×"),),
        remarks=(
            f"For each stalled viewer the server's memory grew by {written(held.server / 1024)} KB and the kernel's socket buffers by "
            f"{written(held.kernel / 1024)} KB.",
        ),
    )


def _held(stand: Stand, running: Product, extent: Extent) -> Stalled:
    with viewers(running.way, "--rcvbuf", "4096") as sleepers:
        sleepers.open(extent.held)
        sleepers.tell(f"stall {extent.held}")
        before, kernel = stand.running.memory(), _socket_memory()
        stand.one_at_a_time(extent.publications)
        time.sleep(0.5)
        held = (stand.running.memory() - before) / extent.held
        buffered = (_socket_memory() - kernel) / extent.held
        sleepers.tell("wake")
        _same_page(sleepers, extent.held, stand.audience.count()["largest"])
    return Stalled(held, buffered)


def _same_page(audience: Viewers, count: int, newest: int) -> None:
    """Wait until all have reached the newest number. A viewer that slept may have been spared what was replaced meanwhile."""
    until = time.monotonic() + PATIENCE
    while True:
        seen = audience.count()
        if seen["open"] != count or seen["differing"] or seen["disordered"]:
            raise Wrong(f"not everybody was there to the end, with the same frames: {seen}")
        if seen["least"] == seen["largest"] >= newest:  # the clock may have told something since
            return
        if time.monotonic() > until:
            raise Wrong(f"somebody never caught up: {seen}")
        time.sleep(0.1)


def _socket_memory() -> int:
    """Bytes in the kernel's TCP buffers, of the whole machine."""
    for line in Path("/proc/net/sockstat").read_text().splitlines():
        if line.startswith("TCP:"):
            words = line.split()
            return int(words[words.index("mem") + 1]) * PAGE
    return 0
