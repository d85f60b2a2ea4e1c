"""What staff say among themselves by the chat protocol: notes on posts, messages to parties. No record comes of any of it."""

from typing import Annotated, Literal

from pydantic import Field

from app.chat.message_form import Message, Number, Party


class Aside(Message):
    """Said among staff: nothing is entered, and it is swept after the close."""


class NoteOn(Aside):
    """Jot something down on a post, for the moderators."""

    do: Literal["note"]
    question: Number
    body: str


class RemoveNote(Aside):
    """Remove a note."""

    do: Literal["remove_note"]
    number: Number


class Tell(Aside):
    """Tell a party something that it is to say OK to, or several (a list of codes, or one text with spaces between)."""

    do: Literal["tell"]
    party: (
        Annotated[str, Field(min_length=1, max_length=1000)] | Annotated[list[Party], Field(max_length=100)]
    )
    body: str


class Acknowledge(Aside):
    """The party has read a message: OK."""

    do: Literal["acknowledge"]
    number: Number


class HandOver(Aside):
    """Leave a note for whoever moderates next."""

    do: Literal["hand_over"]
    body: str


class ReadHandover(Aside):
    """Such a note has been read."""

    do: Literal["read_handover"]
    number: Number


ASIDES = (NoteOn, RemoveNote, Tell, Acknowledge, HandOver, ReadHandover)
