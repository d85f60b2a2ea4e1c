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
    invitation_page,
    own_page,
    panel_moves,
    panel_page,
    receipt,
    sign_in_page,
    static,
    streams,
)

ROUTERS: Final = (
    health.router,
    static.router,
    receipt.router,
    sign_in_page.router,
    invitation_page.router,
    own_page.router,
    streams.router,
    chatting.router,
    desk_page.router,
    desk_sitting.router,
    desk_moves.router,
    panel_page.router,
    panel_moves.router,
    asking.router,
    citizen.router,
)
