"""Shared compression (P8): bytes on the wire and memory, for viewers that offer permessage-deflate as browsers do."""

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

from bench import contenders, places, stands
from bench.contenders import PLAIN
from bench.counted import Counts
from bench.figures import Figure, Goal, Measurement, Row, at_most, written
from bench.product import NAME
from bench.stands import Stand
from bench.viewers import Wrong

OFFER = "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits"
OURS, OTHERS = f"{NAME}, deflate offered", f"{PLAIN}, deflate offered"
WARM_UP, WARMING = 50, 2
_TAIL = b"\x00\x00\xff\xff"
"""What RFC 7692 leaves off the end of every message."""


@dataclass(frozen=True)
class Extent:
    """How much is measured: viewers of each kind, publications."""

    viewers: int = 2000
    publications: int = 20


QUICK = Extent(viewers=300, publications=8)


@dataclass(frozen=True)
class Streamed:
    """What one kind of viewers cost: bytes of a frame on the wire, memory in bytes and processor time in µs for each viewer."""

    wire: float
    memory: float
    delivery: float
    compressed: bool


def measure(extent: Extent) -> Measurement:
    """The same publications for viewers without and with the offer. What was compressed is read by a decoder of its own."""
    found: dict[str, Streamed] = {}
    prepared = extent.publications + 4
    with stands.ours(prepared) as (stand, _):
        found[NAME] = _streamed(stand, extent)
        text = stands.sample(stand)
    with (
        places.data("compression") as folder,
        stands.ours(prepared, headers=(OFFER,), counts=folder / "counts") as (stand, _),
    ):
        found[OURS] = _streamed(stand, extent)
        begun = Counts.read(folder / "counts").compressions
        if found[OURS].compressed:
            _legible(stand, extent)
    with stands.beside(contenders.plain, text, headers=(OFFER,)) as stand:
        found[OTHERS] = _streamed(stand, extent)
    return table(extent, found, begun / (extent.publications + WARMING))


def table(extent: Extent, found: Mapping[str, Streamed], begun: float) -> Measurement:
    """Bytes on the wire for each frame, with what they cost. ``begun``: compressions for each publication."""
    rows = tuple(Row(name, Figure.of([each.wire]), _note(each)) for name, each in found.items())
    offered, plain = found[OURS], found[NAME]
    share = offered.wire / plain.wire if offered.compressed else None
    more = (offered.memory - plain.memory) / 1024 if offered.compressed else None
    return Measurement(
        "compression",
        "Compression",
        "bytes a frame",
        rows,
        how=f"{extent.viewers} viewers, {extent.publications} publications; compressed frames are the same bytes for everybody, and were read "
        "by another decoder without the frames before; the frames are much alike here, which suits a compressor that remembers them",
        goals=(
            Goal("the public stream is compressed where the browser offers it", offered.compressed),
            at_most(
                "one compression for each publication", begun if offered.compressed else None, 1.0, " each"
            ),
            at_most("at most half the bytes", share, 0.5, " ×"),
            at_most("at most 0.3 KB more for each viewer", more, 0.3, " KB"),
        ),
    )


def _streamed(stand: Stand, extent: Extent) -> Streamed:
    audience, running = stand.audience, stand.running
    stand.open(WARM_UP)
    stand.one_at_a_time(WARMING)
    audience.tell("leave")
    audience.tell("forget")
    memory = running.memory()
    stand.open(extent.viewers)
    memory = running.memory() - memory
    before = audience.count()["bytes"]
    used = stand.one_at_a_time(extent.publications) / (extent.viewers * extent.publications) * 1e6
    seen = audience.check()
    wire = (seen["bytes"] - before) / (extent.viewers * extent.publications)
    return Streamed(wire, memory / extent.viewers, used, bool(seen["compressed"]))


def _legible(stand: Stand, extent: Extent) -> None:
    """Read every compressed frame by itself. Raises ``Wrong`` if one is missing, or needs those before it."""
    with places.data("frames") as folder:
        frames = stand.audience.frames(folder)
    numbers = []
    for turn in sorted(frames):
        try:
            raw = zlib.decompressobj(-15).decompress(frames[turn] + _TAIL)
            numbers.append(int(json.loads(raw)["seq"]))
        except (zlib.error, ValueError, KeyError) as error:
            raise Wrong(f"a compressed frame cannot be read by itself: {error}") from None
    if numbers != list(range(numbers[0], numbers[0] + extent.publications)):
        raise Wrong(f"compressed frames hold the numbers {numbers}")


def _note(each: Streamed) -> str:
    kind = "compressed" if each.compressed else "as it is"
    return f"{kind}; {written(each.memory / 1024)} KB a viewer, {written(each.delivery)} µs a delivery"
