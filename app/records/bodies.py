"""Reads the posts of a sitting as they were received, by number: nothing else of them."""

from sqlalchemy import select
from sqlmodel import Session

from app.records.plain import QUESTION, TEXT
from app.records.sittings import sitting_id


def received_texts(session: Session, slug: str, after: int = 0) -> list[tuple[int, str]]:
    """Number and received text of every post after this number, in order; "" where it was lawfully destroyed. Raises ``Unknown``."""
    kept = (
        select(QUESTION.c.number, TEXT.c.value)
        .join(TEXT, TEXT.c.id == QUESTION.c.body_id)
        .where(QUESTION.c.sitting_id == sitting_id(session, slug), QUESTION.c.number > after)
    )
    rows = session.execute(kept.order_by(QUESTION.c.number))
    return [(number, "" if value is None else value.decode()) for number, value in rows]
