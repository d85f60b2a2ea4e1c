"""The rows of what belongs to the whole installation and to no sitting. A row decides nothing."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from app.records.tables import moment


class Feedback(SQLModel, table=True):
    """That somebody has said something about how the service works for them. What was said stands in texts."""

    number: int = Field(primary_key=True)
    ticket: str = Field(unique=True)
    lang: str
    at: datetime = moment()
