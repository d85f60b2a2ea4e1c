"""Who follows which channel, and when there is news to read. Knows no template, no database and no socket.

The bell only says that a channel has news up to a number. The news is read from the records, once however many follow it and
in however many forms, and a slow tick looks for itself: a lost bell delays news and never loses it.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from contextlib import suppress
from random import uniform

from app.chat.channel import Channel, Newsroom
from app.chat.giving_back import GivingBack, draw_in, to_the_machine
from app.chat.line import Line
from app.chat.slices import slices
from app.chat.viewer import Viewer
from app.records.vocabulary import Unavailable

log = logging.getLogger("fragestund.live")

End = Callable[[int, str], None]

DONE, RESTART, TRY_AGAIN = 1000, 1012, 1013
"""Codes that a socket is closed with. The reason of the last two is how many milliseconds to stay away."""


class Hub:
    """Every line on this machine. Used on the event loop, but for ``ring``, which any thread may call.

    ``stamp`` is another one when a look may find something (``Reading.stamp``). ``slow_tick`` and ``quiet`` are in seconds:
    how often to look without a bell, and how often a quiet line is heard of; ``window``: over how many to send people away.
    """

    def __init__(
        self,
        newsroom: Newsroom,
        *,
        stamp: Callable[[], object | None] = lambda: None,
        slow_tick: float = 1.0,
        quiet: float = 25.0,
        window: float = 5.0,
    ) -> None:
        self._newsroom, self._stamp = newsroom, stamp
        self._slow_tick, self._quiet, self._away = slow_tick, quiet, (0.0, window)
        self._loop = asyncio.get_running_loop()
        self._channels: dict[str, Channel] = {}
        self._viewers: dict[Viewer, Channel] = {}
        self._guests: set[End] = set()
        self._everybody_left = asyncio.Event()
        self._giving_back = GivingBack(self._give_back)
        self.closing = False
        self.epoch: str | None = None

    def ring(self, heads: Mapping[str, int]) -> None:
        """The bell: these channels have news up to these numbers. A bell that nobody can hear any more is no loss."""
        with suppress(RuntimeError):  # the loop has been closed
            self._loop.call_soon_threadsafe(self._hear, heads)

    async def join(self, name: str, form: str, viewer: Viewer, epoch: str | None = None) -> bool:
        """Let a viewer follow a channel from its ``seq`` on. The caller has checked that it may, and calls ``leave``.

        False: it has to reload, because its number or ``epoch`` is of another time. Raises ``Unavailable`` when the server is
        on its way down.
        """
        if self.closing:
            raise Unavailable("full")
        channel = await self.reached(name, viewer.seq, epoch)
        if channel is None:
            return False
        if self.closing:
            raise Unavailable("full")
        self.admit(name, form, viewer)
        return True

    def knows(self, name: str, number: int, epoch: str | None) -> bool:
        """Whether a viewer at this number could be let in now, without a look into the records."""
        channel = self._channels.get(name)
        return (
            channel is not None and channel.known and number <= channel.head and epoch in (None, self.epoch)
        )

    def admit(self, name: str, form: str, viewer: Viewer) -> None:
        """Let a viewer follow, after ``knows`` or ``reached`` has said that it can."""
        channel = self._channels[name]
        self._viewers[viewer] = channel
        channel.line(form).follow(viewer)

    async def reached(self, name: str, number: int, epoch: str | None) -> Channel | None:
        """The channel, if it has told of this number in this epoch."""
        channel = self._channels.get(name)
        if channel is None:
            channel = self._channels[name] = Channel(name, self._newsroom, self._same_time)
        try:
            await channel.open()
        except Exception:
            self._channels.pop(name, None)
            raise
        told = await channel.reach(number)
        return channel if told and epoch in (None, self.epoch) else None

    async def stand(self, name: str) -> tuple[int, str]:
        """Where a channel stands now, and in which epoch."""
        channel = self._channels.get(name)
        if channel is not None and channel.known and self.epoch is not None:
            return channel.head, self.epoch
        epoch, heads = await self._newsroom.heads((name,))
        return heads[name], epoch

    def leave(self, viewer: Viewer) -> None:
        """Nobody is there any more."""
        for line in self._lines(viewer):
            line.leave(viewer)
        self._viewers.pop(viewer, None)
        self._somebody_left()

    def visit(self, end: End) -> Callable[[], None]:
        """Note a conversation, ended by ``end`` when the server stops. Returns what to call when its socket is closed."""
        self._guests.add(end)

        def left() -> None:
            self._guests.discard(end)
            self._somebody_left()

        return left

    def say(self, name: str, word: Callable[[str], str]) -> None:
        """Something without a number, never stored, to whoever follows the channel now. ``word`` finishes it in a form."""
        channel = self._channels.get(name)
        if channel is not None:
            channel.say(word)

    def serve(self, viewer: Viewer) -> None:
        """What the viewer was given has left, and it can take more."""
        for line in self._lines(viewer):
            line.serve(viewer)

    def pause(self, viewer: Viewer) -> None:
        """The viewer takes no more now, or never again."""
        for line in self._lines(viewer):
            line.pause(viewer)

    def wait(self) -> str:
        """How long somebody who is turned away should stay away: milliseconds, different for each."""
        return str(round(uniform(*self._away) * 1000))  # noqa: S311 - spreads load, guards nothing

    async def run(self) -> None:
        """Look for news that no bell told of, and let quiet lines be heard of. Runs until cancelled."""
        next_word = self._loop.time() + self._quiet
        while True:
            await asyncio.sleep(self._slow_tick)
            self._giving_back.count(len(self._viewers))
            try:
                await self._look()
            except Exception as error:  # noqa: BLE001 - the database may come back
                log.warning("heads could not be read: %s", type(error).__name__)
            if self._loop.time() >= next_word:
                next_word = self._loop.time() + self._quiet
                self._speak_and_tidy()

    async def close(
        self, patience: float = 2.0, *, over: float = 0.0, away: tuple[float, float] | None = None
    ) -> None:
        """Send everybody away, each with a wait of its own, so that they do not all come back at once (R7).

        ``over``: the seconds for that, in even slices; until then everybody hears the news. ``away``: the shortest and the
        longest wait told, in seconds.
        """
        self.closing = True
        self._away = away or self._away
        self._everybody_left.clear()
        everybody: list[Viewer | End] = [*self._viewers, *self._guests]
        async for those in slices(everybody, over):
            for each in those:
                self._send_away(each)
        for end in list(self._guests):  # who has begun to talk meanwhile
            end(RESTART, self.wait())
        if self._viewers or self._guests:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._everybody_left.wait(), patience)
        for channel in self._channels.values():
            channel.stop()
        self._channels.clear()

    def __len__(self) -> int:
        return len(self._viewers)

    def _lines(self, viewer: Viewer) -> tuple[Line, ...]:
        channel = self._viewers.get(viewer)
        return () if channel is None else tuple(channel.lines.values())

    def _somebody_left(self) -> None:
        if not self._viewers and not self._guests:
            self._everybody_left.set()

    def _send_away(self, each: Viewer | End) -> None:
        if callable(each):
            if each in self._guests:
                each(RESTART, self.wait())
        elif each in self._viewers:
            each.dismiss(RESTART, self.wait())

    def _hear(self, heads: Mapping[str, int]) -> None:
        for name, head in heads.items():
            channel = self._channels.get(name)
            if channel is not None:
                channel.hear(head)

    async def _look(self) -> None:
        known = {name: channel for name, channel in self._channels.items() if channel.known}
        stamp = self._stamp() if known else None
        if all(stamp is not None and channel.looked == stamp for channel in known.values()):
            return self._hear(dict.fromkeys(known, 0))  # a reading that failed is tried again
        stood = {name: channel.head for name, channel in known.items()}
        epoch, heads = await self._newsroom.heads(tuple(stood))
        if not self._same_time(epoch):
            return None
        for channel in known.values():
            channel.looked = stamp
        for name, head in stood.items():
            if heads[name] < head and name in self._channels:  # a rehearsal that has been removed
                self._end(self._channels.pop(name))
        self._hear(heads)

    def _same_time(self, epoch: str) -> bool:
        """Whether numbers still mean what they meant. After a restore they do not: every page is told to reload."""
        if self.epoch in (None, epoch):
            self.epoch = epoch
            return True
        self.epoch = epoch
        over, self._channels = self._channels, {}
        for channel in over.values():
            self._end(channel)
        return False

    def _end(self, channel: Channel) -> None:
        channel.reload(DONE)
        channel.stop()

    def _give_back(self) -> None:
        draw_in(self._viewers)
        for channel in self._channels.values():
            channel.draw_in()
        to_the_machine()

    def _speak_and_tidy(self) -> None:
        for name, channel in list(self._channels.items()):
            channel.say_head()
            if channel.tidy():
                self._channels.pop(name).stop()
