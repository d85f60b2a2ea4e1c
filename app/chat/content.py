"""Reads what a channel has told and what those things are now, in one snapshot. Knows no form and hides nothing."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from app.chat.alike import Alikes
from app.chat.desk_decided import Decided, decided
from app.chat.place import Kind, Place
from app.chat.seen import SeenSitting
from app.records import channels, messages, notes, pieces, queries, reports
from app.records.handovers import handovers
from app.records.materials import MaterialView, materials
from app.records.messages import MessageView
from app.records.notes import NoteView
from app.records.reading import Snapshot
from app.records.reports import ReportView
from app.records.shares import shares
from app.records.turns import last_turn
from app.records.views import AnnouncementView, QuestionView, SittingView
from app.routing.distribution import propose

MOST_THINGS = 64
"""How many things are read and finished at once: a snapshot is short, and all of them fit in a tail."""


@dataclass(frozen=True, slots=True)
class Content:
    """Things on a channel as they stand in one snapshot. What is not there is gone. ``like``: which earlier post one is very like,
    ``same``: which earlier one it repeats word for word,
    ``noted``: how many notes there are on one, ``reported``: what readers hold against one."""

    place: Place
    seen: SeenSitting
    questions: dict[int, QuestionView]
    announcements: dict[int, AnnouncementView]
    like: Mapping[int, int] = field(default_factory=dict)
    same: Mapping[int, int] = field(default_factory=dict)
    noted: Mapping[int, int] = field(default_factory=dict)
    reported: Mapping[int, tuple[ReportView, ...]] = field(default_factory=dict)
    decided: Mapping[int, Decided] = field(default_factory=dict)
    notes: Mapping[int, NoteView] = field(default_factory=dict)
    messages: Mapping[int, MessageView] = field(default_factory=dict)
    materials: tuple[MaterialView, ...] = ()

    @property
    def sitting(self) -> SittingView:
        return self.seen.sitting


@dataclass(frozen=True, slots=True)
class News:
    """What a channel has told up to ``upto``, where it stands, and what the things are."""

    head: int
    epoch: str
    upto: int
    things: tuple[tuple[int, str], ...]
    content: Content


def news(session: Snapshot, channel: str, after: int, alikes: Alikes | None = None) -> News:
    """What the channel has told after ``after``, at most 64 things of it, with their content. Raises ``Unknown``."""
    place = Place.named(channel)
    told = queries.news(session, channel, after)
    things = told.things[:MOST_THINGS]
    upto = things[-1][0] if len(told.things) > MOST_THINGS else told.head
    stands = content(session, place, [thing for _, thing in things], alikes)
    return News(told.head, told.epoch, upto, things, stands)


def heads(session: Snapshot, names: Collection[str]) -> tuple[str, dict[str, int]]:
    """The epoch, and where each of the channels stands."""
    return queries.epoch(session), queries.heads(session, names)


def seen_sitting(session: Snapshot, slug: str, *, desk: bool) -> SeenSitting:
    """The sitting; for the desk with each party's load, whose turn it is, and the counts (M15)."""
    sitting = queries.sitting(session, slug)
    if not desk:
        return SeenSitting(sitting)
    loads = shares(session, slug)
    seats = [seat.code for seat in sitting.seats]
    last = last_turn(session, slug)
    turn = propose(sitting.distribution, seats, loads, last_assigned=last, seed=sitting.lottery_seed)
    counts, left = queries.counts(session, slug), handovers(session, slug)
    return SeenSitting(sitting, loads, turn.party, counts, left, tuple(reports.waiting(session, slug)))


def content(session: Snapshot, place: Place, things: Iterable[str], alikes: Alikes | None = None) -> Content:
    """These things of the channel as they stand now. Raises ``Unknown`` for the sitting."""
    named = list(things)
    desk = place.kind is Kind.DESK and channels.SITTING in named
    announced = any(thing.startswith(("announcement/", "part/a")) for thing in named)
    numbers = {number for thing in named for number in questions_of(thing)}
    if place.kind is Kind.POST:
        numbers = {place.number}
    views = queries.questions(session, place.sitting, numbers)
    seen = seen_sitting(session, place.sitting, desk=desk)
    on_desk = place.kind is Kind.DESK
    of_desk = alikes if on_desk else None
    return Content(
        place=place,
        seen=seen,
        questions={view.number: view for view in views},
        announcements={
            each.number: each for each in (queries.announcements(session, place.sitting) if announced else ())
        },
        like=of_desk.earlier(session, place.sitting, views) if of_desk else {},
        same=of_desk.same(session, place.sitting, views) if of_desk else {},
        decided=decided(session, place.sitting, seen.state, numbers) if on_desk and numbers else {},
        materials=tuple(materials(session, place.sitting)) if channels.BESIDE in named else (),
        **_asides(session, place, named, numbers),
    )


def _asides(
    session: Snapshot, place: Place, named: Iterable[str], numbers: Collection[int]
) -> dict[str, Any]:
    """What staff have said among themselves: only at the desk and in panels, and only where it is told of."""
    if place.kind not in (Kind.DESK, Kind.PARTY):
        return {}
    told = _numbered(named, "message")
    found: dict[str, Any] = {}
    if told:
        said = messages.messages(session, place.sitting, numbers=told)
        found["messages"] = {each.number: each for each in said}
    if place.kind is Kind.DESK:
        if written := _numbered(named, "note"):
            jotted = notes.notes(session, place.sitting, numbers=written)
            found["notes"] = {each.number: each for each in jotted}
        found["noted"] = notes.noted(session, place.sitting, numbers) if numbers else {}
        found["reported"] = reports.waiting(session, place.sitting, numbers) if numbers else {}
    return found


def _numbered(named: Iterable[str], kind: str) -> set[int]:
    """The numbers of the things of one kind."""
    return {int(thing.partition("/")[2]) for thing in named if thing.startswith(f"{kind}/")}


def questions_of(thing: str) -> tuple[int, ...]:
    """The question that a thing shows, if it shows one."""
    part = pieces.part(thing)
    if part is not None:
        return () if part.of_announcement else (part.number,)
    kind, _, number = thing.partition("/")
    return (int(number),) if kind in ("question", "withdrawn") else ()
