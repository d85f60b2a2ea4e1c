"""Every router of the conversation, in the order in which addresses are tried. Knows no route by itself."""

from typing import Final

from app.chat import (
    asking,
    chatting,
    citizen,
    desk_moves,
    desk_page,
    desk_sitting,
    health,
    receipt,
    static,
    streams,
)

ROUTERS: Final = (
    health.router,
    static.router,
    receipt.router,
    streams.router,
    chatting.router,
    desk_page.router,
    desk_sitting.router,
    desk_moves.router,
    asking.router,
    citizen.router,
)
