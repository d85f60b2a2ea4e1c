"""Statements handed straight to the driver: they write and read what SQLAlchemy would, and fail as it would."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import bindparam, select
from sqlalchemy.exc import IntegrityError, InvalidRequestError
from sqlmodel import Session, SQLModel

from app.records.changes import write_changes
from app.records.finding import Finding
from app.records.plain import CHANNEL, QUESTION, SEAT, SITTING
from app.records.prepared import Door, Prepared
from app.records.tables import Answer, Question, Seat, Sitting, Text
from app.records.transaction import Transaction
from app.records.vocabulary import SittingState, State
from app.records.writing import insertion
from tests.records import deeds
from tests.records.conftest import Database

SEATS = Finding(
    Seat, select(SEAT).where(SEAT.c.sitting_id == bindparam("sitting")).order_by(SEAT.c.order), anew=True
)


@pytest.fixture
def asked(database: Database) -> Database:
    """A sitting with two questions."""
    journal = database.journal()
    for deed in (deeds.create, deeds.ask, deeds.ask):
        journal.submit(deed).result()
    journal.close()
    return database


def within(database: Database, fn: Callable[[Session, Door], Any]) -> Any:
    """Run it in one transaction, and commit."""
    with Session(database.writer(), expire_on_commit=False) as session:
        result = fn(session, Door.to(session.connection()))
        session.commit()
    return result


@pytest.mark.parametrize("kind", [Sitting, Seat, Question, Text], ids=lambda kind: kind.__name__)
def test_what_is_read_is_what_sqlalchemy_reads(asked: Database, kind: type[Any]):
    table = SQLModel.metadata.tables[str(kind.__tablename__)]
    whole = select(table).order_by(table.c.id)

    def both(session: Session, door: Door) -> tuple[list[Any], list[Any]]:
        return [tuple(row) for row in Prepared(whole).rows(door, {})], [
            tuple(row) for row in session.connection().execute(whole)
        ]

    ours, its = within(asked, both)

    assert ours == its
    assert [[type(value) for value in row] for row in ours] == [[type(value) for value in row] for row in its]


def test_what_is_written_is_read_again_as_it_was(asked: Database):
    def copied(_session: Session, door: Door) -> tuple[Any, Any]:
        every = Prepared(select(SITTING).where(SITTING.c.slug == bindparam("slug")))
        names = SITTING.columns.keys()
        here = dict(zip(names, every.rows(door, {"slug": deeds.SLUG})[0], strict=True))
        new = {**here, "slug": "another", "state": SittingState.LIVE, "paused_at": deeds.START}
        del new["id"]
        number = insertion(SITTING, numbered=True).insert(door, new)
        there = dict(zip(names, every.rows(door, {"slug": "another"})[0], strict=True))
        return {**new, "id": number}, there

    written, read = within(asked, copied)

    assert read == written


def test_a_statement_without_parameters_of_its_own_keeps_what_is_fixed_in_it(asked: Database):
    first = Prepared(select(QUESTION.c.number).order_by(QUESTION.c.number).limit(1).offset(1))

    assert within(asked, lambda _session, door: first.value(door, {})) == 2


def test_a_key_that_is_taken_fails_as_sqlalchemy_tells_it_and_without_the_words(asked: Database):
    into = insertion(CHANNEL)

    def twice(_session: Session, door: Door) -> None:
        for _ in range(2):
            into.run(door, {"name": "hemliga ord", "seq": 1})

    with pytest.raises(IntegrityError) as failed:
        within(asked, twice)

    assert "hemliga" not in str(failed.value).partition("DETAIL")[0]


def test_a_row_that_was_found_is_followed_and_its_changes_are_written(asked: Database):
    def renamed(session: Session, door: Door) -> None:
        seat = SEATS.all(session, door, {"sitting": 1})[1]
        seat.name = "Nytt namn"
        write_changes(session, door)
        assert not session.dirty
        seat.colour = "#abcdef"
        write_changes(session, door)

    within(asked, renamed)

    assert asked.rows('SELECT code, name, colour FROM seat ORDER BY "order"') == [
        ("C", "Parti C", "#123456"),
        ("S", "Nytt namn", "#abcdef"),
        ("M", "Parti M", "#123456"),
    ]


def test_a_row_that_is_known_already_is_the_same_object_and_read_anew(asked: Database):
    def known(session: Session, door: Door) -> tuple[bool, str]:
        first, *_ = SEATS.all(session, door, {"sitting": 1})
        Prepared(SEAT.update().where(SEAT.c.id == bindparam("of")).values(name=bindparam("to"))).run(
            door, {"of": first.id, "to": "Ändrat"}
        )
        again, *_ = SEATS.all(session, door, {"sitting": 1})
        return again is first, again.name

    assert within(asked, known) == (True, "Ändrat")


def test_setting_what_stands_there_already_writes_nothing(asked: Database):
    def same(session: Session, door: Door) -> int:
        seat = SEATS.all(session, door, {"sitting": 1})[0]
        seat.name = str(seat.name)
        before = _changes(door)
        write_changes(session, door)
        return _changes(door) - before

    assert within(asked, same) == 0


def test_nothing_but_what_was_changed_is_written_even_where_sqlalchemy_writes_it(asked: Database):
    def renamed_meanwhile(session: Session, door: Door) -> None:
        by_orm = Door(door.connection, None)
        seat = SEATS.all(session, by_orm, {"sitting": 1})[0]
        seat.name = "Nytt namn"
        Prepared(SEAT.update().where(SEAT.c.id == bindparam("of")).values(colour=bindparam("to"))).run(
            door, {"of": seat.id, "to": "#abcdef"}
        )
        write_changes(session, by_orm)

    within(asked, renamed_meanwhile)

    assert asked.rows("SELECT name, colour FROM seat WHERE code = 'C'") == [("Nytt namn", "#abcdef")]


def test_a_changed_row_that_is_gone_is_an_error_and_not_a_silence(asked: Database):
    def gone(session: Session, door: Door) -> None:
        seat = SEATS.all(session, door, {"sitting": 1})[0]
        seat.name = "Ingen"
        Prepared(SEAT.delete().where(SEAT.c.id == bindparam("of"))).run(door, {"of": seat.id})
        write_changes(session, door)

    with pytest.raises(InvalidRequestError, match="Seat"):
        within(asked, gone)


def test_rows_of_several_kinds_are_changed_in_one_write_and_new_ones_beside_them(asked: Database):
    def write(tx: Transaction) -> None:
        sitting = tx.sitting(deeds.SLUG)
        one, two = tx.question(sitting, 1), tx.question(sitting, 2)
        one.state, two.state = State.HELD, State.ASSIGNED
        one.answers_by = tx.at + timedelta(hours=1)
        answer = tx.insert(Answer, question_id=two.id, seat="C", asked=True, asked_at=tx.at)
        answer.written_by = 7
        sitting.paused = True

    asked.journal().submit(write).result()

    assert asked.rows("SELECT state, answers_by IS NULL FROM question ORDER BY number") == [
        ("held", False),
        ("assigned", True),
    ]
    assert asked.rows("SELECT seat, written_by FROM answer") == [("C", 7)]
    assert asked.rows("SELECT paused FROM sitting") == [(True,)]


def _changes(door: Door) -> int:
    if door.driver is None:
        return 0  # nothing is counted there, and nothing can be: the statement would have been sent or not
    return int(door.driver.total_changes)
