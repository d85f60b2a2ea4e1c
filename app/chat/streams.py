"""The streams that pages listen to: HTML over sockets, and the same as JSON where sockets are blocked. Knows no template."""

import asyncio
import json
from collections.abc import Callable
from contextlib import suppress
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response, WebSocket
from starlette.websockets import WebSocketDisconnect

from app.access.crowd import let_in
from app.access.doors import Door, Through, hold_open
from app.chat import newsroom
from app.chat.handover import HAND_OVER
from app.chat.house import House, HouseDep
from app.chat.hub import DONE, RESTART, TRY_AGAIN
from app.chat.listener import Listener
from app.chat.messages import MOST_NUMBER
from app.chat.newsroom import html
from app.chat.viewer import PATIENCE, PlainViewer
from app.chat.visitor import VisitorDep
from app.records import channels, queries
from app.records.vocabulary import Actor, Unavailable, Unknown
from app.routing.receipts import token_hash

LISTEN_ONLY = 1008
NO_BYTES = 1003
SHOWN_OUT = 1008
RELOAD = '{"reload":true}'

router = APIRouter()

After = Annotated[int, Query(ge=0, le=MOST_NUMBER)]
Epoch = Annotated[str | None, Query(max_length=100)]


@router.websocket("/{sitting}/live")
async def live(
    socket: WebSocket,
    sitting: str,
    house: HouseDep,
    visitor: VisitorDep,
    _by: Annotated[Actor, Depends(Through(Door.PUBLIC))],
    after: After = 0,
    epoch: Epoch = None,
) -> None:
    """What happens on the sitting's public page."""
    await _stream(socket, house, sitting, channels.public(sitting), visitor.lang, after, epoch)


@router.websocket("/{sitting}/desk/live")
async def desk_live(
    socket: WebSocket,
    sitting: str,
    house: HouseDep,
    visitor: VisitorDep,
    _by: Annotated[Actor, Depends(Through(Door.DESK))],
    after: After = 0,
    epoch: Epoch = None,
) -> None:
    """What happens on the moderator's desk."""
    await _stream(socket, house, sitting, channels.desk(sitting), visitor.lang, after, epoch)


@router.websocket("/{sitting}/party/{code}/live")
async def panel_live(
    socket: WebSocket,
    sitting: str,
    code: str,
    house: HouseDep,
    visitor: VisitorDep,
    _by: Annotated[Actor, Depends(Through(Door.PANEL))],
    after: After = 0,
    epoch: Epoch = None,
) -> None:
    """What happens in a party's panel."""
    await _stream(socket, house, sitting, channels.party(sitting, code), visitor.lang, after, epoch)


@router.websocket("/receipt/{token}/live")
async def receipt_live(
    socket: WebSocket,
    token: str,
    house: HouseDep,
    visitor: VisitorDep,
    _by: Annotated[Actor, Depends(Through(Door.RECEIPT))],
    after: After = 0,
    epoch: Epoch = None,
) -> None:
    """What becomes of one's own question. The channel is joined by the receipt; its name holds the number."""
    found = await house.reading.read(queries.question_by_receipt, token_hash(token))
    if found is None:
        await refuse(socket)
        return
    sitting, question = found
    channel = channels.post(sitting.slug, question.number)
    await _stream(socket, house, sitting.slug, channel, visitor.lang, after, epoch)


@router.get("/{sitting}/news")
async def news(
    sitting: str,
    house: HouseDep,
    visitor: VisitorDep,
    _by: Annotated[Actor, Depends(Through(Door.PUBLIC))],
    after: After = 0,
    epoch: Epoch = None,
) -> Response:
    """The same frames as on the public stream, for a page that cannot hold a socket. Raises ``Unknown``."""
    form = html(visitor.lang)
    told = await house.reading.read(newsroom.read, channels.public(sitting), after, (form,))
    stale = epoch not in (None, told.epoch) or after > told.head
    frames = [RELOAD] if stale else [text for frame in told.frames[form] for text in frame.texts]
    return Response(
        f'{{"head":{told.upto},"epoch":{json.dumps(told.epoch)},"frames":[{",".join(frames)}]}}',
        media_type="application/json",
        headers={"Cache-Control": "public, max-age=0, s-maxage=1", "Vary": "Accept-Language, Cookie"},
    )


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


async def _stream(
    socket: WebSocket, house: House, sitting: str, channel: str, lang: str, after: int, epoch: str | None
) -> None:
    if not await here(house, sitting):
        await refuse(socket)
        return
    await socket.accept()
    leave = let_in(socket)
    if leave is None:
        await turn_away(socket, house)
        return
    stays = False
    try:
        stays = await _handed_over(socket, house, channel, html(lang), after, epoch, leave)
        if not stays:
            await _talk_to(socket, house, channel, html(lang), after, epoch)
    finally:
        if not stays:
            leave()


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
