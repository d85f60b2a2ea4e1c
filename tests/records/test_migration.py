"""The migrated database is what the tables say, and keeps what has become a record."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import SQLModel

from app.records import migrate
from app.records.refusals import Unavailable
from tests.records import deeds
from tests.records.conftest import Database


def test_the_migrations_make_what_the_tables_say(database: Database):
    with database.writer().connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})

        assert compare_metadata(context, SQLModel.metadata) == []


def test_migrating_again_changes_nothing(database: Database):
    before = database.rows("SELECT name, value FROM mark")

    engine = database.writer()
    migrate.upgrade(engine)

    assert database.rows("SELECT name, value FROM mark") == before
    assert [name for name, _ in before] == ["epoch"]
    migrate.check(engine)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def before(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database in the form that version 0003 gave it."""
    if request.param == "postgresql":
        found: Database = request.getfixturevalue("postgresql")
        with found.writer().begin() as connection:
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))
    else:
        found = Database(f"sqlite:///{tmp_path / 'before.db'}")
    with found.writer().begin() as connection:
        command.upgrade(migrate._config(connection), "0003")
    yield found
    found.close()


def test_a_database_of_the_version_before_is_brought_up_with_all_it_holds(before: Database):
    _begin(before, rehearsal=False)
    tables = ("sitting", "question", "text", "entry", "notice", "channel", "log")
    held = {table: before.rows(f"SELECT * FROM {table}") for table in tables}

    migrate.upgrade(before.writer())

    assert {table: before.rows(f"SELECT * FROM {table}") for table in tables} == held
    with before.writer().connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, SQLModel.metadata) == []
    migrate.check(before.writer())


FOUND = [
    ('SELECT * FROM question WHERE sitting_id = 1 AND "into" = 2 ORDER BY number', "ix_question_into"),
    (
        "SELECT * FROM question WHERE sitting_id = 1 AND follow_up_to = 2 ORDER BY number",
        "ix_question_follow_up_to",
    ),
    (
        "SELECT * FROM question WHERE sitting_id = 1 AND provision IS NOT NULL ORDER BY number",
        "ix_question_provision",
    ),
    (
        "SELECT * FROM entry WHERE log = 'a' AND seq > 0 AND subject = 'question/2' ORDER BY seq",
        "ix_entry_log_subject_seq",
    ),
    (
        "SELECT * FROM entry WHERE log = 'a' AND move = 'assign' ORDER BY seq DESC LIMIT 200",
        "ix_entry_log_move_seq",
    ),
    ("SELECT * FROM text WHERE sitting_id = 1 AND subject = 'question/2'", "ix_text_sitting_id_subject"),
    (
        "SELECT id FROM text WHERE sitting_id = 1 AND subject = 'question/2' ORDER BY id DESC LIMIT 1",
        "ix_text_sitting_id_subject",
    ),
]


@pytest.mark.parametrize(("statement", "index"), FOUND)
def test_what_belongs_to_one_post_is_found_without_going_through_the_others(
    sqlite: Database, statement: str, index: str
):
    plan = sqlite.rows(f"EXPLAIN QUERY PLAN {statement}")

    assert [row[3].split(" (")[0].rpartition(" ")[2] for row in plan] == [index]


def test_a_database_of_a_later_version_is_left_alone(database: Database):
    engine = database.writer()
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    for meeting in (migrate.upgrade, migrate.check):
        with pytest.raises(migrate.Newer) as refused:
            meeting(engine)
        assert refused.value.facts == {"found": "9999", "known": migrate.newest()}


def test_an_empty_database_is_told_from_a_finished_one(tmp_path):
    database = Database(f"sqlite:///{tmp_path / 'empty.db'}")

    with pytest.raises(Unavailable) as refused:
        migrate.check(database.writer())

    assert refused.value.detail == "unmigrated"
    database.close()


