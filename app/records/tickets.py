"""Tickets of staff moves: what was answered is kept beside what was done, so that a resend does nothing twice (M12)."""

from app.records.log import Acknowledged
from app.records.news import acknowledged
from app.records.transaction import Transaction
from app.records.vocabulary import Actor


def answered(tx: Transaction, by: Actor, ticket: str) -> str | None:
    """What was answered to this actor's ticket; None if it has not been seen."""
    return acknowledged(tx.session, by.entered_as, ticket)


def acknowledge(tx: Transaction, by: Actor, ticket: str, answer: str) -> None:
    """Keep the answer in the same transaction as the move. Two at once: the second meets the key and looks again."""
    tx.add(Acknowledged(actor=by.entered_as, ticket=ticket, answer=answer, at=tx.at))
