"""What queries hand out: plain frozen values with texts decoded. They decide nothing and hide nothing: who may see what is
decided where they are shown (``app.chat.audience``)."""

from dataclasses import dataclass
from datetime import date, datetime

from app.records.pointing import About
from app.records.vocabulary import Capacity, Distribution, SittingState, State


@dataclass(frozen=True, slots=True)
class SeatView:
    """A party's chair."""

    code: str
    name: str
    colour: str
    site: str
    order: int
    member: str
    substitute: str
    helper: str


@dataclass(frozen=True, slots=True)
class Load:
    """What a party has had and has now, in numbers of questions (M15).

    ``median``: seconds from being asked to sending the answer, where it has been looked for.
    """

    asked: int = 0
    waiting: int = 0
    answered: int = 0
    published: int = 0
    promised: int = 0
    oldest_waiting: datetime | None = None
    median: int | None = None


@dataclass(frozen=True, slots=True)
class SittingView:
    """A sitting as it stands, with its seats in the order of the assembly."""

    slug: str
    rehearsal: bool
    state: SittingState
    paused: bool
    version: int
    title: str
    commission: str
    afterwards: str
    official: str
    contact: str
    feedback_by: date | None
    opens_at: datetime
    live_at: datetime
    intake_ends_at: datetime
    ends_at: datetime
    closed_at: datetime | None
    unattended_at: datetime | None
    swept_at: datetime | None
    words: str
    zone: str
    advised_length: int
    publish_at_once: bool
    approval: bool
    distribution: Distribution
    lottery_seed: str | None
    wishes: bool
    names: bool
    rules_version: str
    case_number: str | None
    created_at: datetime
    last_number: int
    tally: str | None
    seats: tuple[SeatView, ...]
    short: str | None = None
    stream: str = ""
    stream_by: str = ""
    on_screen: int | None = None

    @property
    def unattended(self) -> bool:
        """Whether no moderator is connected: what is answered waits."""
        return self.unattended_at is not None

    def seat(self, code: str) -> SeatView | None:
        """The chair of the party with this code; None where it has been removed."""
        return next((seat for seat in self.seats if seat.code == code), None)


@dataclass(frozen=True, slots=True)
class AnswerView:
    """One seat's part in a question. ``sent`` is the text sent and not yet published, ``body`` the published one."""

    party: str
    asked: bool
    asked_at: datetime
    sent: str | None
    sent_at: datetime | None
    written_by: int | None
    capacity: Capacity | None
    answers_for: str
    body: str | None
    published_at: datetime | None
    corrected_at: datetime | None
    note: str | None
    returned_at: datetime | None
    hand_back_reason: str | None
    hand_back_words: str | None
    missed: bool
    proposed_at: datetime | None
    proposed_by: int | None
    proposed_version: int | None
    correction: str | None
    correction_at: datetime | None
    correction_note: str | None


@dataclass(frozen=True, slots=True)
class QuestionView:
    """A question with everything that is known of it, for every audience.

    ``body`` is the received text, ``wording`` the published one where it differs, ``wording_draft`` what a moderator has
    prepared. ``root_state`` is the state of the thread's root for a follow-up. ``into`` is the end of the chain that a merged
    question leads to, with that one's ``into_state``; ``merged`` the numbers whose chains end in this one.
    """

    number: int
    version: int
    shown_version: int
    state: State
    code: str
    channel: str
    body: str
    name: str | None
    lang: str
    flags: tuple[str, ...]
    received_at: datetime
    stated_at: datetime | None
    seen_at: datetime | None
    wish: str | None
    follow_up_to: int | None
    root_state: State | None
    into: int | None
    into_state: State | None
    merged: tuple[int, ...]
    reason: str | None
    words: str | None
    referred_to: str | None
    promised_on: date | None
    provision: str | None
    together: bool
    answers_by: datetime | None
    answer_limit: int | None
    position: int | None
    wording: str | None
    wording_reason: str | None
    wording_draft: str | None
    published_at: datetime | None
    corrected_at: datetime | None
    unpublished_at: datetime | None
    answers: tuple[AnswerView, ...]
    about: About | None = None

    @property
    def shown(self) -> str:
        """The question as it stands, or will stand, on the page."""
        return self.body if self.wording is None else self.wording

    @property
    def on_page(self) -> bool:
        """Whether the public sees it: published, and its thread's root too."""
        return self.state is State.PUBLISHED and self.root_state in (None, State.PUBLISHED)

    @property
    def withdrawn(self) -> bool:
        """Whether a dated line stands in its place: unpublished, with its root still on the page."""
        return self.state is State.UNPUBLISHED and self.root_state in (None, State.PUBLISHED)

    @property
    def missed_by(self) -> tuple[str, ...]:
        """The parties that sent no answer in time when all were asked together."""
        return tuple(answer.party for answer in self.answers if answer.missed) if self.together else ()

    @property
    def correction_wanted(self) -> bool:
        """Whether a party asks for a new wording of what it has published."""
        return any(answer.correction is not None for answer in self.answers)

    @property
    def asked_of(self) -> tuple[str, ...]:
        """The parties that are asked now, in the order they were asked."""
        return tuple(answer.party for answer in self.answers if answer.asked)


@dataclass(frozen=True, slots=True)
class DraftView:
    """What a seat is writing. No record: only the seat itself sees it."""

    version: int
    body: str
    account: int | None
    at: datetime


@dataclass(frozen=True, slots=True)
class AnnouncementView:
    """Something the moderator has told every page."""

    number: int
    body: str
    at: datetime


@dataclass(frozen=True, slots=True)
class EntryView:
    """One entry, read back from its canonical bytes. ``who`` is the account's name where there is one."""

    seq: int
    at: datetime
    subject: str
    move: str
    role: str
    actor: str
    who: str | None
    facts: dict[str, str | int | bool | None]
    entry: bytes


@dataclass(frozen=True, slots=True)
class News:
    """What a channel has told after a number, each thing once with its latest number, and where the channel stands."""

    head: int
    epoch: str
    things: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """A sitting in numbers: every post has exactly one state (M19)."""

    received: int
    by_state: dict[State, int]
    by_reason: dict[str, int]
    merged: int
    promised: int
