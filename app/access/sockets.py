"""The open sockets of those who are signed in, so that they close when access is taken away (S6). Knows no protocol."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from app.records.people import GrantView


@dataclass(frozen=True, slots=True)
class Right:
    """By what somebody is here: a sign-in (its number, its account) and a role; ``until`` is when it ends at the latest."""

    account: int
    sign_in: int
    held: GrantView
    until: datetime


@dataclass(slots=True, eq=False)
class Place:
    """One open socket among the others. ``close`` is called at most once, on the event loop."""

    right: Right
    close: Callable[[], None]


class Sockets:
    """Who has a socket open. Used from the event loop only.

    ``turn`` counts how often sockets were closed. Whoever looks up a right first notes the turn and gives it when joining:
    if the account was shown out in between, the new socket is closed at once, so that no gap lets one through.
    """

    def __init__(self) -> None:
        self.turn = 0
        self._open: dict[int, dict[Place, None]] = {}
        self._shown_out: dict[int, int] = {}

    def join(self, right: Right, close: Callable[[], None], *, since: int) -> Callable[[], None]:
        """Enter a socket that was let in by this right as it stood at turn ``since``. Returns what takes it out again."""
        place = Place(right, close)
        if self._shown_out.get(right.account, 0) > since:
            close()
        else:
            self._open.setdefault(right.account, {})[place] = None
        return lambda: self._leave(place)

    def close_all(self, account: int) -> int:
        """Close every socket of the account and return how many there were. Call after sign-out, revoke and disable."""
        self.turn += 1
        self._shown_out[account] = self.turn
        places = self._open.pop(account, {})
        for place in places:
            place.close()
        return len(places)

    def places(self) -> list[Place]:
        """The sockets that are open now."""
        return [place for places in self._open.values() for place in places]

    def close(self, place: Place) -> None:
        """Close one socket, unless it has left already."""
        if place in self._open.get(place.right.account, {}):
            self._leave(place)
            place.close()

    def __len__(self) -> int:
        return sum(len(places) for places in self._open.values())

    def _leave(self, place: Place) -> None:
        places = self._open.get(place.right.account, {})
        places.pop(place, None)
        if not places:
            self._open.pop(place.right.account, None)
