"""What each audience is shown of a thing, as frozen values for templates and frames alike. A field that is not here is not shown.

Times are moments in UTC, dates are dates. Texts are as stored: making them safe is the templates' matter.
"""

from dataclasses import dataclass
from datetime import date, datetime

from app.records.handovers import HandoverView
from app.records.pointing import About
from app.records.views import Counts, Load, SeatView, SittingView
from app.records.vocabulary import Actor, Capacity, Move, Role, SittingState, State
from app.routing.lifecycle import open_sitting_moves


@dataclass(frozen=True, slots=True)
class PublishedAnswer:
    """An answer as it stands on the page. ``name`` is who answers for it."""

    party: str
    name: str
    body: str
    at: datetime
    corrected_at: datetime | None


@dataclass(frozen=True, slots=True)
class PublicQuestion:
    """A question on the public page. ``body`` is its published wording, ``edited`` why that differs from what was received.

    ``askers`` counts it and what was merged into it. ``missed``: parties that sent no answer in time when all were asked.
    ``version`` is the one that is shown: a later one would tell of reports, and of what a party asks for.
    """

    number: int
    state: State
    version: int
    body: str
    name: str | None
    lang: str
    at: datetime
    follow_up_to: int | None
    parties: tuple[str, ...]
    position: int
    answers: tuple[PublishedAnswer, ...]
    published_at: datetime
    corrected_at: datetime | None
    edited: str | None
    askers: int
    missed: tuple[str, ...] = ()
    about: About | None = None


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """The dated line where a question was unpublished: when, and what kind of reason. No word of what it said."""

    number: int
    reason: str | None
    at: datetime
    follow_up_to: int | None
    position: int


@dataclass(frozen=True, slots=True)
class DeskAnswer:
    """One party's part in a question, as the moderator sees it. ``body`` is what is published, else what was sent."""

    party: str
    name: str
    body: str | None
    at: datetime | None
    asked: bool
    asked_at: datetime
    published: bool
    capacity: Capacity | None
    written_by: int | None
    corrected_at: datetime | None
    note: str | None
    returned_at: datetime | None
    hand_back_reason: str | None
    hand_back_words: str | None
    missed: bool = False
    proposed_at: datetime | None = None
    correction: str | None = None
    correction_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class DeskQuestion:
    """A question as the moderator sees it: all of it but drafts. ``body`` is what was received, ``shown`` what is or will be published."""

    number: int
    state: State
    version: int
    body: str
    shown: str
    name: str | None
    lang: str
    at: datetime
    wish: str | None
    follow_up_to: int | None
    root_state: State | None
    into: int | None
    into_state: State | None
    merged: tuple[int, ...]
    parties: tuple[str, ...]
    flags: tuple[str, ...]
    reason: str | None
    words: str | None
    to: str | None
    promised: date | None
    provision: str | None
    position: int | None
    answers: tuple[DeskAnswer, ...]
    code: str
    channel: str
    edited: str | None
    on_page: bool
    seen_at: datetime | None
    published_at: datetime | None
    corrected_at: datetime | None
    unpublished_at: datetime | None
    stated_at: datetime | None = None
    together: bool = False
    answers_by: datetime | None = None
    limit: int | None = None
    about: About | None = None


@dataclass(frozen=True, slots=True)
class PartyAnswer:
    """An answer that a party sees: its own as soon as it is sent, another's when it is published."""

    party: str
    name: str
    body: str
    at: datetime
    published: bool
    corrected_at: datetime | None


@dataclass(frozen=True, slots=True)
class PartyQuestion:
    """A question that a party is or was asked. ``own`` says whose view it is; the fields from ``asked`` on are its own part.

    ``body`` is the wording that is or will be published. ``wish`` is given only where it names the party itself.
    """

    number: int
    state: State
    version: int
    body: str
    name: str | None
    lang: str
    at: datetime
    wish: str | None
    follow_up_to: int | None
    parties: tuple[str, ...]
    promised: date | None
    position: int | None
    answers: tuple[PartyAnswer, ...]
    on_page: bool
    own: str
    asked: bool
    asked_at: datetime
    sent_at: datetime | None
    note: str | None
    returned_at: datetime | None
    hand_back_reason: str | None
    hand_back_words: str | None
    together: bool = False
    answers_by: datetime | None = None
    limit: int | None = None
    late: bool = False
    proposed_at: datetime | None = None
    correction: str | None = None
    correction_at: datetime | None = None
    correction_note: str | None = None
    about: About | None = None


@dataclass(frozen=True, slots=True)
class AskerQuestion:
    """A question as its asker sees it on the receipt: the own original text and what became of it, in every state."""

    number: int
    state: State
    version: int
    body: str
    name: str | None
    lang: str
    at: datetime
    wish: str | None
    follow_up_to: int | None
    into: int | None
    into_state: State | None
    parties: tuple[str, ...]
    reason: str | None
    words: str | None
    to: str | None
    promised: date | None
    position: int | None
    edited: str | None
    answers: tuple[PublishedAnswer, ...]
    code: str
    on_page: bool
    seen_at: datetime | None
    published_at: datetime | None
    corrected_at: datetime | None
    unpublished_at: datetime | None
    about: About | None = None


Seen = PublicQuestion | DeskQuestion | PartyQuestion | AskerQuestion


@dataclass(frozen=True, slots=True)
class SeenSitting:
    """A sitting with what a banner or a desk shows beside it. Only the desk is given loads, proposal and counts."""

    sitting: SittingView
    loads: dict[str, Load] | None = None
    proposal: str | None = None
    counts: Counts | None = None
    handovers: tuple[HandoverView, ...] | None = None
    reported: tuple[int, ...] = ()

    @property
    def state(self) -> SittingState:
        return self.sitting.state

    @property
    def seats(self) -> tuple[SeatView, ...]:
        return self.sitting.seats

    def share(self, code: str) -> int:
        """The party's part of all questions that parties were given, in whole per cent."""
        loads = self.loads or {}
        asked = sum(load.asked for load in loads.values())
        return round(100 * loads[code].asked / asked) if asked else 0

    @property
    def moves(self) -> list[Move]:
        """The moderator's moves on the sitting now: the buttons at the head of the desk."""
        return open_sitting_moves(self.sitting.state, Actor(Role.MODERATOR), paused=self.sitting.paused)
