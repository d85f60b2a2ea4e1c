"""Human time for simulated people: pauses drawn by chance and divided by the speed. Knows nobody and no message."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from random import Random

Clock = Callable[[], float]
Sleep = Callable[[float], Awaitable[None]]

FLOOR = 0.02
"""No pause is shorter than this in real seconds, at any speed: the cast never floods a server."""

_BACKOFF, _LONGEST = 0.5, 30.0


@dataclass
class Pace:
    """One person's sense of time. Seconds are human ones unless a name says ``real``."""

    rng: Random
    speed: float
    clock: Clock
    sleep: Sleep
    began: float

    def now(self) -> float:
        """Human seconds since the rehearsal began."""
        return (self.clock() - self.began) * self.speed

    async def rest(self, low: float, high: float) -> None:
        """Do nothing for a while."""
        await self.sleep(max(self.rng.uniform(low, high) / self.speed, FLOOR))

    async def rest_real(self, seconds: float) -> None:
        """Wait for something that does not hurry with the cast, such as a server."""
        await self.sleep(max(seconds, FLOOR))

    async def wait(self, news: asyncio.Event, seconds: float | None, *, at_most_real: float = 1.0) -> None:
        """Wait for news, for so many human seconds, or a real second: a person may have come or gone meanwhile."""
        real = at_most_real if seconds is None else min(max(seconds / self.speed, FLOOR), at_most_real)
        waits = [asyncio.ensure_future(news.wait()), asyncio.ensure_future(self.sleep(real))]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for each in waits:
                each.cancel()

    def backoff(self, failures: int) -> float:
        """Real seconds before trying again, with full jitter: a restarted server is not met by everybody at once."""
        return self.rng.uniform(0, min(_LONGEST, _BACKOFF * 2 ** min(failures, 10)))
