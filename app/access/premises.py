"""What the doors need of the house they stand in (``app.state.house``). Knows no page."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol, cast

from starlette.requests import HTTPConnection

from app.access.sign_ins import Lasting
from app.access.sockets import Sockets
from app.access.staffed import Staffed
from app.records.journal import Journal
from app.records.reading import Reading


class Premises(Protocol):
    """The part of the house that access knows. The house itself is put together further up."""

    @property
    def reading(self) -> Reading: ...

    @property
    def journal(self) -> Journal: ...

    @property
    def clock(self) -> Callable[[], datetime]: ...

    @property
    def lasting(self) -> Lasting: ...

    @property
    def sockets(self) -> Sockets: ...

    @property
    def staffed(self) -> Staffed: ...


def premises(connection: HTTPConnection) -> Premises:
    """The house that this request or socket came to."""
    return cast(Premises, connection.app.state.house)
