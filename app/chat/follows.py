"""What one chat connection follows: a cursor for each channel, sent by tasks of the connection. Knows no move."""

import asyncio
from collections.abc import Awaitable, Callable

from starlette.websockets import WebSocketDisconnect

from app.chat import spoken
from app.chat.hub import DONE, Hub
from app.chat.newsroom import JSON
from app.chat.place import Place
from app.chat.viewer import PlainViewer
from app.records.vocabulary import Malformed

MOST_FOLLOWED = 32


class Follows:
    """The channels that a connection follows, each by a cursor of its own. Following one again begins anew from there.

    ``dismissed`` is called with the code and reason when the connection as a whole is to end.
    """

    def __init__(
        self, hub: Hub, send: Callable[[str], Awaitable[None]], dismissed: Callable[[int, str], None]
    ) -> None:
        self._hub = hub
        self._send = send
        self._dismissed = dismissed
        self._sending: dict[str, tuple[PlainViewer, asyncio.Task[None]]] = {}

    async def follow(
        self, channel: str, after: int, epoch: str | None, acknowledge: Callable[[int, str], Awaitable[None]]
    ) -> None:
        """Follow a channel from ``after`` on. ``acknowledge`` is given head and epoch before the first frame is sent.

        Raises ``Unavailable``, and ``Malformed`` where so much is followed that nobody needs it.
        """
        await self.leave(channel)
        if len(self._sending) >= MOST_FOLLOWED:
            raise Malformed("follows")
        viewer = PlainViewer(self._send, after)
        joined = await self._hub.join(channel, JSON, viewer, epoch)
        try:
            head, now = await self._hub.stand(channel)
            await acknowledge(head, now)
        except BaseException:
            self._hub.leave(viewer)
            raise
        if joined:
            self._sending[channel] = viewer, asyncio.create_task(self._tell(channel, viewer))
        else:
            kind = Place.named(channel).kind
            await self._send(spoken.text({"channel": kind.value, "reload": True}))

    async def leave(self, channel: str) -> None:
        """Follow it no longer, if it was followed."""
        viewer, sending = self._sending.pop(channel, (None, None))
        if viewer is not None and sending is not None:
            self._hub.leave(viewer)
            sending.cancel()
            await asyncio.wait({sending})

    async def leave_all(self) -> None:
        for channel in list(self._sending):
            await self.leave(channel)

    async def _tell(self, channel: str, viewer: PlainViewer) -> None:
        try:
            code, reason = await viewer.send(self._hub.serve)
        except (WebSocketDisconnect, RuntimeError):  # gone, or gone since the last frame
            return  # whoever listens on the connection notices as well
        finally:
            self._hub.leave(viewer)
        if code == DONE:  # told to reload: the connection goes on
            self._sending.pop(channel, None)
        else:
            self._dismissed(code, reason)
