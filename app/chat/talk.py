"""One connection that speaks the chat protocol: moves in, replies and news out. Knows no template and decides nothing."""

import asyncio
import logging
import time
from contextlib import suppress
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from app.chat import audience, refusals, spoken
from app.chat.follows import Follows
from app.chat.hearing import LARGEST_FRAME, Heard, ticket_in, understand
from app.chat.house import House
from app.chat.messages import Ask, Follow, Here, Message
from app.chat.moves import facts_of, make
from app.chat.place import Kind, Place
from app.chat.posting import post
from app.chat.viewer import PATIENCE
from app.records import channels, queries
from app.records.reading import Snapshot
from app.records.vocabulary import Actor, NotYours, Refusal, Role, Unavailable, Unknown
from app.routing.receipts import token_hash

log = logging.getLogger("fragestund.chat")

CAME_BY = "chat"

_WAITING = 16
"""Frames that may wait to be dealt with, and fewer where they are large. More are left in the socket, which slows the sender
down: whoever says much and reads no answer holds no more here than one frame's worth (S9)."""

Reply = dict[str, Any]


class Talk:
    """A conversation with one actor in one sitting. Frames are dealt with in order, one at a time.

    ``name`` is the person's, ``lang`` the language that refusals are worded in.
    """

    def __init__(
        self, socket: WebSocket, house: House, sitting: str, *, by: Actor, lang: str, name: str = ""
    ) -> None:
        self._name = name
        self._socket, self._house, self._sitting, self._by, self._lang = socket, house, sitting, by, lang
        self._heard: asyncio.Queue[Heard | None] = asyncio.Queue(_WAITING)
        self._waiting, self._dealt = 0, asyncio.Event()
        self._ended: asyncio.Future[tuple[int, str]] = asyncio.get_running_loop().create_future()
        self._follows = Follows(house.hub, socket.send_text, self.end)

    def end(self, code: int, reason: str) -> None:
        """Close the connection with this code and reason."""
        if not self._ended.done():
            self._ended.set_result((code, reason))

    async def go_on(self) -> None:
        """Talk until either side has had enough. What was heard before the other side left is still dealt with."""
        hearing, dealing = asyncio.create_task(self._hear()), asyncio.create_task(self._deal())
        try:
            over: set[asyncio.Future[Any]] = {dealing, self._ended}
            await asyncio.wait(over, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (hearing, dealing):
                task.cancel()
            await asyncio.gather(hearing, dealing, return_exceptions=True)
            await self._follows.leave_all()
        if self._ended.done() and self._socket.application_state is WebSocketState.CONNECTED:
            with suppress(WebSocketDisconnect, TimeoutError):
                await asyncio.wait_for(self._socket.close(*self._ended.result()), PATIENCE)

    async def _hear(self) -> None:
        """Note when each frame arrived: whether a post is in time is judged by that, not by when its turn comes."""
        while True:
            event = await self._socket.receive()
            if event["type"] == "websocket.disconnect":
                await self._heard.put(None)
                return
            said = event.get("text")
            heard = Heard.noted(event.get("bytes") or b"" if said is None else said, self._house.clock())
            del event, said
            self._waiting += len(heard.raw)
            await self._heard.put(heard)
            while self._waiting > LARGEST_FRAME:
                self._dealt.clear()
                await self._dealt.wait()

    async def _deal(self) -> None:
        while (heard := await self._heard.get()) is not None:
            self._waiting -= len(heard.raw)
            self._dealt.set()
            ticket = ticket_in(heard.raw)
            try:
                message = understand(heard, self._let_in)
                ticket = message.ticket
                await self._answer(message, heard)
            except Refusal as refusal:
                await self._refuse(ticket, refusal)
            except Exception as error:  # noqa: BLE001 - a mishap here is no reason to hang up on somebody
                log.error("a move came to nothing: %s", type(error).__name__)
                await self._refuse(ticket, Unavailable())

    async def _answer(self, message: Message, heard: Heard) -> None:
        if isinstance(message, Follow):
            await self._follow(message)
        elif isinstance(message, Here):
            self._mark(message)
            await self._say({"ack": message.ticket})
        elif isinstance(message, Ask):
            posted = await post(
                self._house, self._sitting, message, by=self._by, arrived=heard.arrived, channel=CAME_BY
            )
            receipt = {"code": posted.receipt.code, "url": posted.url}
            await self._say({"ack": message.ticket, "number": posted.number, "receipt": receipt})
        else:
            facts = facts_of(message, self._house.provisions)
            made = await self._house.journal.write(make, self._sitting, message, by=self._by, facts=facts)
            await self._say({"ack": message.ticket, **made})

    async def _follow(self, message: Follow) -> None:
        channel = await self._channel(message)

        async def acknowledge(head: int, epoch: str) -> None:
            await self._say({"ack": message.ticket, "head": head, "epoch": epoch})

        await self._follows.follow(channel, message.after, message.epoch, acknowledge)

    async def _channel(self, message: Follow) -> str:
        """The name of the channel that is asked for. Raises ``NotYours``, or ``Unknown`` for a token that opens nothing here."""
        by, sitting = self._by, self._sitting
        own = own_place(by, sitting)
        match message.channel:
            case Kind.PUBLIC:
                return channels.public(sitting)
            case (Kind.DESK | Kind.PARTY) as kind if own is not None and Place.named(own).kind is kind:
                return own
            case Kind.POST:
                opened = token_hash(message.token or "")
                found = await self._house.reading.read(queries.question_by_receipt, opened)
                if found is None or found[0].slug != sitting:
                    raise Unknown("receipt")
                return channels.post(sitting, found[1].number)
        raise NotYours("channel")

    def _mark(self, message: Here) -> None:
        """Raises ``NotYours`` for whoever has no desk and no panel here."""
        by, house = self._by, self._house
        place = own_place(by, self._sitting)
        if by.account is None or place is None:
            raise NotYours("channel")
        now, number = house.clock(), message.question
        house.presence.mark(place, by.account, self._name, message.doing, number, now=now, over=message.over)

    async def _refuse(self, ticket: str | None, refusal: Refusal) -> None:
        reply: Reply = {
            "refused": ticket,
            "code": refusal.code,
            "message": refusals.said(refusal, self._lang),
        }
        number = refusal.facts.get("number")
        if refusal.detail == "draft":
            reply["draft"] = refusal.facts.get("draft")
        elif refusal.code == "stale" and isinstance(number, int):
            reply |= await self._as_it_stands(number)
        await self._say(reply)

    async def _as_it_stands(self, number: int) -> Reply:
        """The question that somebody else was first with. Long texts go before, in pieces, as on the actor's own channel."""
        question = await self._house.reading.read(_as_seen, self._sitting, number, self._by)
        if question is None:
            return {"question": None}
        *before, last = spoken.frames("question", question)
        channel = Kind.DESK if self._by.role is Role.MODERATOR else Kind.PARTY
        for piece in before:
            await self._say({"channel": channel.value, **piece})
        return last

    async def _say(self, reply: Reply) -> None:
        if self._socket.application_state is not WebSocketState.CONNECTED:
            return  # whoever has left said things that are dealt with all the same
        with suppress(WebSocketDisconnect):
            await self._socket.send_text(spoken.text(reply))

    def _let_in(self) -> None:
        client = self._socket.client
        self._house.limits.let_in(client.host if client else None, self._sitting, time.monotonic())


def own_place(by: Actor, sitting: str) -> str | None:
    """The channel of the actor's own desk or panel; None for those who have neither."""
    if by.role is Role.MODERATOR:
        return channels.desk(sitting)
    if by.role is Role.POLITICIAN and by.seat is not None:
        return channels.party(sitting, by.seat)
    return None


def _as_seen(session: Snapshot, sitting: str, number: int, by: Actor) -> Reply | None:
    """The question as it stands, as far as this actor may see it."""
    view = queries.question(session, sitting, number)
    if by.role is Role.MODERATOR:
        return spoken.question(audience.desk_question(view))
    if by.role is not Role.POLITICIAN or by.seat is None:
        return None
    seen = audience.party_question(view, queries.sitting(session, sitting), by.seat)
    return None if seen is None else spoken.question(seen)
