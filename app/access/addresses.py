"""What stands for a client's address where posts are counted. The address itself is neither stored nor logged (R-07, S12)."""

import hashlib
import ipaddress
import secrets
from collections.abc import Callable

LASTS = 24 * 3600.0
KEY_BYTES = 32


class Addresses:
    """Keyed hashes of addresses. The key lives in memory only and is replaced every day: then nobody can tell any more."""

    def __init__(
        self, *, fresh_key: Callable[[int], bytes] = secrets.token_bytes, lasts: float = LASTS
    ) -> None:
        self._fresh_key = fresh_key
        self._lasts = lasts
        self._key = fresh_key(KEY_BYTES)
        self._since: float | None = None

    def of(self, host: str | None, now: float) -> bytes:
        """16 bytes for the host's network at ``now`` (seconds of a clock that only goes forward).

        One household or phone has a whole IPv6 /64: it counts as one. What is no address (a local socket) counts as one too.
        """
        if self._since is None:
            self._since = now
        if now - self._since >= self._lasts:
            self._key, self._since = self._fresh_key(KEY_BYTES), now
        return hashlib.blake2b(_network(host), key=self._key, digest_size=16).digest()


def _network(host: str | None) -> bytes:
    try:
        address = ipaddress.ip_address((host or "").partition("%")[0])
    except ValueError:
        return b""
    if isinstance(address, ipaddress.IPv6Address):
        return address.ipv4_mapped.packed if address.ipv4_mapped else address.packed[:8]
    return address.packed
