"""Who the client is and what it speaks, as told by proxies that are trusted by name. Pure; everybody else is not believed (S13)."""

import ipaddress
from collections.abc import Iterable, MutableMapping, Sequence
from dataclasses import dataclass
from typing import Any

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Headers = Sequence[tuple[bytes, bytes]]

LOCAL_SOCKET = "unix"
_SECURE = {"http": "https", "ws": "wss"}


@dataclass(frozen=True, slots=True)
class Client:
    """Where a request came from. ``host`` None: unknown. ``secure``: the browser speaks https."""

    host: str | None
    secure: bool


@dataclass(frozen=True, slots=True)
class Proxies:
    """The proxies whose word counts: networks, and whether a peer on a local socket is one."""

    networks: tuple[Network, ...] = ()
    local_socket: bool = False

    @classmethod
    def named(cls, names: Iterable[str]) -> "Proxies":
        """From settings: addresses, networks, or ``unix``. Raises ``ValueError`` for ``*``, for names and for everybody."""
        chosen = [name.strip() for name in names if name.strip()]
        networks = tuple(_network(name) for name in chosen if name != LOCAL_SOCKET)
        return cls(networks, LOCAL_SOCKET in chosen)

    def client(self, peer: str | None, secure: bool, headers: Headers) -> Client:
        """Who is behind the peer. An untrusted peer is the client itself, whatever its headers say."""
        if not self.trusts(peer):
            return Client(peer, secure)
        spoken = _listed(headers, b"x-forwarded-proto")[-1:]
        if spoken and spoken[0].lower() in ("http", "https", "ws", "wss"):
            secure = spoken[0].lower() in ("https", "wss")
        return Client(self._behind(peer, _listed(headers, b"x-forwarded-for")), secure)

    def _behind(self, peer: str | None, told: list[str]) -> str | None:
        """From the nearest hop outwards, the first that is no trusted proxy. What cannot be read ends the search."""
        host = peer
        for each in reversed(told):
            address = _address(each)
            if address is None:
                return host
            host = str(address)
            if not self._trusts(address):
                return host
        return host

    def trusts(self, peer: str | None) -> bool:
        """Whether the peer is one of the proxies."""
        if peer is None:
            return self.local_socket
        if not self.networks:
            return False
        address = _address(peer)
        return address is not None and self._trusts(address)

    def _trusts(self, address: Address) -> bool:
        return any(address.version == each.version and address in each for each in self.networks)


def apply(proxies: Proxies, scope: MutableMapping[str, Any], headers: Headers) -> None:
    """Put the client and the scheme into an ASGI scope, in place of the peer's."""
    peer = scope.get("client")
    host, port = (str(peer[0]), peer[1]) if isinstance(peer, (tuple, list)) and peer else (None, 0)
    scheme = str(scope.get("scheme", "http"))
    client = proxies.client(host, scheme in _SECURE.values(), headers)
    plain = "ws" if scheme in ("ws", "wss") else "http"
    scope["scheme"] = _SECURE[plain] if client.secure else plain
    if client.host != host:
        scope["client"] = (client.host, 0)
    elif host is not None:
        scope["client"] = (host, port)


def _listed(headers: Headers, name: bytes) -> list[str]:
    """The elements of a header: several lines are one list (RFC 9110, 5.3). The last was written by the nearest hop."""
    lines = (value.decode("latin-1") for key, value in headers if key == name)
    return [element.strip() for line in lines for element in line.split(",")]


def _address(told: str) -> Address | None:
    """``192.0.2.1``, ``192.0.2.1:443``, ``2001:db8::1``, ``[2001:db8::1]:443``. None for anything else."""
    host = told.strip().strip('"')
    if host.startswith("["):
        host = host[1:].partition("]")[0]
    elif host.count(":") == 1:
        host = host.partition(":")[0]
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return None
    return (isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped) or address


def _network(name: str) -> Network:
    if name == "*":
        raise ValueError("trusted proxies are named one by one: '*' would believe everybody")
    network = ipaddress.ip_network(name, strict=False)
    if network.prefixlen == 0:
        raise ValueError(f"{name} would believe everybody")
    return network
