"""A stage for the tests of the desk: a real journal on a real database, a clock that stands where it is put."""

import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session, SQLModel

from app.records import database, queries
from app.records.journal import Journal
from app.records.reading import Reading
from app.records.transaction import Transaction
from app.records.views import AnswerView, EntryView, QuestionView, SittingView
from app.records.vocabulary import (
    CITIZEN,
    SYSTEM,
    Actor,
    Capacity,
    DeclineReason,
    ReferTo,
    Refusal,
    Role,
    SittingState,
    State,
    UnpublishReason,
)
from app.routing import desk, panel, publishing, sittings
from app.routing.intake import Asked, ask
from app.routing.plans import Plan, SeatPlan
from app.routing.receipts import receipt

P = ParamSpec("P")
R = TypeVar("R")

SLUG = "bussarna"
OPENS = datetime(2026, 11, 24, 16, 0, tzinfo=UTC)
LIVE = OPENS + timedelta(hours=1)
INTAKE_ENDS = OPENS + timedelta(hours=2)
ENDS = OPENS + timedelta(hours=3)
PARTIES = ("C", "S", "M")

ORGANISER = Actor(Role.ORGANISER, account=1)
MOA = Actor(Role.MODERATOR, account=2, sitting=SLUG)
MALIK = Actor(Role.MODERATOR, account=3, sitting=SLUG)
REGISTRAR = Actor(Role.REGISTRAR, account=4)

SEATS = tuple(
    SeatPlan(code=code, name=f"Parti {code}", colour="#123456", site="https://example.se/", **names)
    for code, names in {
        "C": {"member": "Cecilia Centerfalk", "substitute": "Carl Ersättare", "helper": "Cim Hjälp"},
        "S": {"member": "Saga Sandberg"},
        "M": {},
    }.items()
)


def plan(slug: str = SLUG, **changes: Any) -> Plan:
    """A sitting that opens at four, goes live at five, closes its intake at six and ends at seven, UTC."""
    planned: dict[str, Any] = {
        "slug": slug,
        "title": "Bussarna i framtiden",
        "commission": "Hur ska bussarna gå?",
        "afterwards": "Nämnden läser allt som skrivs.",
        "official": "Enheten för dialog",
        "contact": "dialog@example.se",
        "opens_at": OPENS,
        "live_at": LIVE,
        "intake_ends_at": INTAKE_ENDS,
        "ends_at": ENDS,
    }
    return Plan(**{**planned, **changes})


def politician(seat: str, capacity: Capacity = Capacity.MEMBER) -> Actor:
    return Actor(Role.POLITICIAN, account=10 + ord(seat), sitting=SLUG, seat=seat, capacity=capacity)


@dataclass
class Clock:
    """Stands still until it is moved; every reading is a millisecond later than the one before."""

    now: datetime = OPENS - timedelta(days=7)

    def __call__(self) -> datetime:
        self.now += timedelta(milliseconds=1)
        return self.now


