"""The rows of what is said at work and is no record (TF 2:12): notes on posts, messages to parties. A row decides nothing."""

from datetime import datetime

from sqlalchemy import LargeBinary, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.records.tables import moment, number_of


class Note(SQLModel, table=True):
    """What a moderator has jotted down on a post, for the others at the desk. In neither register nor export, swept (R-19)."""

    __table_args__ = (UniqueConstraint("sitting_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    sitting_id: int = number_of("sitting")
    number: int
    question: int
    body: bytes = Field(sa_type=LargeBinary)
    account_id: int | None = None
    at: datetime = moment()


class Message(SQLModel, table=True):
    """What a moderator has told parties about how the work goes. In neither register nor export, swept (R-19)."""

    __table_args__ = (UniqueConstraint("sitting_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    sitting_id: int = number_of("sitting")
    number: int
    body: bytes = Field(sa_type=LargeBinary)
    account_id: int | None = None
    at: datetime = moment()


class MessageTo(SQLModel, table=True):
    """That a seat was told, and who in it has said OK. ``absent``: nobody was signed in to the seat when it was told."""

    message_id: int = Field(foreign_key="message.id", primary_key=True)
    seat: str = Field(primary_key=True)
    absent: bool = False
    acknowledged_at: datetime | None = moment(default=None)
    acknowledged_by: int | None = None


class Handover(SQLModel, table=True):
    """What a moderator who leaves has written to the next, and who has read it. In neither register nor export, swept (R-19)."""

    id: int | None = Field(default=None, primary_key=True)
    sitting_id: int = number_of("sitting", index=True)
    body: bytes = Field(sa_type=LargeBinary)
    account_id: int | None = None
    at: datetime = moment()
    read_at: datetime | None = moment(default=None)
    read_by: int | None = None
