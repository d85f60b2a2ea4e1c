"""The rows of what was done: entries in logs, notices on channels, acknowledged tickets. Append-only; decides nothing."""

from datetime import datetime

from sqlalchemy import Index, LargeBinary
from sqlmodel import Field, SQLModel

from app.records.tables import moment

INSTALLATION = "installation"


class Log(SQLModel, table=True):
    """A line of entries: one per sitting (named by its slug) and one for the installation."""

    name: str = Field(primary_key=True)
    seq: int = 0
    rehearsal: bool = False


class Entry(SQLModel, table=True):
    """One move as it happened, in canonical JSON. Never updated, never deleted (R-47)."""

    __table_args__ = (
        # With the number, or a history would be looked for in the whole log, which is in order.
        Index("ix_entry_log_subject_seq", "log", "subject", "seq"),
        Index("ix_entry_log_move_seq", "log", "move", "seq"),
    )

    log: str = Field(primary_key=True)
    seq: int = Field(primary_key=True)
    subject: str
    move: str
    at: datetime = moment()
    entry: bytes = Field(sa_type=LargeBinary)


class Channel(SQLModel, table=True):
    """A stream of notices and the number of its latest."""

    name: str = Field(primary_key=True)
    seq: int = 0


class Notice(SQLModel, table=True):
    """That a thing changed, as told on one channel. Numbers have no gaps."""

    channel: str = Field(primary_key=True)
    seq: int = Field(primary_key=True)
    thing: str


class Acknowledged(SQLModel, table=True):
    """A staff move's ticket with what was answered, so that a resend is acknowledged again and done once (M12)."""

    actor: str = Field(primary_key=True)
    ticket: str = Field(primary_key=True)
    answer: str
    at: datetime = moment()


class Mark(SQLModel, table=True):
    """A named fact about this database, such as the ``epoch`` that changes only when a backup is restored."""

    name: str = Field(primary_key=True)
    value: str
