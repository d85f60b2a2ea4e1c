"""What the server says, as models: the documentation is made of them and the tests hold every frame to them. Sends nothing."""

from typing import Annotated, Literal

from pydantic import AwareDatetime, Field

from app.chat.aside_sayings import NoteSaid, ToldSaid
from app.chat.place import Kind
from app.chat.sayings_of_things import (
    AnnouncementSaid,
    HereSaid,
    PieceSaid,
    QuestionSaid,
    ReceiptSaid,
    Saying,
    SittingSaid,
    WritingSaid,
)
from app.records.vocabulary import SittingState, State


class Acknowledged(Saying):
    """A move was made, or made before with the same ticket. Which of the fields are there depends on the move."""

    ack: str
    number: int | None = None
    version: int | None = None
    state: State | SittingState | None = None
    announcement: int | None = None
    note: int | None = None
    handover: int | None = None
    told: int | None = None
    absent: list[str] | None = None


class Received(Saying):
    """A post is stored: its number and its receipt."""

    ack: str
    number: int
    receipt: ReceiptSaid


class Followed(Saying):
    """A channel is followed. It stands at ``head``; what was told after the number given follows."""

    ack: str
    head: int
    epoch: str


class Refused(Saying):
    """A move was not made and left no trace. ``refused`` is the ticket, or null where none could be read.

    Where somebody else was first: ``question`` as it stands, or the version of the party's ``draft`` that stands.
    """

    refused: str | None
    code: Literal[
        "out_of_turn",
        "not_yours",
        "stale",
        "too_fast",
        "too_large",
        "malformed",
        "closed",
        "unknown",
        "unavailable",
    ]
    message: str
    question: QuestionSaid | None = None
    draft: int | None = None


class News(Saying):
    """News on a channel. Numbers grow; one that catches up gets each thing once, as it stands now, so they may skip."""

    channel: Kind
    seq: Annotated[int, Field(ge=1)]


class QuestionNews(News):
    """A question came or changed."""

    question: QuestionSaid


class DropNews(News):
    """A question is gone from this channel. On the public one with the kind of reason and the time, when it was unpublished."""

    drop: int
    reason: str | None = None
    at: AwareDatetime | None = None


class SittingNews(News):
    """The sitting changed."""

    sitting: SittingSaid


class AnnouncementNews(News):
    """The moderator tells everybody something."""

    announcement: AnnouncementSaid


class NoteNews(News):
    """A moderator's note on a post; for the desk."""

    note: NoteSaid


class DropNoteNews(News):
    """A note is gone."""

    drop_note: int


class ToldNews(News):
    """A moderator's message to parties, or that one of them has said OK; for the desk and those parties."""

    told: ToldSaid


class DropToldNews(News):
    """A message is gone."""

    drop_told: int


class Piece(Saying):
    """Comes before a question or an announcement that does not fit in one frame of 15 KB. It has no number of its own."""

    channel: Kind
    piece: PieceSaid


class Head(Saying):
    """A sign of life: where the channel stands."""

    channel: Kind
    head: int


class Present(Saying):
    """Who is here now, and what they have in hand. Ephemeral: it has no number and is stored nowhere."""

    channel: Kind
    here: list[HereSaid]


class AtWork(Saying):
    """Which parties write an answer now, for everybody. Ephemeral, like ``Present``; told again every 20 s while it stands."""

    channel: Kind
    writing: list[WritingSaid]


class Reload(Saying):
    """The number or epoch followed from is of another time: read everything anew, and follow from there."""

    channel: Kind
    reload: Literal[True]


EVERY = (
    *(Acknowledged, Received, Followed, Refused),
    *(
        QuestionNews,
        DropNews,
        SittingNews,
        AnnouncementNews,
        NoteNews,
        DropNoteNews,
        ToldNews,
        DropToldNews,
        News,
        Piece,
        Head,
        Present,
        AtWork,
        Reload,
    ),
)
