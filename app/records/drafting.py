"""What a seat is writing, kept while it is written. No record (TF 2:12): never entered, never exported, swept (R-19)."""

from sqlalchemy import bindparam, select
from sqlmodel import Session

from app.records.finding import Finding
from app.records.plain import DRAFT, QUESTION
from app.records.sittings import sitting_id
from app.records.tables import Answer, Draft, Question
from app.records.transaction import Transaction
from app.records.views import DraftView

_DRAFT = Finding(
    Draft,
    select(DRAFT).where(DRAFT.c.question_id == bindparam("question"), DRAFT.c.seat == bindparam("seat")),
)


def found(tx: Transaction, question: Question, seat: str) -> Draft | None:
    """The seat's draft on the question, if it has one."""
    return _DRAFT.first(tx.session, tx.door, {"question": question.id, "seat": seat})


def kept(tx: Transaction, question: Question, seat: str, body: bytes, account: int | None) -> int:
    """Keep ``body`` as the seat's draft and return the draft's new version, which starts at 1."""
    draft = found(tx, question, seat)
    if draft is None:
        draft = Draft(question_id=question.id or 0, seat=seat, version=0, body=b"", at=tx.at)
    draft.version, draft.body, draft.account_id, draft.at = draft.version + 1, body, account, tx.at
    tx.add(draft)
    return draft.version


def sent(tx: Transaction, question: Question, seat: str) -> None:
    """The draft has become a sent answer: nothing is left of it here."""
    draft = found(tx, question, seat)
    if draft is not None:
        tx.session.delete(draft)
        tx.session.flush()


def given_back(tx: Transaction, question: Question, answer: Answer) -> None:
    """What a seat had sent is its draft again, unless it has begun a new one: nothing written is lost."""
    if answer.body is not None and found(tx, question, answer.seat) is None:
        kept(tx, question, answer.seat, answer.body, answer.written_by)


def draft(session: Session, slug: str, number: int, seat: str) -> DraftView | None:
    """What a seat is writing, if anything. Never a record; only the seat itself may see it."""
    written = (
        select(DRAFT.c.version, DRAFT.c.body, DRAFT.c.account_id, DRAFT.c.at)
        .join(QUESTION, QUESTION.c.id == DRAFT.c.question_id)
        .where(
            QUESTION.c.sitting_id == sitting_id(session, slug),
            QUESTION.c.number == number,
            DRAFT.c.seat == seat,
        )
    )
    row = session.execute(written).first()
    return DraftView(row.version, row.body.decode(), row.account_id, row.at) if row else None
