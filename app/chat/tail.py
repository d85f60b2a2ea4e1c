"""What a line has said lately: the newest frame of each thing, within bounds. Knows neither viewers nor records."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from app.chat import wire

LARGEST_FRAME = 15_000
LARGEST_PIECE = 32_768
LARGEST_TAIL = 1_048_576


@dataclass(slots=True, eq=False)
class Frame:
    """The state of one thing, finished: the same texts for every viewer of a line, one WebSocket message each.

    There is one text, but for a thing that is too long in JSON; the last one carries the number, so that whoever has not got
    all of it is not past it. ``seq`` is that number, 0 for what is not numbered. ``of`` names the thing that this one is a part of. ``old``
    is set when a newer frame has taken its place: from then on it is not sent to anybody.
    """

    seq: int
    thing: str
    texts: tuple[str, ...]
    of: str | None = None
    old: bool = False
    size: int = field(init=False)
    _wire: bytes | None = field(init=False, default=None)
    _deflated: bytes | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        self.size = sum(len(text.encode()) + wire.FRAME_HEAD for text in self.texts)

    @property
    def wire(self) -> bytes:
        """The texts as they stand on a socket, made once however many they are sent to."""
        if self._wire is None:
            self._wire = b"".join(map(wire.text_frame, self.texts))
        return self._wire

    @property
    def deflated(self) -> bytes:
        """The same, compressed: once for every viewer that takes it so (P8)."""
        if self._deflated is None:
            self._deflated = b"".join(map(wire.deflated_frame, self.texts))
        return self._deflated


@dataclass(slots=True)
class Piece:
    """Some frames in order, and the number that whoever has them has reached. ``upto`` may be beyond the last of them."""

    frames: tuple[Frame, ...]
    upto: int
    _wire: bytes | None = field(init=False, default=None, compare=False, repr=False)
    _deflated: bytes | None = field(init=False, default=None, compare=False, repr=False)

    @property
    def wire(self) -> bytes:
        """The frames as they stand on a socket, one after another."""
        if self._wire is None:
            self._wire = b"".join(frame.wire for frame in self.frames)
        return self._wire

    @property
    def deflated(self) -> bytes:
        """The same, compressed."""
        if self._deflated is None:
            self._deflated = b"".join(frame.deflated for frame in self.frames)
        return self._deflated


class Tail:
    """The newest frame of every thing told after ``floor``, up to ``head``.

    What is unpublished cannot be sent again: a newer frame of a thing takes the old one's place, and its parts with it.
    When the tail holds more than ``limit`` bytes the oldest frames go and ``floor`` rises; what is below is in the records.
    """

    __slots__ = ("_frames", "_limit", "_parts", "_size", "floor", "head")

    def __init__(self, floor: int, limit: int = LARGEST_TAIL) -> None:
        self.floor = self.head = floor
        self._limit = limit
        self._size = 0
        self._frames: dict[str, Frame] = {}  # in the order of their numbers
        self._parts: dict[str, set[str]] = {}

    def add(self, frames: Iterable[Frame], head: int) -> None:
        """Take in what came after ``head``, in order; then the tail reaches up to the new ``head``."""
        parts: list[Frame] = []
        for frame in frames:
            parts += self._forget(frame.thing)
            self._frames[frame.thing] = frame
            self._size += frame.size
            if frame.of is not None:
                self._parts.setdefault(frame.of, set()).add(frame.thing)
        self.head = head
        self._miss(part for part in parts if part.thing not in self._frames)
        self._cut()

    def outdate(self, thing: str) -> None:
        """Never send again what was said of this thing and of its parts: something newer is told elsewhere."""
        self._miss(self._forget(thing))

    def _forget(self, thing: str) -> list[Frame]:
        """Let go of a thing and its parts, and return the parts."""
        parts = [self._frames[name] for name in self._parts.pop(thing, ()) if name in self._frames]
        for frame in (*parts, self._frames.get(thing)):
            if frame is not None:
                frame.old = True
                self._size -= frame.size
                del self._frames[frame.thing]
        return parts

    def _miss(self, parts: Iterable[Frame]) -> None:
        """Parts that were let go and not told again may still stand in the records: whoever lacks them reads there."""
        self.floor = max((self.floor, *(part.seq for part in parts)))

    def newer(self, frame: Frame) -> bool:
        """Whether something newer is known here of this frame's thing, or of the thing that it is a part of."""
        for name in (frame.thing, frame.of):
            known = self._frames.get(name) if name is not None else None
            if known is not None and known.seq > frame.seq:
                return True
        return False

    def after(self, seq: int, room: int = LARGEST_PIECE) -> Piece | None:
        """What a viewer at ``seq`` lacks, at most ``room`` bytes of it; None when the tail does not reach back that far."""
        if not self.floor <= seq <= self.head:
            return None
        lacking: list[Frame] = []
        for frame in reversed(self._frames.values()):
            if frame.seq <= seq:
                break
            lacking.append(frame)
        lacking.reverse()
        return _piece(lacking, self.head, room)

    def _cut(self) -> None:
        while self._size > self._limit:
            oldest = next(iter(self._frames.values()))
            del self._frames[oldest.thing]
            self._size -= oldest.size
            self.floor = oldest.seq


def _piece(lacking: list[Frame], head: int, room: int) -> Piece:
    """As many of the frames as there is room for, and at least one."""
    for count, frame in enumerate(lacking):
        room -= frame.size
        if room < 0 and count:
            return Piece(tuple(lacking[:count]), lacking[count - 1].seq)
    return Piece(tuple(lacking), head)
