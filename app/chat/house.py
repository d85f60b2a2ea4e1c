"""What the pages and sockets are given of the rest of the house. Made once in ``app.main``; decides nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Depends
from starlette.requests import HTTPConnection

from app.access.sign_ins import Lasting
from app.records.journal import Journal
from app.records.reading import Reading

if TYPE_CHECKING:
    from app.access.limits import PostLimits, SignInLimits
    from app.access.passwords import Passwords
    from app.access.sockets import Sockets
    from app.chat.hub import Hub


@dataclass(frozen=True, slots=True)
class Authority:
    """Who runs the service, as readers are told (BBS-lagen 3 §)."""

    name: str
    url: str
    contact: str


@dataclass(frozen=True, slots=True)
class House:
    """Everything a route needs: where to write, where to read, who listens, what time it is."""

    journal: Journal
    reading: Reading
    hub: "Hub"
    clock: Callable[[], datetime]
    receipt_key: bytes
    limits: "PostLimits"
    sign_in_limits: "SignInLimits"
    passwords: "Passwords"
    sockets: "Sockets"
    authority: Authority
    origins: tuple[str, ...]
    proxies: tuple[str, ...]
    provisions: tuple[str, ...]
    demo: bool
    port: int
    invitation_hours: int
    sign_in_idle_hours: int
    sign_in_hours: int
    reconnect_window: int

    @property
    def lasting(self) -> Lasting:
        """How long a sign-in lasts, as the doors ask."""
        return Lasting(timedelta(hours=self.sign_in_idle_hours), timedelta(hours=self.sign_in_hours))

    @property
    def secure_cookies(self) -> bool:
        """Whether browsers speak https with us. Only the demo serves plain http."""
        return not self.demo

    @property
    def public_url(self) -> str:
        return self.origins[0]


def _house(connection: HTTPConnection) -> Any:
    return connection.app.state.house


HouseDep = Annotated[House, Depends(_house)]
