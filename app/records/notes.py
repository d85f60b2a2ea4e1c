"""Keeps and reads the moderators' notes on posts. No record (TF 2:12): never entered, never exported, swept (R-19)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlmodel import Session

from app.records import asides
from app.records.plain import ACCOUNT, NOTE
from app.records.sittings import sitting_id
from app.records.tables import Question, Sitting
from app.records.transaction import Transaction


@dataclass(frozen=True, slots=True)
class NoteView:
    """A note on the post ``question``. ``who``: the name of the account, None where it is gone."""

    number: int
    question: int
    body: str
    at: datetime
    who: str | None


def kept(tx: Transaction, sitting: Sitting, question: Question, body: bytes, account: int | None) -> int:
    """Keep a note on the question and return its number in the sitting."""
    sitting.last_note += 1
    note = asides.Note(
        sitting_id=sitting.id or 0,
        number=sitting.last_note,
        question=question.number,
        body=body,
        account_id=account,
        at=tx.at,
    )
    tx.add(note)
    return note.number


def removed(tx: Transaction, sitting: Sitting, number: int) -> int | None:
    """Remove a note and return the number of the question it was on; None where it is gone already."""
    found = tx.session.execute(
        select(NOTE.c.id, NOTE.c.question).where(NOTE.c.sitting_id == sitting.id, NOTE.c.number == number)
    ).first()
    if found is None:
        return None
    tx.session.execute(NOTE.delete().where(NOTE.c.id == found.id))
    return int(found.question)


def notes(
    session: Session,
    slug: str,
    *,
    numbers: Collection[int] | None = None,
    question: int | None = None,
) -> list[NoteView]:
    """The notes of a sitting, oldest first: all, those with these numbers, or those on one question. Raises ``Unknown``."""
    wanted = select(NOTE, ACCOUNT.c.name.label("who")).select_from(
        NOTE.outerjoin(ACCOUNT, ACCOUNT.c.id == NOTE.c.account_id)
    )
    wanted = wanted.where(NOTE.c.sitting_id == sitting_id(session, slug))
    if numbers is not None:
        wanted = wanted.where(NOTE.c.number.in_(sorted(numbers)))
    if question is not None:
        wanted = wanted.where(NOTE.c.question == question)
    rows = session.execute(wanted.order_by(NOTE.c.number))
    return [NoteView(row.number, row.question, row.body.decode(), row.at, row.who) for row in rows]


def noted(session: Session, slug: str, questions: Collection[int] | None = None) -> dict[int, int]:
    """How many notes there are on each of these questions, or on any; those without are left out. Raises ``Unknown``."""
    counted = select(NOTE.c.question, func.count()).where(NOTE.c.sitting_id == sitting_id(session, slug))
    if questions is not None:
        counted = counted.where(NOTE.c.question.in_(sorted(questions)))
    return {row[0]: row[1] for row in session.execute(counted.group_by(NOTE.c.question))}
