"""Keeps the information pages' editions and what readers say about the service: texts of the installation, of no sitting. Judges nothing.

An edition is a ``Text`` of the subject ``information/about`` with its language as field, beside the one it replaces. A message is
a row with a number and texts of the subject ``feedback/7``.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlmodel import Session, col

from app.records.installation import Feedback
from app.records.tables import Text
from app.records.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Edition:
    """A page's text as it was published in one language. ``number`` counts from 1, page by page and language by language."""

    number: int
    text: str
    made_at: datetime
    commitment: str


@dataclass(frozen=True, slots=True)
class Said:
    """A reader's message. ``about`` and ``contact`` are empty where nothing was given; None: lawfully destroyed."""

    number: int
    lang: str
    at: datetime
    body: str | None
    about: str | None
    contact: str | None
    commitment: str


def about_page(page: str) -> str:
    """What entries call an information page."""
    return f"information/{page}"


def about_message(number: int) -> str:
    """What entries call a reader's message."""
    return f"feedback/{number}"


def editions(session: Session, page: str, lang: str) -> list[Edition]:
    """Every edition of the page in this language, the first one first."""
    rows = session.execute(_texts(about_page(page)).where(col(Text.field) == lang)).scalars()
    return [
        Edition(number, (row.value or b"").decode(), row.made_at, row.commitment)
        for number, row in enumerate(rows, 1)
    ]


def latest_text(tx: Transaction, page: str, lang: str) -> tuple[int, int | None]:
    """How many editions there are, and the latest one's number among all texts: what the next one replaces."""
    numbers = [
        row.id
        for row in tx.session.execute(_texts(about_page(page)).where(col(Text.field) == lang)).scalars()
    ]
    return len(numbers), numbers[-1] if numbers else None


def message_of(tx: Transaction, ticket: str) -> int | None:
    """The number of the message that was sent with this ticket, so that a resend is no second one."""
    return tx.session.execute(select(col(Feedback.number)).where(col(Feedback.ticket) == ticket)).scalar()


def next_message(tx: Transaction, ticket: str, lang: str) -> int:
    """Give a message its number. Only one write at a time numbers: the journal sees to that."""
    number = (tx.session.execute(select(func.max(col(Feedback.number)))).scalar() or 0) + 1
    tx.add(Feedback(number=number, ticket=ticket, lang=lang, at=tx.at))
    return number


def feedback(session: Session) -> list[Said]:
    """Every message, the latest first."""
    rows = session.execute(select(Feedback).order_by(col(Feedback.number).desc())).scalars().all()
    texts: dict[str, dict[str, Text]] = {}
    kept = select(Text).where(col(Text.sitting_id).is_(None), col(Text.subject).startswith("feedback/"))
    for text in session.execute(kept).scalars():
        texts.setdefault(text.subject, {})[text.field] = text
    return [_said(row, texts.get(about_message(row.number), {})) for row in rows]


def _said(row: Feedback, texts: dict[str, Text]) -> Said:
    body = texts["body"]
    return Said(
        number=row.number,
        lang=row.lang,
        at=row.at,
        body=_read(body),
        about=_read(texts.get("about")),
        contact=_read(texts.get("contact")),
        commitment=body.commitment,
    )


def _read(text: Text | None) -> str | None:
    if text is None:
        return ""
    return None if text.value is None else text.value.decode()


def _texts(subject: str) -> Select[Text]:
    kept = select(Text).where(col(Text.sitting_id).is_(None), col(Text.subject) == subject)
    return kept.order_by(col(Text.id))
