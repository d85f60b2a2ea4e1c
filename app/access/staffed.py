"""Whether a sitting has a moderator who is connected: by their sockets and requests, in memory. Told the time; decides nothing."""

from collections.abc import Callable
from datetime import datetime, timedelta


class Staffed:
    """The last sign of any moderator, by sitting. Used on the event loop only.

    This process's own: moderators who are connected to another process on the same database are not seen here.
    """

    def __init__(self) -> None:
        self._seen: dict[str, datetime] = {}
        self._open: dict[str, int] = {}
        self._waiting_since: dict[str, datetime] = {}

    def seen(self, sitting: str, now: datetime) -> None:
        """A moderator has asked for something."""
        self._seen[sitting] = now

    def opened(self, sitting: str, clock: Callable[[], datetime]) -> Callable[[], None]:
        """A moderator's socket is open. Returns what to call when it has closed."""
        self._open[sitting] = self._open.get(sitting, 0) + 1

        def closed() -> None:
            self._open[sitting] -= 1
            if not self._open[sitting]:
                del self._open[sitting]
            self._seen[sitting] = clock()

        return closed

    def is_staffed(self, sitting: str, now: datetime, patience: timedelta) -> bool:
        """Whether there has been a sign within ``patience``, or a socket is open."""
        seen = self._seen.get(sitting)
        return sitting in self._open or (seen is not None and now - seen < patience)

    def is_deserted(self, sitting: str, now: datetime, patience: timedelta) -> bool:
        """Whether nobody has come for so long, counted from when a moderator was first waited for."""
        since = self._waiting_since.setdefault(sitting, now)
        return not self.is_staffed(sitting, now, patience) and now - since >= patience

    def forget(self, sitting: str) -> None:
        """No moderator is needed there, or no longer."""
        self._waiting_since.pop(sitting, None)
        if sitting not in self._open:
            self._seen.pop(sitting, None)
