"""The streams that pages listen to: HTML over sockets, and the same as JSON where sockets are blocked. Knows no template."""

import asyncio
import json
from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response, WebSocket

from app.access.doors import Door, Through
from app.chat import newsroom
from app.chat.house import House, HouseDep
from app.chat.line import Told
from app.chat.listening import RELOAD, refuse, stream
from app.chat.messages import MOST_NUMBER
from app.chat.newsroom import html
from app.chat.visitor import VisitorDep
from app.records import channels, queries
from app.records.reading import Snapshot
from app.records.vocabulary import Actor
from app.routing.receipts import token_hash

router = APIRouter()

MOST_ASKED = 32
"""Numbers after which the news is kept for those who ask, in each language, until there is more."""

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
    await stream(socket, house, sitting, channels.public(sitting), visitor.lang, after, epoch)


@router.websocket("/{sitting}/desk/live")
async def desk_live(
    socket: WebSocket,
    sitting: str,
    house: HouseDep,
    visitor: VisitorDep,
    by: Annotated[Actor, Depends(Through(Door.DESK))],
    after: After = 0,
    epoch: Epoch = None,
) -> None:
    """What happens on the moderator's desk."""
    await stream(socket, house, sitting, channels.desk(sitting), visitor.lang, after, epoch, by)


@router.websocket("/{sitting}/party/{code}/live")
async def panel_live(
    socket: WebSocket,
    sitting: str,
    code: str,
    house: HouseDep,
    visitor: VisitorDep,
    by: Annotated[Actor, Depends(Through(Door.PANEL))],
    after: After = 0,
    epoch: Epoch = None,
) -> None:
    """What happens in a party's panel."""
    await stream(socket, house, sitting, channels.party(sitting, code), visitor.lang, after, epoch, by)


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
    await stream(socket, house, sitting.slug, channel, visitor.lang, after, epoch)


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
    told = await _told(house, sitting, visitor.lang, after)
    stale = epoch not in (None, told.epoch) or after > told.head
    frames = (
        [RELOAD] if stale else [text for frame in told.frames[html(visitor.lang)] for text in frame.texts]
    )
    return Response(
        f'{{"head":{told.upto},"epoch":{json.dumps(told.epoch)},"frames":[{",".join(frames)}]}}',
        media_type="application/json",
        headers={"Cache-Control": "public, max-age=0, s-maxage=1", "Vary": "Accept-Language, Cookie"},
    )


async def _told(house: House, sitting: str, lang: str, after: int) -> Told:
    """The news after a number, read once for all who lack the same, and as new as the last acknowledgement.

    Raises ``Unknown``.
    """
    asked = await house.board.get(sitting, ("news", lang), _nothing_asked(sitting))
    if after not in asked:
        if len(asked) >= MOST_ASKED:
            del asked[next(iter(asked))]
        reading = house.reading.read(newsroom.read, channels.public(sitting), after, (html(lang),))
        asked[after] = asyncio.create_task(reading)
    try:
        return await asyncio.shield(asked[after])
    except Exception:
        asked.pop(after, None)
        raise


def _nothing_asked(sitting: str) -> Callable[[Snapshot, object], dict[int, asyncio.Task[Told]]]:
    def make(session: Snapshot, _before: object) -> dict[int, asyncio.Task[Told]]:
        queries.sitting(session, sitting)  # what does not exist takes no room
        return {}

    return make
