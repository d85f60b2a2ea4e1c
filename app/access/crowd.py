"""How many connections are open, in all and from each address, and whether there is room for one more. Counts; knows no protocol.

Those who look on cannot fill the house: beyond them a reserve is kept for requests, and for the sockets of those who are signed
in. An address is a keyed hash while something is open from it, and nothing afterwards (R-07, S12).
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Protocol, cast

from starlette.requests import HTTPConnection

from app.access.addresses import Addresses

Leave = Callable[[], None]

_HOPELESS = 2
"""Times the limit, from where on somebody is not even told that it is reached."""


@dataclass(slots=True)
class Counted:
    """What is open from each address. ``most`` 0: no limit, and nothing is counted."""

    most: int = 0
    addresses: Addresses = field(default_factory=Addresses)
    ticking: Callable[[], float] = time.monotonic
    _open: dict[bytes, int] = field(default_factory=dict)

    def enter(self, host: str | None) -> bytes | None:
        """Count one more from there. What is returned is given back to ``leave``."""
        if not self.most:
            return None
        key = self.addresses.of(host, self.ticking())
        self._open[key] = self._open.get(key, 0) + 1
        return key

    def leave(self, key: bytes | None) -> None:
        if key is None:
            return
        left = self._open.get(key, 0) - 1
        if left > 0:
            self._open[key] = left
        else:
            self._open.pop(key, None)

    def over(self, key: bytes | None, times: int = 1) -> bool:
        """Whether more is open from there than may be, those counted last included."""
        return key is not None and self._open.get(key, 0) > self.most * times

    def __len__(self) -> int:
        return len(self._open)


@dataclass(slots=True)
class Crowd:
    """The limits of the house; 0 is none.

    ``most``: sockets of those who look on, ``reserve``: connections that are kept beyond them. ``viewers`` and ``requests``
    count the two by address: many look on from behind one address, and none of them keeps another from asking for a page.
    """

    most: int = 0
    reserve: int = 0
    viewers: Counted = field(default_factory=Counted)
    requests: Counted = field(default_factory=Counted)
    _looking_on: int = 0

    @property
    def limited(self) -> bool:
        """Whether those who look on are counted."""
        return bool(self.most or self.viewers.most)

    def let_in(self, host: str | None) -> Leave | None:
        """Count one more who looks on. Returns what to call when it has left; None where there is no room."""
        if not self.limited:
            return _uncounted
        key = self.viewers.enter(host)
        if self.viewers.over(key) or (self.most and self._looking_on >= self.most):
            self.viewers.leave(key)
            return None
        self._looking_on += 1
        return partial(self._left, key)

    def crowded(self, connections: int) -> bool:
        """Whether so much is open that the reserve is drawn on: then nobody may keep a connection for later."""
        return bool(self.most) and connections > self.most

    def overcrowded(self, connections: int) -> bool:
        """Whether one more would take a descriptor that the house itself needs."""
        return bool(self.most) and connections > self.most + self.reserve

    def hopeless(self, key: bytes | None) -> bool:
        """Whether so much is open from there that not even a refusal is owed."""
        return self.requests.over(key, _HOPELESS)

    def __len__(self) -> int:
        return self._looking_on

    def _left(self, key: bytes | None) -> None:
        self._looking_on -= 1
        self.viewers.leave(key)


class _Counting(Protocol):
    @property
    def crowd(self) -> Crowd: ...


def let_in(connection: HTTPConnection) -> Leave | None:
    """Count a socket that came through a door. Returns what to call when it has closed; None where there is no room.

    Whoever is signed in is let in always, and not counted with those who look on.
    """
    if "right" in connection.scope.get("state", {}):
        return _uncounted
    house = cast(_Counting, connection.app.state.house)
    client = connection.client
    return house.crowd.let_in(client.host if client else None)


def _uncounted() -> None:
    """What leaves where nobody counts."""
