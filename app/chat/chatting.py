"""Where the chat protocol is spoken: the handshake of a conversation. Knows no message."""

from typing import Annotated

from fastapi import APIRouter, Depends, WebSocket
from fastapi.responses import JSONResponse

from app.access.crowd import let_in
from app.access.doors import Door, Through, hold_open, name_of
from app.chat import asyncapi
from app.chat.house import HouseDep
from app.chat.listening import SHOWN_OUT, here, refuse, turn_away
from app.chat.talk import Talk
from app.chat.visitor import VisitorDep
from app.records.vocabulary import Actor

router = APIRouter()


@router.get("/asyncapi.json")
async def description(_by: Annotated[Actor, Depends(Through(Door.PUBLIC))]) -> JSONResponse:
    """What can be said here, and what is answered, for those who write programs."""
    return JSONResponse(asyncapi.document(), headers={"Cache-Control": "public, max-age=3600"})


@router.websocket("/{sitting}/chat")
async def chat(
    socket: WebSocket,
    sitting: str,
    house: HouseDep,
    visitor: VisitorDep,
    by: Annotated[Actor, Depends(Through(Door.CHAT))],
) -> None:
    """Speak with the sitting: everything that the forms can do, and follow what happens. Citizens need no sign-in."""
    if not await here(house, sitting):
        await refuse(socket)
        return
    await socket.accept()
    left = let_in(socket)
    if left is None:
        await turn_away(socket, house)
        return
    talk = Talk(socket, house, sitting, by=by, lang=visitor.lang, name=name_of(socket))
    leave = hold_open(socket, lambda: talk.end(SHOWN_OUT, "signed out"))
    gone = house.hub.visit(talk.end)
    try:
        await talk.go_on()
    finally:
        gone()
        leave()
        left()
