"""What every message of the chat protocol has in common, and the kinds of its fields. Knows no single message."""

from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

MOST_NUMBER = 2**53 - 1
"""The largest whole number that every JSON reader keeps exactly."""


def _ticket(value: str) -> str:
    """A UUID as it was written: the reply names it the same way."""
    UUID(value)
    return value


Ticket = Annotated[str, Field(min_length=36, max_length=36, json_schema_extra={"format": "uuid"})]
Number = Annotated[int, Field(ge=1, le=MOST_NUMBER)]
Version = Annotated[int, Field(ge=1, le=MOST_NUMBER)]
Party = Annotated[str, Field(min_length=1, max_length=40)]
Code = Annotated[str, Field(min_length=1, max_length=40)]


class Message(BaseModel):
    """Anything that can be said. ``ticket`` comes back with the reply."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, hide_input_in_errors=True)

    ticket: Annotated[Ticket, AfterValidator(_ticket)]


class OnQuestion(Message):
    """A move on a question, by its number. ``seen``: the version decided on; without it the move is tried as things stand."""

    question: Number
    seen: Version | None = None
