"""The row beside a report's entry. It stores; it decides nothing."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from app.records.tables import moment, number_of


class Report(SQLModel, table=True):
    """That a reader reported the post ``question``, by which entry, and when that was settled. The words are a ``Text``."""

    __table_args__ = (UniqueConstraint("ticket"),)

    id: int | None = Field(default=None, primary_key=True)
    sitting_id: int = number_of("sitting", index=True)
    question: int
    ticket: str
    reason: str
    text_id: int | None = number_of("text", default=None)
    entry: int
    at: datetime = moment()
    settled_at: datetime | None = moment(default=None)


REPORT = SQLModel.metadata.tables["report"]
_TEXT = SQLModel.metadata.tables["text"]
