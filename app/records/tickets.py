"""Tickets of staff moves: what was answered is kept beside what was done, so that a resend does nothing twice (M12)."""

from sqlalchemy import bindparam, select

from app.records.plain import ACKNOWLEDGED
from app.records.prepared import Prepared
from app.records.transaction import Transaction
from app.records.vocabulary import Actor
from app.records.writing import insertion

_ANSWERED = Prepared(
    select(ACKNOWLEDGED.c.answer).where(
        ACKNOWLEDGED.c.actor == bindparam("actor"), ACKNOWLEDGED.c.ticket == bindparam("ticket")
    )
)


def answered(tx: Transaction, by: Actor, ticket: str) -> str | None:
    """What was answered to this actor's ticket; None if it has not been seen."""
    answer: str | None = _ANSWERED.value(tx.door, {"actor": by.entered_as, "ticket": ticket})
    return answer


def acknowledge(tx: Transaction, by: Actor, ticket: str, answer: str) -> None:
    """Keep the answer in the same transaction as the move. Two at once: the second meets the key and looks again."""
    kept = {"actor": by.entered_as, "ticket": ticket, "answer": answer, "at": tx.at}
    insertion(ACKNOWLEDGED).run(tx.door, kept)
