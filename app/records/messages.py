"""Keeps and reads what moderators tell parties about the work. No record (TF 2:12): never entered, never exported, swept (R-19)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlmodel import Session

from app.records import asides
from app.records.plain import ACCOUNT, GRANT, MESSAGE, MESSAGE_TO, SEAT, SIGN_IN
from app.records.sittings import sitting_id
from app.records.tables import Sitting
from app.records.transaction import Transaction
from app.records.vocabulary import Role

_BY = ACCOUNT.alias("by")


@dataclass(frozen=True, slots=True)
class ToldView:
    """One party that was told. ``absent``: nobody was signed in there then. ``who``: the name of whoever said OK."""

    party: str
    absent: bool
    acknowledged_at: datetime | None
    who: str | None


@dataclass(frozen=True, slots=True)
class MessageView:
    """A message with every party that it went to, in the order of the assembly. ``who``: the name of the moderator."""

    number: int
    body: str
    at: datetime
    who: str | None
    to: tuple[ToldView, ...]

    def told(self, party: str) -> ToldView | None:
        """What is known of one party; None where the message did not go to it."""
        return next((each for each in self.to if each.party == party), None)


def kept(
    tx: Transaction, sitting: Sitting, body: bytes, absent: Mapping[str, bool], account: int | None
) -> int:
    """Keep a message to the parties of ``absent`` and return its number in the sitting."""
    sitting.last_message += 1
    message = asides.Message(
        sitting_id=sitting.id or 0, number=sitting.last_message, body=body, account_id=account, at=tx.at
    )
    tx.add(message)
    for seat, nobody in absent.items():
        tx.add(asides.MessageTo(message_id=message.id or 0, seat=seat, absent=nobody))
    return message.number


def acknowledged(
    tx: Transaction, sitting: Sitting, number: int, seat: str, account: int | None
) -> bool | None:
    """Note that the seat has said OK. False: it had already; None: it was told no such thing."""
    of_seat = select(MESSAGE_TO.c.message_id, MESSAGE_TO.c.acknowledged_at).join(
        MESSAGE, MESSAGE.c.id == MESSAGE_TO.c.message_id
    )
    wanted = (MESSAGE.c.sitting_id == sitting.id, MESSAGE.c.number == number, MESSAGE_TO.c.seat == seat)
    found = tx.session.execute(of_seat.where(*wanted)).first()
    if found is None or found.acknowledged_at is not None:
        return None if found is None else False
    same = (MESSAGE_TO.c.message_id == found.message_id, MESSAGE_TO.c.seat == seat)
    tx.session.execute(update(MESSAGE_TO).where(*same).values(acknowledged_at=tx.at, acknowledged_by=account))
    return True


def present(session: Session, slug: str, since: datetime) -> frozenset[str]:
    """The seats to which somebody is signed in who has been seen ``since``. Asked at the moment when something is told."""
    here = (
        select(GRANT.c.seat)
        .join(SIGN_IN, SIGN_IN.c.account_id == GRANT.c.account_id)
        .join(ACCOUNT, ACCOUNT.c.id == GRANT.c.account_id)
        .where(GRANT.c.role == Role.POLITICIAN, GRANT.c.sitting == slug, GRANT.c.revoked_at.is_(None))
        .where(SIGN_IN.c.ended_at.is_(None), SIGN_IN.c.seen_at >= since, ACCOUNT.c.disabled_at.is_(None))
        .distinct()
    )
    return frozenset(session.execute(here).scalars())


def messages(
    session: Session, slug: str, *, numbers: Collection[int] | None = None, party: str | None = None
) -> list[MessageView]:
    """The messages of a sitting, oldest first: all, those with these numbers, or those to one party. Raises ``Unknown``.

    Whom else a message went to is in what is returned: what a party may see of it is decided where it is shown.
    """
    wanted = [MESSAGE.c.sitting_id == sitting_id(session, slug)]
    if numbers is not None:
        wanted.append(MESSAGE.c.number.in_(sorted(numbers)))
    if party is not None:
        to_it = select(MESSAGE_TO.c.message_id).where(MESSAGE_TO.c.seat == party)
        wanted.append(MESSAGE.c.id.in_(to_it))
    said = select(MESSAGE, ACCOUNT.c.name.label("who")).select_from(
        MESSAGE.outerjoin(ACCOUNT, ACCOUNT.c.id == MESSAGE.c.account_id)
    )
    rows = session.execute(said.where(*wanted).order_by(MESSAGE.c.number)).all()
    told = _told(session, [row.id for row in rows])
    return [
        MessageView(row.number, row.body.decode(), row.at, row.who, tuple(told.get(row.id, ())))
        for row in rows
    ]


def _told(session: Session, ids: Collection[int]) -> dict[int, list[ToldView]]:
    if not ids:
        return {}
    seats = MESSAGE.join(MESSAGE_TO, MESSAGE_TO.c.message_id == MESSAGE.c.id).outerjoin(
        SEAT, (SEAT.c.sitting_id == MESSAGE.c.sitting_id) & (SEAT.c.code == MESSAGE_TO.c.seat)
    )
    wanted = select(MESSAGE_TO, _BY.c.name.label("who")).select_from(
        seats.outerjoin(_BY, _BY.c.id == MESSAGE_TO.c.acknowledged_by)
    )
    found: dict[int, list[ToldView]] = {}
    for row in session.execute(
        wanted.where(MESSAGE_TO.c.message_id.in_(ids)).order_by(SEAT.c.order, MESSAGE_TO.c.seat)
    ):
        told = ToldView(row.seat, row.absent, row.acknowledged_at, row.who)
        found.setdefault(row.message_id, []).append(told)
    return found
