"""What the server says, as models: the documentation is made of them and the tests hold every frame to them. Sends nothing."""

from datetime import date
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from app.chat.place import Kind
from app.records.vocabulary import Distribution, SittingState, State


class Saying(BaseModel):
    """Anything that the server says. A field that this actor may not see is absent."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class ReceiptSaid(Saying):
    """The code is for talking to staff; the address is secret and shows what becomes of the question."""

    code: str
    url: str


class Acknowledged(Saying):
    """A move was made, or made before with the same ticket. Which of the fields are there depends on the move."""

    ack: str
    number: int | None = None
    version: int | None = None
    state: State | SittingState | None = None
    announcement: int | None = None


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


class AnswerSaid(Saying):
    """An answer. ``at``: when it was published, else when it was sent."""

    party: str
    name: str
    body: str | None = None
    at: AwareDatetime | None


class QuestionSaid(Saying):
    """A question as it stands. ``pieces``: texts that were told before it, and in how many pieces each."""

    number: int
    state: State
    version: int
    body: str | None = None
    name: str | None
    lang: str
    at: AwareDatetime
    wish: str | None = None
    follow_up_to: int | None = None
    into: int | None = None
    parties: list[str] = []
    flags: list[str] = []
    reason: str | None = None
    words: str | None = None
    to: str | None = None
    promised: date | None = None
    provision: str | None = None
    note: str | None = None
    position: int | None = None
    answers: list[AnswerSaid] = []
    pieces: dict[str, int] = {}


class Refused(Saying):
    """A move was not made and left no trace. ``refused`` is the ticket, or null where none could be read."""

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


class LoadSaid(Saying):
    """What a party has had and has now, in numbers of questions."""

    asked: int
    waiting: int
    answered: int
    published: int
    promised: int
    oldest_waiting: AwareDatetime | None


class CountsSaid(Saying):
    """The sitting's posts in numbers."""

    received: int
    by_state: dict[State, int]


class SeatSaid(Saying):
    """A party's chair."""

    code: str
    name: str
    colour: str
    site: str
    member: str


class SittingSaid(Saying):
    """A sitting as it stands. Loads, proposal (whose turn it is) and counts are for the desk."""

    slug: str
    title: str
    state: SittingState
    paused: bool
    version: int
    opens_at: AwareDatetime
    live_at: AwareDatetime
    intake_ends_at: AwareDatetime
    ends_at: AwareDatetime
    zone: str
    advised_length: int
    distribution: Distribution
    publish_at_once: bool
    wishes: bool
    names: bool
    rehearsal: bool
    seats: list[SeatSaid]
    loads: dict[str, LoadSaid] | None = None
    proposal: str | None = None
    counts: CountsSaid | None = None


class AnnouncementSaid(Saying):
    """Something the moderator tells every page."""

    number: int
    body: str | None = None
    at: AwareDatetime
    pieces: dict[str, int] = {}


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


class PieceSaid(Saying):
    """A piece of a text: ``of`` is ``question``, ``announcement``, ``words``, ``note`` or the code of a party that answers."""

    question: int | None = None
    announcement: int | None = None
    of: str
    index: int
    body: str


class Piece(Saying):
    """Comes before a question or an announcement that does not fit in one frame of 15 KB. It has no number of its own."""

    channel: Kind
    piece: PieceSaid


class Head(Saying):
    """A sign of life: where the channel stands."""

    channel: Kind
    head: int


class Reload(Saying):
    """The number or epoch followed from is of another time: read everything anew, and follow from there."""

    channel: Kind
    reload: Literal[True]


EVERY = (
    *(Acknowledged, Received, Followed, Refused),
    *(QuestionNews, DropNews, SittingNews, AnnouncementNews, News, Piece, Head, Reload),
)
