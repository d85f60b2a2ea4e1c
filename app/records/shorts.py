"""Finds a sitting by its short address. Knows no other way in."""

from sqlalchemy import select
from sqlmodel import Session

from app.records.plain import SITTING
from app.records.vocabulary import Unknown


def slug_of(session: Session, short: str) -> str:
    """The slug of the sitting with this short address. Raises ``Unknown``."""
    found = session.execute(select(SITTING.c.slug).where(SITTING.c.short == short)).scalar()
    if found is None:
        raise Unknown("sitting")
    return str(found)


def short_is_taken(session: Session, short: str, *, but: str) -> bool:
    """Whether another sitting has this short address."""
    taken = select(SITTING.c.id).where(SITTING.c.short == short, SITTING.c.slug != but)
    return session.execute(taken).first() is not None
