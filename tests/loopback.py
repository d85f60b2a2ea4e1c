"""Clients that speak with this machine alone."""

import ssl
from typing import Any, Final

# Made once. A client of its own accord reads all the authorities of the web first, which takes longer than most tests.
_NO_AUTHORITIES: Final = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)

LOOPBACK: Final[dict[str, Any]] = {"trust_env": False, "verify": _NO_AUTHORITIES}
"""For ``httpx2.Client`` and ``httpx2.AsyncClient``: no proxy of the environment, no authorities."""
