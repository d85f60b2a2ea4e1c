"""One connection to the chat: moves out, replies and news in. Knows the protocol's envelopes, not what is decided."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidStatus
from websockets.typing import Origin

Frame = Mapping[str, Any]

ANSWER_WITHIN = 15.0
"""Real seconds for a reply: a server that is this slow is treated as gone."""

TURNED_AWAY = 15.0
_LONGEST_WAIT = 60.0


@dataclass(frozen=True)
class Door:
    """Where a connection is made, and as whom. Citizens come without cookie and without Origin."""

    address: str
    cookie: str | None = None
    origin: str | None = None


@dataclass(frozen=True)
class Reply:
    """The server's word on one move; ``refused`` is None when it was made."""

    refused: str | None
    frame: Frame


class Lost(Exception):
    """The connection is gone, or was never made. ``wait`` is what the server asked for, in real seconds."""

    def __init__(self, wait: float | None = None, *, turned_away: bool = False) -> None:
        super().__init__("lost")
        self.wait = wait
        self.turned_away = turned_away


@dataclass
class Wire:
    """An open connection. ``listen`` must run beside whoever makes moves."""

    socket: ClientConnection
    tell: Callable[[Frame], None]
    waiting: dict[str, asyncio.Future[Reply]] = field(default_factory=dict)

    async def listen(self) -> None:
        """Take in what the server says until it hangs up. Raises ``Lost``, always."""
        try:
            async for message in self.socket:
                self._take(_parsed(message))
            raise Lost(_asked_wait(self.socket.close_reason))
        except ConnectionClosed as closed:
            raise Lost(_asked_wait(closed.rcvd.reason if closed.rcvd else None)) from closed
        finally:
            self._hang_up()

    async def move(self, do: str, terms: Mapping[str, object], ticket: UUID | None = None) -> Reply:
        """Make a move and wait for the word on it. ``ticket`` is given anew when the same move is sent again.

        Raises ``Lost``: the move may or may not have been made.
        """
        name = str(ticket or uuid4())
        reply: asyncio.Future[Reply] = asyncio.get_running_loop().create_future()
        self.waiting[name] = reply
        try:
            await self.socket.send(json.dumps({"do": do, "ticket": name, **terms}, ensure_ascii=False))
            # Not wait_for: before Python 3.12 it can lose a cancellation that comes with the reply.
            async with asyncio.timeout(ANSWER_WITHIN):
                return await reply
        except ConnectionClosed as closed:
            raise Lost(_asked_wait(closed.rcvd.reason if closed.rcvd else None)) from closed
        except TimeoutError as late:
            raise Lost from late
        finally:
            self.waiting.pop(name, None)

    def _hang_up(self) -> None:
        for reply in self.waiting.values():
            if not reply.done():
                reply.set_exception(Lost())

    def _take(self, frame: Frame) -> None:
        for key in ("ack", "refused"):
            if key in frame:
                reply = self.waiting.get(str(frame[key]))
                if reply is not None and not reply.done():
                    code = str(frame.get("code", "malformed")) if key == "refused" else None
                    reply.set_result(Reply(code, frame))
                return
        self.tell(frame)


@asynccontextmanager
async def dialled(door: Door, tell: Callable[[Frame], None]) -> AsyncIterator[Wire]:
    """A connection for as long as it is needed. Raises ``Lost`` when none can be made."""
    headers = {} if door.cookie is None else {"Cookie": door.cookie}
    call = connect(
        door.address,
        origin=None if door.origin is None else Origin(door.origin),
        additional_headers=headers,
        compression=None,
        # The server is our own: a proxy set for the way out of the house is none of its business.
        proxy=None,
        close_timeout=2,
    )
    try:
        socket = await call
    except InvalidStatus as refused:
        raise Lost(TURNED_AWAY, turned_away=refused.response.status_code in (401, 403, 404)) from refused
    except (OSError, InvalidHandshake, TimeoutError) as failed:
        raise Lost from failed
    try:
        yield Wire(socket, tell)
    finally:
        await socket.close()


async def said_once(door: Door, do: str, ticket: UUID, terms: Mapping[str, object]) -> Reply:
    """Make one move on a connection of its own. Raises ``Lost``."""
    async with dialled(door, _unread) as wire:
        listening = asyncio.create_task(wire.listen())
        try:
            return await wire.move(do, terms, ticket)
        finally:
            listening.cancel()
            await asyncio.wait([listening])
            if not listening.cancelled():
                listening.exception()


def _unread(frame: Frame) -> None:
    """Who only asks follows nothing."""


def _parsed(message: str | bytes) -> Frame:
    try:
        frame = json.loads(message)
    except ValueError:
        return {}
    return frame if isinstance(frame, dict) else {}


def _asked_wait(reason: str | None) -> float | None:
    """A server that goes away or is full says in the reason how many milliseconds to wait."""
    return min(int(reason) / 1000, _LONGEST_WAIT) if reason and reason.isdigit() else None
