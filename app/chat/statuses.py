"""Which HTTP status says what a refusal means: one table. Knows no page."""

from collections.abc import Mapping
from typing import Final

from app.records.vocabulary import Refusal

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


def status_of(refusal: Refusal) -> int:
    return STATUS[refusal.code]
