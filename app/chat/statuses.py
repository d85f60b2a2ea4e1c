"""Which HTTP status says what a refusal means: one table, and when it is worth trying again. Knows no page."""

from collections.abc import Mapping
from typing import Final

from app.records.vocabulary import Refusal, Unavailable

STATUS: Final[Mapping[str, int]] = {
    "out_of_turn": 409,
    "not_yours": 403,
    "stale": 409,
    "too_fast": 429,
    "too_large": 413,
    "malformed": 400,
    "closed": 409,
    "unknown": 404,
    "unavailable": 503,
}


_AGAIN = 5
"""Seconds after which it is worth trying again what could not be done now (R8)."""


def status_of(refusal: Refusal) -> int:
    return STATUS[refusal.code]


def waits(refusal: Refusal) -> dict[str, str]:
    """The header that tells when to try again, where that helps."""
    wait = refusal.facts.get("wait", _AGAIN if isinstance(refusal, Unavailable) else None)
    return {"Retry-After": str(wait)} if wait is not None else {}
