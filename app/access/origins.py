"""Which web pages may send something here: an exact list of origins, and the browser's word for where a request began (S2, S3).

Pure: knows headers, no framework and no account.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

Headers = Sequence[tuple[bytes, bytes]]

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_DEFAULT_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Origins:
    """The origins under which this server is reached, as browsers write them. Compared whole: no pattern, no suffix."""

    own: frozenset[str]
    hosts: frozenset[str] = field(init=False, repr=False)
    """What a browser writes in ``Host`` when it comes to one of the origins."""

    def __post_init__(self) -> None:
        hosts = frozenset(urlsplit(origin).netloc for origin in self.own)
        object.__setattr__(self, "hosts", hosts)

    @classmethod
    def listed(cls, origins: Collection[str], *, plain_http: bool = False) -> "Origins":
        """From settings. Raises ``ValueError`` for none at all, ``*``, paths, and http where only https is served (S19)."""
        own = frozenset(_exact(origin.strip()) for origin in origins if origin.strip())
        if not own:
            raise ValueError("at least one public origin is needed, such as https://fragestund.example.se")
        plain = sorted(origin for origin in own if origin.startswith("http://"))
        if plain and not plain_http:
            raise ValueError(f"{plain[0]}: only the demo is reached over plain http")
        return cls(own)

    def welcome_host(self, headers: Headers) -> bool:
        """Whether the request names this server, once: else links and checks could be led elsewhere."""
        hosts = _values(headers, b"host")
        return len(hosts) == 1 and hosts[0].lower() in self.hosts

    def welcome_form(self, headers: Headers) -> bool:
        """Whether an unsafe request was begun on a page of ours (S3). A request that says nothing of it is not."""
        sites, origins = _values(headers, b"sec-fetch-site"), _values(headers, b"origin")
        if not sites and not origins:
            return False
        return all(site in ("same-origin", "none") for site in sites) and self._all_own(origins)

    def welcome_socket(self, headers: Headers) -> bool:
        """Whether a handshake was begun on a page of ours (S2). Programs send no origin: they may come without a cookie."""
        origins = _values(headers, b"origin")
        if not origins:
            return not _values(headers, b"cookie")
        return self._all_own(origins)

    def _all_own(self, origins: list[str]) -> bool:
        return len(origins) <= 1 and all(origin in self.own for origin in origins)


def _values(headers: Headers, name: bytes) -> list[str]:
    return [value.decode("latin-1") for key, value in headers if key == name]


def _exact(origin: str) -> str:
    """The origin as a browser would write it. Raises ``ValueError``."""
    parts = urlsplit(origin.rstrip("/"))
    host = parts.hostname or ""
    if parts.scheme not in _DEFAULT_PORTS or not host or "*" in host or parts.path or parts.query:
        raise ValueError(f"{origin} is no origin such as https://fragestund.example.se")
    if parts.username is not None or not host.isascii():
        raise ValueError(f"{origin}: write names outside ASCII as xn--..., and no user")
    host = f"[{host}]" if ":" in host else host
    port = "" if parts.port in (None, _DEFAULT_PORTS[parts.scheme]) else f":{parts.port}"
    return f"{parts.scheme}://{host}{port}"
