"""One line of news in one form, and those who follow it. Knows no template, no database and no socket."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import cast

from app.chat.abreast import Abreast, Outlet
from app.chat.giving_back import draw_in
from app.chat.tail import Frame, Piece, Tail
from app.chat.viewer import Viewer

MOST_PIECES = 64
"""Pieces kept for those who catch up, 32 KB at most each, until the next news."""

log = logging.getLogger("fragestund.live")


@dataclass(frozen=True, slots=True)
class Told:
    """News read from the records in one snapshot and finished in some forms.

    The channel stood at ``head``; the frames hold every thing changed up to ``upto``, as it stood in the snapshot.
    """

    head: int
    epoch: str
    upto: int
    frames: dict[str, tuple[Frame, ...]]


class Line:
    """What is said on a channel in one form (JSON, or HTML in one language), from one tail to every viewer.

    Up-to-date and writable viewers get the same frames. One that is behind gets what it lacks in pieces: from the tail,
    else from the records by ``read(after)``. Those who lack the same share one reading, kept as ``_backlog``.

    Who is up to date and has a socket to write to stands among those ``_abreast``, which take frames as they are or
    compressed; everybody else stands ``_apart``.
    """

    def __init__(self, head: int, read: Callable[[int], Awaitable[Told]]) -> None:
        self.tail = Tail(head)
        self._abreast = {False: Abreast(), True: Abreast()}
        self._apart: set[Viewer] = set()
        self._read = read
        self._pieces: dict[int, Piece | None] = {}
        self._backlog: Tail | None = None
        self._lacking: set[Viewer] = set()
        self._reading: asyncio.Task[None] | None = None

    def follow(self, viewer: Viewer) -> None:
        """From now on the viewer is told what it lacks after its ``seq``, and then what comes."""
        self._apart.add(viewer)
        self.serve(viewer)

    def leave(self, viewer: Viewer) -> None:
        self.pause(viewer)
        self._apart.discard(viewer)
        self._lacking.discard(viewer)

    def pause(self, viewer: Viewer) -> None:
        """The viewer takes no more, or its socket is about to be closed."""
        for abreast in self._abreast.values():
            if abreast.remove(viewer):
                self._set_apart(viewer, self.tail.head)

    @property
    def viewers(self) -> list[Viewer]:
        """Everybody who follows."""
        return [*self._abreast[False], *self._abreast[True], *self._apart]

    def is_up_to_date(self, viewer: Viewer) -> bool:
        """Whether the viewer has been told everything and takes more."""
        if viewer in self._apart:
            return viewer.writable and viewer.seq == self.tail.head
        return any(viewer in abreast for abreast in self._abreast.values())

    def __len__(self) -> int:
        return len(self._apart) + sum(map(len, self._abreast.values()))

    def tell(self, frames: Iterable[Frame], head: int) -> None:
        """News, up to ``head``: the same piece to all who were up to date and take it."""
        before = self.tail.head
        fresh = tuple(frames)
        self.tail.add(fresh, head)
        self._pieces.clear()
        if self._backlog is not None:
            for frame in fresh:
                self._backlog.outdate(frame.thing)
        piece = self.tail.after(before)
        if (
            piece is None or piece.upto < head
        ):  # a part was told again that only the records have whole, or it is too much
            self._serve_all(before)
            return
        apart = tuple(self._apart)
        self._write(piece)
        for viewer in apart:
            if viewer.writable and viewer.seq == before:
                self._give(viewer, piece)
                self.serve(viewer)

    def skip(self, head: int) -> None:
        """News up to ``head`` that were not finished in this form: its viewers get them from the records."""
        before, self.tail = self.tail.head, Tail(head)
        self._pieces.clear()
        self._serve_all(before)

    def serve(self, viewer: Viewer) -> None:
        """Give a viewer that can take it the next piece of what it lacks."""
        while viewer.writable and viewer in self._apart and viewer.seq < self.tail.head:
            piece = self._from_tail(viewer.seq) or self._from_backlog(viewer.seq)
            self._give(viewer, piece)
            if piece is None:
                return
        if viewer in self._apart and self.is_up_to_date(viewer):
            self._set_abreast(viewer)

    def say(self, frame: Frame) -> None:
        """Something without a number, to those who are up to date: whoever is behind hears enough anyway."""
        piece = Piece((frame,), self.tail.head)
        apart = [viewer for viewer in self._apart if self.is_up_to_date(viewer)]
        self._write(piece)
        for viewer in apart:
            viewer.take(piece)

    def tidy(self) -> None:
        """Let go of what was read for those who were behind; try again for those whom a reading failed."""
        if self._reading is None:
            self._backlog = None
            if self._lacking:
                self._recover()

    def draw_in(self) -> None:
        """Take no more room than those who are left need."""
        draw_in(self._apart)
        for abreast in self._abreast.values():
            abreast.draw_in()

    def close(self) -> None:
        if self._reading is not None:
            self._reading.cancel()

    def _write(self, piece: Piece) -> None:
        """A piece to all who are abreast, who then have everything up to the line's head."""
        for deflate, abreast in self._abreast.items():
            if not piece.frames or not abreast:
                continue
            data = piece.deflated if deflate else piece.wire
            others = abreast.write(data)
            for viewer, _ in others:
                self._set_apart(viewer, self.tail.head)
            for viewer, sent in others:
                viewer.rest(data, sent)
                self.serve(viewer)

    def _serve_all(self, reached: int) -> None:
        """Each by itself. ``reached``: how far those are who were abreast."""
        for abreast in self._abreast.values():
            for outlet in abreast.emptied():
                self._set_apart(outlet, reached)
        for viewer in list(self._apart):
            self.serve(viewer)

    def _set_abreast(self, viewer: Viewer) -> None:
        if viewer.descriptor is not None:
            outlet = cast(Outlet, viewer)
            self._apart.discard(viewer)
            self._abreast[outlet.deflate].add(outlet, viewer.descriptor)

    def _set_apart(self, viewer: Viewer, reached: int) -> None:
        viewer.seq = reached
        self._apart.add(viewer)

    def _give(self, viewer: Viewer, piece: Piece | None) -> None:
        if piece is None:
            self._lacking.add(viewer)
            self._recover()
            return
        viewer.seq = piece.upto
        if piece.frames:
            viewer.take(piece)

    def _from_tail(self, seq: int) -> Piece | None:
        """The same piece for all who lack the same: after a restart that is nearly everybody."""
        if seq not in self._pieces:
            if len(self._pieces) >= MOST_PIECES:
                self._pieces.clear()
            self._pieces[seq] = self.tail.after(seq)
        return self._pieces[seq]

    def _from_backlog(self, seq: int) -> Piece | None:
        """None at its end as well: what comes then is in the tail, or is to be read."""
        backlog = self._backlog
        return backlog.after(seq) if backlog is not None and seq < backlog.head else None

    def _recover(self) -> None:
        if self._reading is None:
            self._reading = asyncio.create_task(self._read_back())

    async def _read_back(self) -> None:
        """Read for the one who is furthest behind, serve all whom it helps, and again while somebody lacks."""
        try:
            while self._lacking:
                after = min(viewer.seq for viewer in self._lacking)
                self._fill_backlog(after, await self._read(after))
                waiting, self._lacking = self._lacking, set()
                for viewer in waiting:
                    self.serve(viewer)
        except Exception as error:  # noqa: BLE001 - whatever broke the reading, the next tick tries again
            log.warning("news could not be read: %s", type(error).__name__)
        finally:
            self._reading = None

    def _fill_backlog(self, after: int, told: Told) -> None:
        """Keep what was read, but for what has been told anew since the snapshot was taken."""
        self._backlog = None
        if told.head < self.tail.floor:
            return  # too much was told since: what the tail no longer knows may be newer, so read again
        backlog = Tail(after)
        for frames in told.frames.values():
            backlog.add((frame for frame in frames if not self.tail.newer(frame)), told.upto)
        self._backlog = backlog
