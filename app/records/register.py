"""Reads the register: posts with every text that is a record and with their history, in bulk. Drafts and notes are in neither."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session

from app.records.news import entries_about
from app.records.plain import TEXT
from app.records.questions import questions
from app.records.sittings import sitting_id
from app.records.views import EntryView, QuestionView

_LATER = TEXT.alias("later")
_REPLACED = select(_LATER.c.id).where(_LATER.c.replaces == TEXT.c.id).exists().label("replaced")


@dataclass(frozen=True, slots=True)
class TextView:
    """A text as it was received, published or sent. ``value`` is None where it was lawfully destroyed.

    ``field`` is ``body``, ``name``, ``words``, ``wording`` or ``answer/C``; ``replaced`` tells that a later one stands in its
    place, for that one's ``reason``.
    """

    field: str
    value: str | None
    commitment: str
    made_at: datetime
    reason: str | None
    replaced: bool


@dataclass(frozen=True, slots=True)
class Filed:
    """A post as the register has it."""

    question: QuestionView
    texts: tuple[TextView, ...]
    history: tuple[EntryView, ...]


def register(session: Session, slug: str, numbers: Collection[int] | None = None) -> list[Filed]:
    """The sitting's posts, published or not, in number order (R-05). Raises ``Unknown`` for the sitting."""
    found = questions(session, slug, numbers)
    subjects = [f"question/{each.number}" for each in found]
    written = texts(session, slug, subjects)
    made = entries_about(session, slug, subjects)
    return [
        Filed(each, tuple(written.get(subject, ())), tuple(made.get(subject, ())))
        for each, subject in zip(found, subjects, strict=True)
    ]


def texts(session: Session, slug: str, subjects: Collection[str]) -> dict[str, list[TextView]]:
    """The texts of these subjects, in the order in which they were made."""
    kept = (
        select(
            *(TEXT.c[name] for name in ("subject", "field", "value", "commitment", "made_at", "reason")),
            _REPLACED,
        )
        .where(TEXT.c.sitting_id == sitting_id(session, slug), TEXT.c.subject.in_(subjects))
        .order_by(TEXT.c.id)
    )
    found: dict[str, list[TextView]] = {}
    for row in session.execute(kept):
        value = None if row.value is None else row.value.decode()
        view = TextView(row.field, value, row.commitment, row.made_at, row.reason, bool(row.replaced))
        found.setdefault(row.subject, []).append(view)
    return found
