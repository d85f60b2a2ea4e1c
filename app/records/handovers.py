"""Keeps and reads what a moderator who leaves writes to the next. No record (TF 2:12): never entered, never exported, swept (R-19)."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, delete, func, literal_column, select, update
from sqlmodel import Session

from app.records import asides
from app.records.plain import ACCOUNT, HANDOVER
from app.records.prepared import Prepared
from app.records.sittings import sitting_id
from app.records.tables import Sitting
from app.records.transaction import Transaction

_READER = ACCOUNT.alias("reader")
_OF_SITTING = (
    select(HANDOVER, ACCOUNT.c.name.label("who"), _READER.c.name.label("reader"))
    .select_from(
        HANDOVER.outerjoin(ACCOUNT, ACCOUNT.c.id == HANDOVER.c.account_id).outerjoin(
            _READER, _READER.c.id == HANDOVER.c.read_by
        )
    )
    .where(HANDOVER.c.sitting_id == bindparam("sitting"))
)
# Made once: the desk asks for them with every piece of news.
_UNREAD = Prepared(_OF_SITTING.where(HANDOVER.c.read_at.is_(None)).order_by(HANDOVER.c.id))
_LATEST = Prepared(
    _OF_SITTING.where(HANDOVER.c.read_at.is_not(None))
    .order_by(HANDOVER.c.read_at.desc())
    .limit(literal_column("1"))
)


@dataclass(frozen=True, slots=True)
class HandoverView:
    """A note to whoever moderates next. ``who`` wrote it, ``reader`` has read it: names, None where the account is gone."""

    number: int
    body: str
    at: datetime
    who: str | None
    read_at: datetime | None
    reader: str | None


def kept(tx: Transaction, sitting: Sitting, body: bytes, account: int | None) -> int:
    """Keep a note and return its number."""
    note = asides.Handover(sitting_id=sitting.id or 0, body=body, account_id=account, at=tx.at)
    tx.add(note)
    return note.id or 0


def read(tx: Transaction, sitting: Sitting, number: int, account: int | None) -> bool | None:
    """Note that somebody has read it. False: it had been read; None: there is no such note here."""
    own = (HANDOVER.c.sitting_id == sitting.id, HANDOVER.c.id == number)
    found = tx.session.execute(select(HANDOVER.c.read_at).where(*own)).first()
    if found is None or found.read_at is not None:
        return None if found is None else False
    tx.session.execute(update(HANDOVER).where(*own).values(read_at=tx.at, read_by=account))
    return True


def count(tx: Transaction, sitting: Sitting) -> int:
    """How many are kept."""
    counted = select(func.count()).where(HANDOVER.c.sitting_id == sitting.id)
    return int(tx.session.execute(counted).scalar_one())


def remove(tx: Transaction, sitting: Sitting) -> None:
    """Take them away."""
    tx.session.execute(delete(HANDOVER).where(HANDOVER.c.sitting_id == sitting.id))


def handovers(session: Session, slug: str) -> tuple[HandoverView, ...]:
    """Those that nobody has read, oldest first, or else the one that was read last. Raises ``Unknown``."""
    within = {"sitting": sitting_id(session, slug)}
    rows = _UNREAD.found(session, within) or _LATEST.found(session, within)
    return tuple(
        HandoverView(row["id"], row["body"].decode(), row["at"], row["who"], row["read_at"], row["reader"])
        for row in rows
    )
