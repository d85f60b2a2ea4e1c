"""The form of an entry, fixed from the first migration. Knows no table and no clock."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime

from app.records.vocabulary import Actor, Move

VERSION = 1

_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)

Facts = Mapping[str, str | int | bool | None]


def canonical(value: object) -> bytes:
    """JSON with sorted keys, no spaces, UTF-8: the same value is always the same bytes."""
    return _ENCODER.encode(value).encode()


def stamp(at: datetime) -> str:
    """A moment as entries write it: UTC with six decimals."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def entry_bytes(
    *,
    seq: int,
    at: datetime,
    sitting: str | None,
    subject: str,
    move: Move,
    by: Actor,
    facts: Facts,
    commit: Mapping[str, str],
) -> bytes:
    """The canonical bytes of one entry: what is sealed, exported and shown.

    ``facts`` hold codes and numbers only, never free text or personal data: the log is public from the moment it can be
    written to (TF 2:10). ``commit`` holds one commitment for each text field.
    """
    return canonical(
        {
            "v": VERSION,
            "seq": seq,
            "at": stamp(at),
            "sitting": sitting,
            "subject": subject,
            "move": str(move),
            "role": str(by.role),
            "actor": by.entered_as,
            "facts": dict(facts),
            "commit": dict(commit),
        }
    )
