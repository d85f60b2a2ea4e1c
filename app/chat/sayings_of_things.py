"""The things that the server speaks of, as models: questions, sittings, people. What is said of them is in ``sayings``."""

from datetime import date

from pydantic import AwareDatetime, BaseModel, ConfigDict

from app.chat.presence import Doing
from app.records.vocabulary import Distribution, SittingState, State


class Saying(BaseModel):
    """Anything that the server says. A field that this actor may not see is absent."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class ReceiptSaid(Saying):
    """The code is for talking to staff; the address is secret and shows what becomes of the question."""

    code: str
    url: str


class AnswerSaid(Saying):
    """An answer. ``at``: when it was published, else when it was sent."""

    party: str
    name: str
    body: str | None = None
    at: AwareDatetime | None


class QuestionSaid(Saying):
    """A question as it stands. ``pieces``: texts that were told before it, and in how many pieces each.

    ``version``: what a move is decided on; the public is told the one that is shown.
    """

    number: int
    state: State
    version: int
    body: str | None = None
    name: str | None
    lang: str
    at: AwareDatetime
    wish: str | None = None
    follow_up_to: int | None = None
    about: int | None = None
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
    channel: str | None = None
    together: bool | None = None
    answers_by: AwareDatetime | None = None
    limit: int | None = None
    missed: list[str] = []
    answers: list[AnswerSaid] = []
    pieces: dict[str, int] = {}


class LoadSaid(Saying):
    """What a party has had and has now, in numbers of questions."""

    asked: int
    waiting: int
    answered: int
    published: int
    promised: int
    oldest_waiting: AwareDatetime | None
    median: int | None


class ShareSaid(Saying):
    """A party's part once the sitting is closed: what it was asked, what of it is published, seconds to an answer (median)."""

    code: str
    asked: int
    published: int
    median: int | None


class NumbersSaid(Saying):
    """What became of the posts, in numbers for everybody, told now and then. ``reasons``: of the declined."""

    at: AwareDatetime
    received: int
    published: int
    merged: int
    referred: int
    declined: int
    unpublished: int
    lapsed: int
    promised: int
    waiting: int
    reasons: dict[str, int]
    parties: list[ShareSaid]
    overrides: dict[str, int]


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


class HandoverSaid(Saying):
    """What a moderator who left wrote to the next; ``reader`` has read it."""

    number: int
    body: str
    at: AwareDatetime
    who: str | None
    read_at: AwareDatetime | None
    reader: str | None


class SittingSaid(Saying):
    """A sitting as it stands. Loads, proposal (whose turn it is) and counts are for the desk."""

    slug: str
    title: str
    state: SittingState
    paused: bool
    unattended: bool
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
    numbers: NumbersSaid | None = None
    loads: dict[str, LoadSaid] | None = None
    proposal: str | None = None
    counts: CountsSaid | None = None
    handovers: list[HandoverSaid] | None = None


class AnnouncementSaid(Saying):
    """Something the moderator tells every page."""

    number: int
    body: str | None = None
    at: AwareDatetime
    pieces: dict[str, int] = {}


class PieceSaid(Saying):
    """A piece of a text: ``of`` is ``question``, ``announcement``, ``words``, ``note`` or the code of a party that answers."""

    question: int | None = None
    announcement: int | None = None
    of: str
    index: int
    body: str


class WritingSaid(Saying):
    """A party that writes an answer now, and to which question."""

    party: str
    number: int


class HereSaid(Saying):
    """Somebody who is here. ``over``: they took the question over from another; nobody is kept from it all the same."""

    account: int
    who: str
    doing: Doing
    number: int | None
    since: AwareDatetime
    over: bool
