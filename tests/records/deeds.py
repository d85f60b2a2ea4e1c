"""Small write functions in the manner of the real ones, for the tests of the journal."""

import itertools
from datetime import UTC, datetime, timedelta

from app.records import channels
from app.records.tables import Question, Seat, Sitting
from app.records.transaction import Transaction
from app.records.vocabulary import CITIZEN, SYSTEM, Move, OutOfTurn

START = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)
SLUG = "kollektivtrafik"
PARTIES = ("C", "S", "M")

_seconds = itertools.count()


def clock() -> datetime:
    """A second later each time it is asked."""
    return START + timedelta(seconds=next(_seconds))


def create(tx: Transaction, slug: str = SLUG, *, rehearsal: bool = False) -> None:
    sitting = tx.add(
        Sitting(
            slug=slug,
            rehearsal=rehearsal,
            title="Bussarna",
            commission="Hur ska bussarna gå?",
            afterwards="Nämnden läser allt.",
            official="Enheten för dialog",
            contact="dialog@example.se",
            opens_at=START,
            live_at=START + timedelta(hours=1),
            intake_ends_at=START + timedelta(hours=2),
            ends_at=START + timedelta(hours=3),
            rules_version="1",
            created_at=tx.at,
        )
    )
    for order, code in enumerate(PARTIES):
        tx.add(
            Seat(sitting_id=sitting.id or 0, code=code, name=f"Parti {code}", colour="#123456", order=order)
        )
    tx.enter(sitting, "sitting", Move.CREATE, SYSTEM)
    tx.tell(channels.public(slug), channels.SITTING)


def ask(
    tx: Transaction,
    body: str | bytes = "När kommer bussen?",
    *,
    ticket: str = "",
    refuse: bool = False,
    slug: str = SLUG,
    name: str | None = None,
    flags: str = "",
) -> int:
    """Store a post as the intake does; ``refuse`` raises when all has been written, which must leave no trace."""
    sitting = tx.sitting(slug)
    number = tx.next_number(sitting)
    subject = channels.question(number)
    stored = body if isinstance(body, bytes) else body.encode()
    text = tx.keep_text(sitting, subject, "body", stored)
    signed = tx.keep_text(sitting, subject, "name", name.encode()) if name else None
    tx.insert(
        Question,
        sitting_id=sitting.id,
        number=number,
        receipt_hash=ticket or f"{slug}/{number}",
        code="ABCD",
        received_at=tx.at,
        body_id=text.id,
        name_id=signed.id if signed else None,
        flags=flags,
    )
    tx.enter(sitting, subject, Move.ASK, CITIZEN, {"lang": "sv"}, [text, signed] if signed else [text])
    tx.tell(channels.desk(slug), subject)
    if refuse:
        raise OutOfTurn("refused last")
    return number
