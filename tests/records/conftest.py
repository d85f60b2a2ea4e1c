"""Databases for the tests of the records: each test that names ``database`` runs on SQLite and on PostgreSQL."""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlmodel import Session

from app.records import database as doors
from app.records import migrate
from app.records.journal import Journal
from app.records.reading import Reading
from tests.fresh import fresh
from tests.records import deeds, postgres

_names = itertools.count(1)


@dataclass
class Database:
    """A migrated database of its own for one test."""

    url: str
    rung: list[dict[str, int]] = field(default_factory=list)
    _opened: list[Callable[[], None]] = field(default_factory=list)

    @property
    def kind(self) -> str:
        return self.url.partition(":")[0].partition("+")[0]

    def writer(self) -> Engine:
        engine = doors.writer(self.url)
        self._opened.append(engine.dispose)
        return engine

    def journal(self, engine: Engine | None = None) -> Journal:
        """A journal whose bells are kept in ``rung``."""
        journal = Journal(
            engine or self.writer(), clock=deeds.clock, ring=lambda heads: self.rung.append(dict(heads))
        )
        self._opened.append(journal.close)
        return journal

    def reading(self) -> Reading:
        reading = Reading(doors.reader(self.url))
        self._opened.append(reading.close)
        return reading

    def rows(self, statement: str) -> list[tuple]:
        """What a statement finds, read through a connection of its own."""
        engine = doors.reader(self.url)
        try:
            with Session(engine) as session:
                return [tuple(row) for row in session.connection().execute(text(statement))]
        finally:
            engine.dispose()

    def close(self) -> None:
        while self._opened:
            self._opened.pop()()


@pytest.fixture(scope="session")
def postgres_template() -> Iterator[str]:
    with postgres.cluster() as address:
        admin = create_engine(address.format(name="postgres"), isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            connection.execute(text("CREATE DATABASE template"))
        admin.dispose()
        engine = doors.writer(address.format(name="template"))
        migrate.upgrade(engine)
        engine.dispose()
        yield address


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Database]:
    database = Database(f"sqlite:///{fresh(tmp_path)}")
    yield database
    database.close()


@pytest.fixture
def postgresql(postgres_template: str) -> Iterator[Database]:
    name = f"test_{next(_names)}"
    admin = create_engine(postgres_template.format(name="postgres"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE template"))
    admin.dispose()
    database = Database(postgres_template.format(name=name))
    yield database
    database.close()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest) -> Database:
    found: Database = request.getfixturevalue(request.param)
    return found
