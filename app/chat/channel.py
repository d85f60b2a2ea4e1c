"""One channel that somebody follows: how far it has been read, and its lines. Knows no template, no database and no socket."""

import asyncio
import logging
from collections.abc import Callable, Collection, Iterable
from typing import Protocol

from app.chat.line import Line, Told
from app.chat.tail import Frame, Piece
from app.chat.viewer import Viewer

TOGETHER = 200
"""So many are let hear of a quiet line at once. To let ten thousand would keep everything else waiting for a tenth of a second."""

PAUSE = 0.01
"""Seconds before the next so many."""

log = logging.getLogger("fragestund.live")


class Newsroom(Protocol):
    """Where channels get what they tell: from the records, finished in each form."""

    async def heads(self, channels: Collection[str]) -> tuple[str, dict[str, int]]:
        """The epoch, and where each of the channels stands."""

    async def read(self, channel: str, after: int, forms: Collection[str]) -> Told:
        """What the channel has told after a number, or the first of it, in each of the forms."""

    def unnumbered(self, channel: str, form: str, **facts: object) -> str:
        """A frame that is no news: ``head`` or ``reload``."""


class Channel:
    """A channel that has been read up to ``head``, and of which the bell has told up to ``_rung``.

    ``same_time`` says whether an epoch just read is the one that numbers belong to. ``looked``: the records' stamp when
    somebody last looked for news that no bell had told of.
    """

    def __init__(self, name: str, newsroom: Newsroom, same_time: Callable[[str], bool]) -> None:
        self.name = name
        self.head = -1  # not known yet
        self.looked: object | None = None
        self.lines: dict[str, Line] = {}
        self._newsroom = newsroom
        self._same_time = same_time
        self._rung = 0
        self._opening: asyncio.Task[None] | None = None
        self._reading: asyncio.Task[None] | None = None
        self._saying: asyncio.Task[None] | None = None
        self._idle = False

    @property
    def known(self) -> bool:
        return self.head >= 0

    @property
    def followed(self) -> bool:
        return any(len(line) for line in self.lines.values())

    async def open(self) -> None:
        """Find out where the channel stands, once. The bell is heard from before that is read, so that nothing falls between."""
        self._idle = False
        if not self.known:
            if self._opening is None:
                self._opening = asyncio.create_task(self._look())
            await asyncio.shield(self._opening)

    async def reach(self, number: int) -> bool:
        """Whether the channel has told of this number. A page can be newer than the bell: then look again first."""
        if number > self.head:
            await self._look()
            while self._reading is not None:
                await asyncio.shield(self._reading)
        return 0 <= number <= self.head

    def hear(self, head: int) -> None:
        """There is news up to ``head``. Bells that ring while the news is being read are answered by one more reading."""
        self._rung = max(self._rung, head)
        if self._reading is None and self.known and self.head < self._rung:
            self._reading = asyncio.create_task(self._read())

    def line(self, form: str) -> Line:
        """The channel's line in a form, made when somebody first follows it."""
        if form not in self.lines:

            async def read(after: int) -> Told:
                told = await self._newsroom.read(self.name, after, (form,))
                if self._reading is not None:
                    # What has changed meanwhile is to be known before anything older is sent.
                    await asyncio.shield(self._reading)
                return told

            self.lines[form] = Line(self.head, read)
        return self.lines[form]

    def say_head(self) -> None:
        """A page that hears nothing for a minute takes the line for dead."""
        here = [(form, line.viewers) for form, line in self.lines.items() if len(line)]
        if sum(len(viewers) for _, viewers in here) <= TOGETHER:
            for form, viewers in here:
                self._say_head(form, viewers)
        elif self._saying is None:
            self._saying = asyncio.create_task(self._say_head_by_and_by(here))

    async def _say_head_by_and_by(self, here: list[tuple[str, list[Viewer]]]) -> None:
        try:
            for form, viewers in here:
                for first in range(0, len(viewers), TOGETHER):
                    self._say_head(form, viewers[first : first + TOGETHER])
                    await asyncio.sleep(PAUSE)
        finally:
            self._saying = None

    def _say_head(self, form: str, viewers: Iterable[Viewer]) -> None:
        """To those who are still here and up to date: whoever is behind hears enough anyway."""
        line = self.lines[form]
        piece = Piece((self._unnumbered(form, head=line.tail.head),), line.tail.head)
        for viewer in viewers:
            if line.is_up_to_date(viewer):
                viewer.take(piece)

    def say(self, word: Callable[[str], str]) -> None:
        """Something that is no news, to everybody who is up to date, in the form of each line."""
        for form, line in self.lines.items():
            if len(line):
                line.say(Frame(0, "", (word(form),)))

    def tidy(self) -> bool:
        """Let go of what is no longer needed. Returns whether nobody has followed the channel since the last time."""
        for line in self.lines.values():
            line.tidy()
        over = self._idle and not self.followed
        self._idle = not self.followed
        return over

    def draw_in(self) -> None:
        """Take no more room than those who are left need."""
        for line in self.lines.values():
            line.draw_in()

    def reload(self, code: int) -> None:
        """The numbers mean other things now: every page here is to be fetched anew."""
        for form, line in self.lines.items():
            last = self._unnumbered(form, reload=True)
            for viewer in line.viewers:
                line.leave(viewer)
                viewer.dismiss(code, "reload", last)

    def stop(self) -> None:
        for task in (self._opening, self._reading, self._saying):
            if task is not None and task is not asyncio.current_task():
                task.cancel()
        for line in self.lines.values():
            line.close()

    async def _look(self) -> None:
        try:
            epoch, heads = await self._newsroom.heads((self.name,))
        finally:
            self._opening = None
        if self._same_time(epoch):
            if not self.known:
                self.head = heads[self.name]
            self.hear(heads[self.name])

    async def _read(self) -> None:
        try:
            while self.head < self._rung:
                told = await self._newsroom.read(self.name, self.head, tuple(self.lines))
                if not self._same_time(told.epoch):
                    return
                self._tell(told)
        except Exception as error:  # noqa: BLE001 - the next tick tries again
            log.warning("news could not be read: %s", type(error).__name__)
        finally:
            self._reading = None

    def _tell(self, told: Told) -> None:
        self.head, self._rung = told.upto, max(self._rung, told.head)
        for form, line in self.lines.items():
            if form in told.frames:
                line.tell(told.frames[form], told.upto)
            else:
                line.skip(told.upto)  # first followed while this was being read

    def _unnumbered(self, form: str, **facts: object) -> Frame:
        return Frame(0, "", (self._newsroom.unnumbered(self.name, form, **facts),))
