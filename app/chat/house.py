"""What the pages and sockets are given of the rest of the house. Made once in ``app.main``; decides nothing."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Annotated, Any

from fastapi import Depends
from starlette.requests import HTTPConnection

from app.access.crowd import Crowd
from app.access.limits import PostLimits, SignInLimits
from app.access.passwords import Passwords
from app.access.sign_ins import Lasting
from app.access.sockets import Sockets
from app.access.staffed import Staffed
from app.chat.alike import Alikes
from app.chat.board import Board
from app.chat.hub import Hub
from app.chat.presence import Presence
from app.chat.profile import Profile
from app.records.journal import Journal
from app.records.reading import Reading


@dataclass(frozen=True, slots=True)
class Authority:
    """Who runs the service, as readers are told (BBS-lagen 3 §)."""

    name: str
    url: str
    contact: str
    profile: Profile | None = None


@dataclass(frozen=True, slots=True)
class House:
    """Everything a route needs: where to write, where to read, who listens, what time it is."""

    journal: Journal
    reading: Reading
    hub: Hub
    presence: Presence
    board: Board
    alikes: Alikes
    clock: Callable[[], datetime]
    receipt_key: bytes
    limits: PostLimits
    sign_in_limits: SignInLimits
    passwords: Passwords
    lasting: Lasting
    sockets: Sockets
    staffed: Staffed
    crowd: Crowd
    authority: Authority
    public_url: str
    provisions: tuple[str, ...]
    demo: bool
    embed_origins: tuple[str, ...]
    invited_for: timedelta
    swept_after: timedelta
    patterns: bool = False
    """Whether the patterns pages, for designers and developers, are open."""
    waits: tuple[int, int] = (3, 6)
    """Minutes after which a party is told, and then urged, that somebody waits for its answer."""
    counted: dict[str, int] = field(default_factory=dict)
    """How far each sitting's desk had come when its posts were last counted."""
    unattended_after: timedelta = timedelta()
    """How long without a connected moderator until answers wait; nothing: they never do for that."""


def _house(connection: HTTPConnection) -> Any:
    return connection.app.state.house


HouseDep = Annotated[House, Depends(_house)]
