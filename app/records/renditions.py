"""Finds the texts that stand: which of a subject's texts in a field is the latest. Knows no move."""

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
