"""Small write functions in the manner of the real ones, for the tests of the journal."""

import itertools
from datetime import UTC, datetime, timedelta

from app.records import channels
from app.records.tables import Announcement, Answer, Draft, Question, Seat, Sitting
from app.records.transaction import Transaction
from app.records.vocabulary import CITIZEN, SYSTEM, Actor, Move, OutOfTurn, Role, State

START = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)
SLUG = "kollektivtrafik"
PARTIES = ("C", "S", "M")

MODERATOR = Actor(Role.MODERATOR, account=1)

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


def assign(tx: Transaction, number: int, *parties: str, slug: str = SLUG) -> None:
    sitting = tx.sitting(slug)
    question = tx.question(sitting, number)
    question.state = State.ASSIGNED
    for party in parties:
        tx.add(Answer(question_id=question.id or 0, seat=party, asked_at=tx.at))
    facts = {"from": State.RECEIVED, "to": State.ASSIGNED, "parties": " ".join(parties)}
    tx.enter(sitting, channels.question(number), Move.ASSIGN, MODERATOR, facts)
    tx.tell(channels.desk(slug), channels.question(number))


def draft(tx: Transaction, number: int, party: str, body: str, *, slug: str = SLUG) -> None:
    question = tx.question(tx.sitting(slug), number)
    tx.add(Draft(question_id=question.id or 0, seat=party, body=body.encode(), at=tx.at))


def send(tx: Transaction, number: int, party: str, body: str, *, note: str = "", slug: str = SLUG) -> None:
    """What a party sends is a draft inside the authority; with a note the moderator has returned it."""
    question = tx.question(tx.sitting(slug), number)
    answer = next(each for each in tx.answers(question) if each.seat == party)
    answer.body, answer.sent_at = body.encode(), tx.at
    if note:
        answer.note, answer.returned_at = note.encode(), tx.at


def publish(tx: Transaction, number: int, /, *, slug: str = SLUG, **answers: str) -> None:
    sitting = tx.sitting(slug)
    question = tx.question(sitting, number)
    question.state, question.published_at = State.PUBLISHED, tx.at
    question.position = tx.next_position(sitting)
    kept = []
    for answer in tx.answers(question):
        if answer.seat in answers:
            text = tx.keep_text(
                sitting, channels.question(number), f"answer/{answer.seat}", answers[answer.seat].encode()
            )
            answer.text_id, answer.body, answer.published_at = text.id, None, tx.at
            kept.append(text)
    tx.enter(sitting, channels.question(number), Move.PUBLISH, MODERATOR, {"to": State.PUBLISHED}, kept)
    tx.tell(channels.public(slug), channels.question(number))


def change(tx: Transaction, number: int, /, *, slug: str = SLUG, **fields: object) -> None:
    """Set fields of a question as they are, for what the queries make of them."""
    question = tx.question(tx.sitting(slug), number)
    for name, value in fields.items():
        setattr(question, name, value)
    tx.add(question)


def announce(tx: Transaction, body: str, *, slug: str = SLUG) -> int:
    sitting = tx.sitting(slug)
    number = tx.next_announcement(sitting)
    text = tx.keep_text(sitting, channels.announcement(number), "announcement", body.encode())
    tx.add(Announcement(sitting_id=sitting.id or 0, number=number, text_id=text.id or 0, at=tx.at))
    tx.enter(sitting, channels.announcement(number), Move.ANNOUNCE, MODERATOR, {}, [text])
    return number
