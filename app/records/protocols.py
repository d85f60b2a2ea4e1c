"""Reads the closing protocols of a sitting as they were kept: each stands for ever, a later one replaces it. Knows no page."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session

from app.records.plain import TEXT
from app.records.sittings import sitting_id

SUBJECT = "protocol"


@dataclass(frozen=True, slots=True)
class ProtocolView:
    """A closing protocol. ``number``: 1 for the first close. ``held`` is None where it has lawfully been destroyed."""

    number: int
    made_at: datetime
    commitment: str
    replaced: bool
    held: dict[str, Any] | None


def protocols(session: Session, slug: str) -> list[ProtocolView]:
    """Every protocol, the oldest first; none before the first close. Raises ``Unknown``."""
    kept = select(TEXT.c.value, TEXT.c.made_at, TEXT.c.commitment).where(_of(session, slug))
    rows = session.execute(kept.order_by(TEXT.c.id)).all()
    return [
        ProtocolView(
            number,
            row.made_at,
            row.commitment,
            number < len(rows),
            None if row.value is None else json.loads(row.value),
        )
        for number, row in enumerate(rows, 1)
    ]


def protocols_made(session: Session, slug: str) -> int:
    """How many there are."""
    return int(session.execute(select(func.count()).select_from(TEXT).where(_of(session, slug))).scalar_one())


def _of(session: Session, slug: str) -> Any:
    return (TEXT.c.sitting_id == sitting_id(session, slug)) & (TEXT.c.subject == SUBJECT)
