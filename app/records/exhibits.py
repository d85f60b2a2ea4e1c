"""The rows of what is shown with a sitting: pictures and plans (M34). What they show is kept as texts; a row decides nothing."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from app.records.tables import moment, number_of


class Material(SQLModel, table=True):
    """A picture or a plan. Its bytes, title and text alternative are ``Text`` rows, so they are committed to and never changed."""

    __table_args__ = (UniqueConstraint("sitting_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    sitting_id: int = number_of("sitting")
    number: int
    kind: str
    width: int = 0
    height: int = 0
    size: int
    place: int
    title_id: int = number_of("text")
    alternative_id: int = number_of("text")
    content_id: int = number_of("text")
    added_at: datetime = moment()
    removed_at: datetime | None = moment(default=None)
