"""How fast posts and attempts to sign in are let in: before anything is received, never after (S11). Reads no clock itself.

What is turned away here was not received: it is no record. The counting (GCRA) remembers one moment per key: the time at which
its bucket would be empty again.
"""

import hashlib
import math
from dataclasses import dataclass, field

from app.access.addresses import Addresses
from app.records.vocabulary import TooFast

MOST_KEYS = 50_000


@dataclass(frozen=True, slots=True)
class Rate:
    """``count`` at once, and ``count`` more in every ``seconds``."""

    count: int
    seconds: float

    @classmethod
    def limited(cls, count: int, seconds: float) -> "Rate | None":
        """A rate as settings give it: none at all is no limit."""
        return cls(count, seconds) if count else None

    @property
    def step(self) -> float:
        return self.seconds / self.count


@dataclass(slots=True)
class Buckets:
    """One bucket per key. ``rate`` None: no limit. Holds at most ``most`` keys; those nearest to being empty give way."""

    rate: Rate | None
    most: int = MOST_KEYS
    _empty_at: dict[bytes, float] = field(default_factory=dict)

    def wait(self, key: bytes, now: float) -> float:
        """Seconds until one more is let in; 0 if it would be now. Takes nothing."""
        if self.rate is None:
            return 0.0
        full = self.rate.seconds - self.rate.step
        # The rounding of sums of steps must not turn away the last one that there is room for.
        late = self._empty_at.get(key, now) - now - full
        return late if late > 1e-6 else 0.0

    def take(self, key: bytes, now: float) -> None:
        """Count one that was let in."""
        if self.rate is None:
            return
        empty_at = max(self._empty_at.pop(key, now), now) + self.rate.step
        self._empty_at[key] = empty_at
        if len(self._empty_at) > self.most:
            self._make_room(now)

    def __len__(self) -> int:
        return len(self._empty_at)

    def _make_room(self, now: float) -> None:
        """Forget the empty ones and, if that is not enough, a tenth of the others, those first that say least."""
        left = sorted((item for item in self._empty_at.items() if item[1] > now), key=lambda item: item[1])
        self._empty_at = dict(left[max(0, len(left) - self.most * 9 // 10) :])


@dataclass(slots=True)
class PostLimits:
    """Posts per address and per sitting. ``now``: seconds of a clock that only goes forward."""

    per_address: Rate | None = Rate(10, 600.0)
    per_sitting: Rate | None = Rate(30, 1.0)
    addresses: Addresses = field(default_factory=Addresses)

    def __post_init__(self) -> None:
        self._by_address = Buckets(self.per_address)
        self._by_sitting = Buckets(self.per_sitting)

    _by_address: Buckets = field(init=False, repr=False)
    _by_sitting: Buckets = field(init=False, repr=False)

    def let_in(self, host: str | None, sitting: str, now: float) -> None:
        """Count a post, or raise ``TooFast`` (facts: ``wait``, in whole seconds) and count nothing."""
        if self.per_address is self.per_sitting is None:
            return
        address, place = self.addresses.of(host, now), sitting.encode("utf-8", "surrogatepass")
        _let_in("posts", ((self._by_address, address), (self._by_sitting, place)), now)


@dataclass(slots=True)
class SignInLimits:
    """Attempts with a password, per address and per login, each by itself (S14).

    The login's is the wider one, so that an attacker from one address is stopped long before its owner is. Links in
    invitations are not counted: nobody guesses them.
    """

    per_address: Rate | None = Rate(20, 600.0)
    per_login: Rate | None = Rate(60, 600.0)
    addresses: Addresses = field(default_factory=Addresses)

    def __post_init__(self) -> None:
        self._by_address = Buckets(self.per_address)
        self._by_login = Buckets(self.per_login)

    _by_address: Buckets = field(init=False, repr=False)
    _by_login: Buckets = field(init=False, repr=False)

    def let_in(self, host: str | None, login: str, now: float) -> None:
        """Count an attempt, or raise ``TooFast`` (facts: ``wait``, in whole seconds)."""
        name = hashlib.sha256(login.strip().casefold().encode("utf-8", "surrogatepass")).digest()
        address = self.addresses.of(host, now)
        _let_in("attempts", ((self._by_address, address), (self._by_login, name)), now)


def _let_in(what: str, buckets: tuple[tuple[Buckets, bytes], ...], now: float) -> None:
    wait = max(each.wait(key, now) for each, key in buckets)
    if wait > 0:
        raise TooFast(what, wait=math.ceil(wait))
    for each, key in buckets:
        each.take(key, now)