@dataclass
class Stage:
    """Verbs for the tests: each is one call of the journal, awaited."""

    journal: Journal
    reading: Reading
    clock: Clock
    rung: list[dict[str, int]]
    tickets: Any = field(default_factory=lambda: itertools.count(1))

    def do(self, fn: Callable[Concatenate[Transaction, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        return self.journal.submit(fn, *args, **kwargs).result(timeout=30)

    def refused(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Refusal:
        """The refusal that the move meets, after seeing that it left no trace."""
        before = self.everything()
        refusal = self.turned_away(fn, *args, **kwargs)
        assert self.everything() == before
        return refusal

    def turned_away(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Refusal:
        """The refusal that the move meets."""
        try:
            self.do(fn, *args, **kwargs)
        except Refusal as refusal:
            return refusal
        raise AssertionError(f"{fn} was let in")

    # -- what stands

    def everything(self) -> dict[str, list[tuple[Any, ...]]]:
        """Every row of every table, to see that nothing has changed."""
        return self.reading.look(rows_of_every_table)

    def sitting(self) -> SittingView:
        return self.reading.look(queries.sitting, SLUG)

    def question(self, number: int) -> QuestionView:
        return self.reading.look(queries.question, SLUG, number)

    def answer_of(self, number: int, party: str) -> AnswerView:
        return next(answer for answer in self.question(number).answers if answer.party == party)

    def entries(self, subject: str | None = None, log: str = SLUG) -> list[EntryView]:
        return self.reading.look(queries.entries, log, subject)

    def moves(self, number: int) -> list[str]:
        """The question's moves in order."""
        return [entry.move for entry in self.entries(f"question/{number}")]

    def facts(self, number: int) -> dict[str, Any]:
        """The facts of the question's last entry."""
        return dict(self.entries(f"question/{number}")[-1].facts)

    def draft(self, number: int, seat: str) -> str | None:
        found = self.reading.look(queries.draft, SLUG, number, seat)
        return None if found is None else found.body

    def head(self, channel: str) -> int:
        return self.reading.look(queries.head, f"{SLUG}/{channel}")

    def told(self, channel: str, after: int = 0) -> list[str]:
        """What the channel told after a number, each thing once, in the order of the latest numbers."""
        return [thing for _, thing in self.reading.look(queries.news, f"{SLUG}/{channel}", after).things]

    def kept_texts(self) -> list[bytes]:
        """The bytes of every text that is kept, in the order they were."""
        return self.reading.look(values_of_texts)

    # -- the sitting

    def plan(self, **changes: Any) -> None:
        self.do(sittings.create, plan(**changes), by=ORGANISER, seats=SEATS)

    def bring(self, state: SittingState) -> None:
        """Let the timekeeper bring the sitting to this state, each move when it falls due."""
        steps: Mapping[SittingState, tuple[Callable[..., Any], datetime, SittingState]] = {
            SittingState.PLANNED: (sittings.open_, OPENS, SittingState.OPEN),
            SittingState.OPEN: (sittings.go_live, LIVE, SittingState.LIVE),
            SittingState.LIVE: (sittings.close_intake, INTAKE_ENDS, SittingState.CLOSING),
            SittingState.CLOSING: (sittings.close, ENDS, SittingState.CLOSED),
            SittingState.CLOSED: (sittings.archive, ENDS + timedelta(days=30), SittingState.ARCHIVED),
        }
        now = self.sitting().state
        while now is not state:
            move, at, after = steps[now]
            self.clock.now = max(self.clock.now, at)
            by = ORGANISER if move is sittings.archive else SYSTEM
            self.do(move, SLUG, by=by)
            now = after

    # -- questions

    def ask(self, body: str = "När kommer bussen?", **how: Any) -> Asked:
        ticket = how.pop("ticket", None) or UUID(int=next(self.tickets))
        stored = body.encode()
        arrived = how.pop("arrived", None) or self.clock.now
        signed = receipt(b"k" * 32, SLUG, ticket, stored)
        by = how.pop("by", CITIZEN)
        return self.do(ask, SLUG, by=by, arrived=arrived, body=stored, receipt=signed, **how)

    def asked(self, body: str = "När kommer bussen?", **how: Any) -> int:
        return self.ask(body, **how).number

    def assigned(self, *parties: str, **how: Any) -> int:
        number = self.asked(**how)
        self.do(desk.assign, SLUG, number, parties or ("C",), by=MOA)
        return number

    def answered(self, *parties: str, **how: Any) -> int:
        number = self.assigned(*parties, **how)
        for party in parties or ("C",):
            self.do(panel.answer, SLUG, number, f"Svar från {party}.".encode(), by=politician(party))
        return number

    def published(self, *parties: str, **how: Any) -> int:
        number = self.answered(*parties, **how)
        if self.question(number).state is not State.PUBLISHED:
            self.do(publishing.publish, SLUG, number, by=MOA)
        return number

    def in_state(self, state: State) -> int:
        """The number of a question that stands there."""
        makers: Mapping[State, Callable[[], int]] = {
            State.RECEIVED: self.asked,
            State.HELD: lambda: self._then(self.asked(), desk.hold),
            State.ASSIGNED: self.assigned,
            State.ANSWERED: self.answered,
            State.PUBLISHED: self.published,
            State.UNPUBLISHED: lambda: self._then(
                self.published(), publishing.unpublish, UnpublishReason.PRIVACY
            ),
            State.DECLINED: lambda: self._then(self.asked(), desk.decline, DeclineReason.OFF_TOPIC),
            State.MERGED: lambda: self._then(self.asked(), desk.merge, self.asked()),
            State.REFERRED: lambda: self._then(self.asked(), desk.refer, ReferTo.CUSTOMER_SERVICE),
            State.LAPSED: lambda: self._then(self.asked(), desk.lapse),
        }
        return makers[state]()

    def _then(self, number: int, fn: Callable[..., Any], *args: Any) -> int:
        self.do(fn, SLUG, number, *args, by=MOA)
        return number


def rows_of_every_table(session: Session) -> dict[str, list[tuple[Any, ...]]]:
    tables = SQLModel.metadata.sorted_tables
    return {
        table.name: [tuple(row) for row in session.connection().execute(table.select())] for table in tables
    }


def values_of_texts(session: Session) -> list[bytes]:
    return [
        value or b"" for (value,) in session.connection().execute(text("SELECT value FROM text ORDER BY id"))
    ]


def on(path: Path) -> tuple[Stage, Callable[[], None]]:
    """A stage on the SQLite database at ``path``, and what takes it down."""
    return at(f"sqlite:///{path}")


def at(url: str) -> tuple[Stage, Callable[[], None]]:
    """A stage on the database at ``url``, and what takes it down."""
    clock, rung = Clock(), []
    engine = database.writer(url)
    reading = Reading(database.reader(url))
    journal = Journal(engine, clock=clock, ring=lambda heads: rung.append(dict(heads)))

    def strike() -> None:
        journal.close()
        reading.close()
        engine.dispose()

    return Stage(journal, reading, clock, rung), strike
