"""Reads a sitting's seats whether in use or not, and whether one was ever asked. Knows no rule about who may sit there."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from app.records.tables import Answer, Question, Seat, Sitting


def every_seat(session: Session, sitting: Sitting) -> Sequence[Seat]:
    """The seats, also those taken away, in the order of the assembly."""
    return session.exec(select(Seat).where(Seat.sitting_id == sitting.id).order_by(col(Seat.order))).all()


def was_asked(session: Session, sitting: Sitting, code: str) -> bool:
    """Whether the party is or ever was asked a question in the sitting."""
    asked = select(Answer.id).join(Question, col(Question.id) == col(Answer.question_id))
    of_it = asked.where(Question.sitting_id == sitting.id, Answer.seat == code)
    return session.exec(of_it.limit(1)).first() is not None