REFUSED = [
    "UPDATE entry SET entry = 'x'",
    "UPDATE entry SET subject = 'question/99'",
    "DELETE FROM entry",
    "UPDATE notice SET thing = 'question/99'",
    "UPDATE text SET value = NULL",
    "UPDATE text SET salt = NULL",
    "UPDATE text SET value = 'x', salt = 'y'",
    "UPDATE text SET value = NULL, salt = NULL, commitment = ''",
    "UPDATE text SET made_at = '2020-01-01'",
    "DELETE FROM text",
    "UPDATE question SET number = number + 1",
    "UPDATE question SET receipt_hash = 'another'",
    "UPDATE question SET received_at = '2020-01-01'",
    "UPDATE question SET body_id = body_id + 1",
    "UPDATE question SET name_id = body_id",
    "DELETE FROM question",
    "UPDATE sitting SET rehearsal = true",
    "UPDATE sitting SET slug = 'another'",
    "DELETE FROM sitting",
    "UPDATE log SET rehearsal = true",
    "UPDATE log SET name = 'another'",
    "UPDATE log SET seq = seq - 1",
    "DELETE FROM log",
]


@pytest.mark.parametrize("statement", REFUSED)
def test_what_has_become_a_record_is_kept_as_it_is(database: Database, statement: str):
    _begin(database, rehearsal=False)

    with pytest.raises(DBAPIError, match="is kept"), database.writer().begin() as connection:
        connection.execute(text(_in(database, statement)))


@pytest.mark.parametrize("table", ["entry", "text", "question", "sitting", "log"])
def test_a_record_is_not_emptied_out_with_its_table(postgresql: Database, table: str):
    _begin(postgresql, rehearsal=False)

    with pytest.raises(DBAPIError, match="is kept"), postgresql.writer().begin() as connection:
        connection.execute(text(f"TRUNCATE {table} CASCADE"))


def test_a_record_is_not_replaced_either(sqlite: Database):
    _begin(sqlite, rehearsal=False)

    with pytest.raises(DBAPIError, match="is kept"), sqlite.writer().begin() as connection:
        connection.execute(text("INSERT OR REPLACE INTO entry SELECT * FROM entry"))


@pytest.mark.parametrize("table", ["entry", "text"])
def test_no_hand_in_the_databases_own_tool_replaces_a_record(sqlite: Database, table: str):
    _begin(sqlite, rehearsal=False)
    before = sqlite.rows(f"SELECT * FROM {table}")

    with (
        sqlite3.connect(sqlite.url.removeprefix("sqlite:///")) as tool,
        pytest.raises(sqlite3.IntegrityError, match="is kept"),
    ):
        tool.execute(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")
    tool.close()

    assert sqlite.rows(f"SELECT * FROM {table}") == before


def test_a_text_loses_its_value_and_salt_together_and_for_good(database: Database):
    _begin(database, rehearsal=False)

    with database.writer().begin() as connection:
        connection.execute(text("UPDATE text SET value = NULL, salt = NULL"))

    assert {(value, salt) for value, salt in database.rows("SELECT value, salt FROM text")} == {(None, None)}
    with pytest.raises(DBAPIError, match="is kept"), database.writer().begin() as connection:
        connection.execute(text(_in(database, "UPDATE text SET value = 'x', salt = 'y'")))


def test_what_becomes_of_a_question_may_change(database: Database):
    _begin(database, rehearsal=False)

    with database.writer().begin() as connection:
        connection.execute(text("UPDATE question SET state = 'declined', reason = 'tone', version = 2"))

    assert database.rows("SELECT state, reason, version FROM question") == [("declined", "tone", 2)]


def test_a_rehearsal_may_go(database: Database):
    _begin(database, rehearsal=True)

    with database.writer().begin() as connection:
        for table in ("question", "text", "entry", "seat", "sitting"):
            connection.execute(text(f"DELETE FROM {table}"))

    assert database.rows("SELECT count(*) FROM question") == [(0,)]
    assert database.rows("SELECT name, rehearsal FROM log") == [(deeds.SLUG, True)]


def _begin(database: Database, *, rehearsal: bool) -> None:
    journal = database.journal()
    journal.submit(deeds.create, rehearsal=rehearsal).result()
    journal.submit(deeds.ask).result()
    journal.close()


def _in(database: Database, statement: str) -> str:
    """The statement with its bytes as the database writes them."""
    if database.kind == "sqlite":
        return statement.replace("= 'x'", "= x'78'").replace("= 'y'", "= x'79'")
    return statement
