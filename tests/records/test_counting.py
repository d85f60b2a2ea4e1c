"""The numbers that are brought up to date by what has changed are those of a count from nothing, on either database."""

import random
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlmodel import Session

from app.records import channels, queries
from app.records.counting import MOST_TOLD, Counting
from app.records.journal import Journal
from app.records.log import Mark
from app.records.reading import Reading
from app.records.transaction import Transaction
from app.records.views import Counts
from app.records.vocabulary import SittingState, State, Unknown
from tests.records import deeds
from tests.records.conftest import Database

SLUG = deeds.SLUG
REASONS = (None, "tone", "off_topic", "mistake")


@pytest.fixture
def journal(database: Database) -> Journal:
    journal = database.journal()
    journal.submit(deeds.create).result()
    return journal


def from_nothing(session: Session) -> Counts:
    """The count of somebody who remembers nothing, and goes through every post."""
    remembered = session.info.pop(Counting)
    try:
        counted = queries.counts(session, SLUG)
    finally:
        session.info[Counting] = remembered
    assert counted == one_by_one(session)
    return counted


def one_by_one(session: Session) -> Counts:
    views = queries.questions(session, SLUG)
    by_state = {state: sum(view.state is state for view in views) for state in State}
    reasons = Counter(view.reason for view in views if view.state is State.DECLINED and view.reason)
    promised = sum(view.state is State.ASSIGNED and view.promised_on is not None for view in views)
    return Counts(len(views), by_state, dict(sorted(reasons.items())), by_state[State.MERGED], promised)


def ask(tx: Transaction, posts: int) -> None:
    for _ in range(posts):
        deeds.ask(tx)


def change(tx: Transaction, number: int, state: State, reason: str | None, promised: bool) -> None:
    """A move, as the desk is told of it."""
    day = date(2026, 12, 1) if promised else None
    deeds.change(tx, number, state=state, reason=reason, promised_on=day)
    tx.tell(channels.desk(SLUG), channels.question(number), channels.SITTING)


def by_chance(journal: Journal, chance: random.Random) -> None:
    """Some posts, or some moves on them, in a transaction each; now and then a great many."""
    posts = journal.submit(lambda tx: tx.sitting(SLUG).last_number).result()
    if not posts or chance.random() < 0.3:
        journal.submit(ask, chance.choice((1, 2, 30))).result()
        return
    for _ in range(chance.choice((1, 1, 2, 9))):
        kind = chance.choice(list(State)), chance.choice(REASONS), chance.random() < 0.4
        journal.submit(change, chance.randint(1, posts), *kind).result()


def close(tx: Transaction, state: SittingState) -> None:
    tx.sitting(SLUG).state = state


@pytest.mark.parametrize("state", [SittingState.LIVE, SittingState.CLOSED, SittingState.ARCHIVED])
def test_after_every_change_the_numbers_are_those_of_a_count_from_nothing(
    database: Database, journal: Journal, state: SittingState
):
    chance = random.Random(state.value)
    journal.submit(close, state).result()
    often, seldom = database.reading(), database.reading()

    for step in range(60):
        by_chance(journal, chance)
        readers = (often, seldom) if step % 13 == 0 else (often,)
        for reading in readers:
            assert reading.look(queries.counts, SLUG) == often.look(from_nothing)


def test_more_changes_than_are_read_one_by_one_are_counted_all_the_same(database: Database, journal: Journal):
    reading = database.reading()
    journal.submit(ask, 3).result()
    assert reading.look(queries.counts, SLUG).received == 3

    journal.submit(ask, MOST_TOLD + 1).result()
    journal.submit(change, 2, State.DECLINED, "tone", False).result()

    counts = reading.look(queries.counts, SLUG)
    assert counts == reading.look(from_nothing)
    assert (counts.received, counts.by_reason) == (MOST_TOLD + 4, {"tone": 1})


def test_an_older_snapshot_than_the_one_remembered_has_its_own_numbers(database: Database, journal: Journal):
    reading = database.reading()
    journal.submit(ask, 5).result()

    def read(session: Session) -> tuple[Counts, Counts, Counts]:
        before = queries.counts(session, SLUG)
        journal.submit(change, 4, State.DECLINED, "tone", False).result()
        newer = reading.look(queries.counts, SLUG)
        return before, newer, queries.counts(session, SLUG)

    before, newer, again = reading.look(read)

    assert before.by_state[State.RECEIVED] == 5
    assert newer.by_state[State.RECEIVED] == 4
    assert again == before


def test_a_transaction_counts_what_it_has_changed_itself(database: Database, journal: Journal):
    reading = database.reading()
    journal.submit(ask, 2).result()
    reading.look(queries.counts, SLUG)

    def change_and_count(tx: Transaction) -> Counts:
        change(tx, 1, State.REFERRED, None, False)
        return tx.look(queries.counts, SLUG)

    counted = journal.submit(change_and_count).result()

    assert counted.by_state[State.REFERRED] == 1
    assert counted == reading.look(queries.counts, SLUG)


def test_after_a_restored_backup_nothing_is_remembered(database: Database, journal: Journal):
    reading = database.reading()
    journal.submit(ask, 4).result()
    reading.look(queries.counts, SLUG)

    def restore(tx: Transaction) -> None:
        deeds.change(tx, 1, state=State.LAPSED)
        mark = tx.session.get(Mark, "epoch")
        assert mark is not None
        mark.value = "another"

    journal.submit(restore).result()

    assert reading.look(queries.counts, SLUG) == reading.look(from_nothing)


def test_every_sitting_has_its_own_numbers(database: Database, journal: Journal):
    reading = database.reading()
    journal.submit(deeds.create, "annan").result()
    journal.submit(ask, 2).result()
    journal.submit(deeds.ask, slug="annan").result()

    found = [reading.look(queries.counts, slug).received for slug in (SLUG, "annan")]

    assert found == [2, 1]
    with pytest.raises(Unknown):
        reading.look(queries.counts, "unknown")


@contextmanager
def statements(reading: Reading) -> Iterator[list[str]]:
    """What is asked of the database meanwhile."""
    asked: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_: Any) -> None:
        asked.append(statement)

    engine: Engine = reading._engine
    event.listen(engine, "before_cursor_execute", note)
    yield asked
    event.remove(engine, "before_cursor_execute", note)


def test_a_post_that_nothing_has_happened_to_is_not_counted_again(database: Database, journal: Journal):
    reading = database.reading()
    journal.submit(ask, 20).result()
    reading.look(queries.counts, SLUG)
    journal.submit(change, 7, State.HELD, None, False).result()

    with statements(reading) as asked:
        counts = reading.look(queries.counts, SLUG)

    assert counts.by_state[State.HELD] == 1
    assert not [statement for statement in asked if "GROUP BY" in statement]
    assert len([statement for statement in asked if "FROM question" in statement]) == 1


def test_as_many_sittings_are_remembered_as_are_kept(database: Database, journal: Journal):
    remembered = Counting(kept=1)
    journal.submit(deeds.create, "annan").result()
    journal.submit(ask, 1).result()

    def received(session: Session, slug: str) -> int:
        session.info[Counting] = remembered
        return queries.counts(session, slug).received

    reading = database.reading()
    found = [reading.look(received, slug) for slug in (SLUG, "annan", SLUG)]

    assert found == [1, 0, 1]
