"""The open sockets of those who are signed in, so that they close when access is taken away (S6). Knows no protocol."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime


@dataclass(slots=True, eq=False)
class Place:
    """One open socket's place among the others. ``close`` is called at most once, on the event loop."""

    account: int
    close: Callable[[], None]
    until: datetime | None


class Sockets:
    """Who has a socket open. Used from the event loop only.

    ``turn`` counts how often sockets were closed. Whoever looks up a right first notes the turn and gives it when joining:
    if the account was shown out in between, the new socket is closed at once, so that no gap lets one through.
    """

    def __init__(self) -> None:
        self.turn = 0
        self._open: dict[int, dict[Place, None]] = {}
        self._shown_out: dict[int, int] = {}

    def join(
        self, account: int, close: Callable[[], None], *, since: int, until: datetime | None = None
    ) -> Callable[[], None]:
        """Enter a socket; ``until`` is when its sign-in ends at the latest. Returns what takes it out again."""
        place = Place(account, close, until)
        if self._shown_out.get(account, 0) > since:
            close()
        else:
            self._open.setdefault(account, {})[place] = None
        return lambda: self._leave(place)

    def close_all(self, account: int) -> int:
        """Close every socket of the account and return how many there were. Call after sign-out, revoke and disable."""
        self.turn += 1
        self._shown_out[account] = self.turn
        places = self._open.pop(account, {})
        for place in places:
            place.close()
        return len(places)

    def close_expired(self, now: datetime) -> int:
        """Close the sockets whose sign-in has come to its end by itself."""
        over = [
            place for places in self._open.values() for place in places if place.until and place.until <= now
        ]
        for place in over:
            self._leave(place)
            place.close()
        return len(over)

    def __len__(self) -> int:
        return sum(len(places) for places in self._open.values())

    def _leave(self, place: Place) -> None:
        places = self._open.get(place.account, {})
        places.pop(place, None)
        if not places:
            self._open.pop(place.account, None)
