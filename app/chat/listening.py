"""How a socket follows a channel: let in, handed to a lean protocol where the server can, and ended. Knows no address."""

import asyncio
from collections.abc import Callable
from contextlib import suppress

from fastapi import Response, WebSocket
from starlette.websockets import WebSocketDisconnect

from app.access.crowd import let_in
from app.access.doors import hold_open
from app.chat.handover import HAND_OVER
from app.chat.house import House
from app.chat.hub import DONE, RESTART, TRY_AGAIN
from app.chat.listener import Listener
from app.chat.newsroom import html
from app.chat.viewer import PATIENCE, PlainViewer
from app.records import queries
from app.records.vocabulary import CITIZEN, Actor, Unavailable, Unknown

LISTEN_ONLY = 1008
NO_BYTES = 1003
SHOWN_OUT = 1008
RELOAD = '{"reload":true}'


async def refuse(socket: WebSocket) -> None:
    """There is nothing here to listen to: the handshake is answered 404."""
    await socket.send_denial_response(Response(status_code=404))


async def here(house: House, sitting: str) -> bool:
    """Whether there is such a sitting."""
    try:
        await house.reading.read(queries.sitting, sitting)
    except Unknown:
        return False
    return True


async def stream(
    socket: WebSocket,
    house: House,
    sitting: str,
    channel: str,
    lang: str,
    after: int,
    epoch: str | None,
    by: Actor = CITIZEN,
) -> None:
    """Let a page listen to a channel until it leaves. Staff are here meanwhile, and others are told so."""
    if not await here(house, sitting):
        await refuse(socket)
        return
    await socket.accept()
    let_out = let_in(socket)
    if let_out is None:
        await turn_away(socket, house)
        return
    leave = _present(house, channel, by, let_out)
    stays = False
    try:
        stays = await _handed_over(socket, house, channel, html(lang), after, epoch, leave)
        if not stays:
            await _talk_to(socket, house, channel, html(lang), after, epoch)
    finally:
        if not stays:
            leave()


def _present(house: House, channel: str, by: Actor, leave: Callable[[], None]) -> Callable[[], None]:
    """Staff are here as long as their page listens. Returns what to call when it has left, instead of ``leave``."""
    if by.account is None:
        return leave
    gone = house.presence.opened(channel, by.account, house.clock)

    def left() -> None:
        leave()
        gone()

    return left


async def turn_away(socket: WebSocket, house: House) -> None:
    """Close a socket for which there is no room, and say how long to stay away: a failed handshake tells a script nothing."""
    with suppress(WebSocketDisconnect, TimeoutError):
        await asyncio.wait_for(socket.close(TRY_AGAIN, house.hub.wait()), PATIENCE)


async def _talk_to(
    socket: WebSocket, house: House, channel: str, form: str, after: int, epoch: str | None
) -> None:
    """Follow the channel by this very task, over plain ASGI."""
    viewer = PlainViewer(socket.send_text, after)
    leave = hold_open(socket, lambda: viewer.dismiss(SHOWN_OUT, "signed out"))
    with suppress(WebSocketDisconnect, TimeoutError):
        try:
            code, reason = await _tell(socket, house, viewer, channel, form, epoch)
            await asyncio.wait_for(socket.close(code, reason), PATIENCE)
        finally:
            leave()
            house.hub.leave(viewer)


async def _handed_over(
    socket: WebSocket,
    house: House,
    channel: str,
    form: str,
    after: int,
    epoch: str | None,
    leave: Callable[[], None],
) -> bool:
    """Hand the socket to a lean protocol, where the server can: then this task is done with it, and ``leave`` is called there."""
    hand_over = socket.scope.get("extensions", {}).get(HAND_OVER)
    if hand_over is None:
        return False
    await house.hub.reached(channel, after, epoch)
    if house.hub.closing or not house.hub.knows(channel, after, epoch):
        return False
    endings = [leave]

    def left() -> None:
        for end in endings:
            end()

    listener = hand_over(lambda transport, all_: Listener(transport, all_, house.hub, after, left=left))
    if listener is None:
        return False
    house.hub.admit(channel, form, listener)
    endings.append(hold_open(socket, lambda: listener.dismiss(SHOWN_OUT, "signed out")))
    return True


async def _tell(
    socket: WebSocket, house: House, viewer: PlainViewer, channel: str, form: str, epoch: str | None
) -> tuple[int, str]:
    """Tell the viewer what happens, until somebody ends it. Returns the code and reason to close with."""
    hub = house.hub
    try:
        welcome = await hub.join(channel, form, viewer, epoch)
    except Unavailable:
        return (RESTART if hub.closing else TRY_AGAIN), hub.wait()
    if not welcome:
        await socket.send_text(RELOAD)
        return DONE, "reload"
    sending = asyncio.create_task(viewer.send(hub.serve))
    listening = asyncio.create_task(_listen(socket))
    try:
        done, _ = await asyncio.wait({sending, listening}, return_when=asyncio.FIRST_COMPLETED)
        if listening in done:
            return listening.result()
        if sending.cancelled():  # dismissed, and takes nothing: not even the word of it
            raise WebSocketDisconnect(1006)
        return sending.result()
    finally:
        for task in (sending, listening):
            task.cancel()
        await asyncio.gather(sending, listening, return_exceptions=True)


async def _listen(socket: WebSocket) -> tuple[int, str]:
    """A stream is for listening. Raises ``WebSocketDisconnect`` when the viewer goes."""
    message = await socket.receive()
    if message["type"] == "websocket.disconnect":
        raise WebSocketDisconnect(message.get("code", 1005))
    return (NO_BYTES if message.get("text") is None else LISTEN_ONLY), "listen only"
