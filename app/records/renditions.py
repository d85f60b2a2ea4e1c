"""Finds the texts that stand: which of a subject's texts in a field is the latest. Knows no move."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from app.records.tables import Sitting, Text


def latest(session: Session, sitting: Sitting, subject: str, field: str) -> int | None:
    """The row number of the latest text in this field, which the next one replaces."""
    kept = select(Text.id).where(Text.sitting_id == sitting.id, Text.subject == subject, Text.field == field)
    return session.exec(kept.order_by(col(Text.id).desc()).limit(1)).first()


def replaced(session: Session, text_id: int) -> bytes:
    """The bytes that this text stands in place of; empty when they were lawfully destroyed, or it replaces none."""
    before = session.get_one(Text, text_id).replaces
    return b"" if before is None else session.get_one(Text, before).value or b""


@dataclass(frozen=True, slots=True)
class Wording:
    """A text that stands or has stood: what it said, when it was made, and why it came in place of the one before."""

    value: str
    made_at: datetime
    reason: str | None


def wordings(session: Session, slug: str, number: int, field: str) -> tuple[Wording, ...]:
    """The wordings of a question (``wording``) or of a party's published answer (``answer/C``), from the first to the one that stands.

    A question's first is what was received. What came before a text that was lawfully destroyed is left out with it.
    """
    texts = {
        text.id: text
        for text in session.exec(
            select(Text)
            .join(Sitting, col(Sitting.id) == Text.sitting_id)
            .where(Sitting.slug == slug, Text.subject == f"question/{number}")
        )
    }
    of_field = [text for text in texts.values() if text.field == field]
    at = max(of_field, key=lambda text: text.id or 0, default=None)
    found: list[Wording] = []
    while at is not None and at.value is not None:
        found.append(Wording(at.value.decode(), at.made_at, at.reason))
        at = texts.get(at.replaces)
    return tuple(reversed(found))
