"""A full disk: what was acknowledged is stored and what was not is not, exactly, wherever the disk ends."""

import resource
import threading
from collections.abc import Iterator
from concurrent.futures import Future, wait
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.records import database as doors
from app.records import migrate
from app.records.transaction import Transaction
from app.records.vocabulary import Unavailable
from tests.records import deeds
from tests.records.conftest import Database

SMALL, LARGE = "Kort fråga", "Lång fråga " * 700
FOUR = (SMALL, SMALL, LARGE, SMALL)


@pytest.fixture
def small_pages(tmp_path: Path) -> Iterator[Database]:
    """A database of 512 byte pages, so that it can end at as many places as possible."""
    path = tmp_path / "fragestund.db"
    driver = doors._sqlite_driver().connect(path)
    driver.execute("PRAGMA page_size=512")
    driver.execute("VACUUM")
    driver.close()
    database = Database(f"sqlite:///{path}")
    engine = database.writer()
    migrate.upgrade(engine)
    database.journal(engine).submit(deeds.create).result()
    yield database
    database.close()


def _ask_four(database: Database, engine) -> list[Future[int]]:
    """Four posts that share a commit if the disk lets them."""
    journal = database.journal(engine)
    go_on = threading.Event()
    journal.submit(lambda tx: go_on.wait(10))
    futures = [journal.submit(deeds.ask, body, ticket=f"{id(engine)}-{i}") for i, body in enumerate(FOUR)]
    go_on.set()
    wait(futures)
    journal.close()
    return futures


def _expect_exactly(database: Database, futures: list[Future[int]], *, before: int) -> int:
    """What was acknowledged is stored, nothing else is, and no number is left out. Returns how many that is."""
    errors = [future.exception() for future in futures]
    assert {type(error) for error in errors} <= {type(None), Unavailable}
    acknowledged = {
        future.result(): body for future, body in zip(futures, FOUR, strict=True) if not future.exception()
    }
    stored = database.rows(
        "SELECT question.number, text.value FROM question JOIN text ON text.id = question.body_id"
        f" WHERE question.number > {before} ORDER BY question.number"
    )
    assert {number: value.decode() for number, value in stored} == acknowledged
    numbers = [(number,) for number in range(1, before + len(acknowledged) + 1)]
    assert database.rows("SELECT number FROM question ORDER BY number") == numbers
    assert database.rows("SELECT seq FROM notice WHERE channel LIKE '%/desk' ORDER BY seq") == numbers
    assert database.rows("SELECT seq FROM entry ORDER BY seq") == [*numbers, (len(numbers) + 1,)]
    assert database.rows("SELECT count(*) FROM text") == [(len(numbers),)]
    return len(acknowledged)


def test_a_disk_that_ends_at_any_page_of_four_posts_stores_what_it_acknowledges(small_pages: Database):
    seen: list[int] = []
    before = room = 0
    while 4 not in seen:
        engine = small_pages.writer()
        with engine.connect() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar() or 0
            connection.exec_driver_sql(f"PRAGMA max_page_count={pages + room}")

        futures = _ask_four(small_pages, engine)

        seen.append(_expect_exactly(small_pages, futures, before=before))
        before += seen[-1]
        engine.dispose()
        room += 1

    assert {0, 3, 4} <= set(seen)  # none, all but the large one, and in the end all four


def test_a_disk_that_ends_while_committing_stores_what_it_acknowledges(sqlite: Database):
    engine = sqlite.writer()
    setup = sqlite.journal(engine)
    setup.submit(deeds.create).result()
    setup.close()
    engine.dispose()
    seen: list[int] = []
    before = 0
    room = 1000  # of SQLite's log, which is written at the commit and begins anew with each engine
    while 4 not in seen:
        engine = sqlite.writer()
        with engine.connect() as connection:
            connection.exec_driver_sql("SELECT name FROM mark").all()

        with _no_file_larger_than(room):
            futures = _ask_four(sqlite, engine)

        seen.append(_expect_exactly(sqlite, futures, before=before))
        before += seen[-1]
        engine.dispose()
        room += 3000

    assert {0, 1, 4} <= set(seen)


def test_room_made_again_is_used_at_once(small_pages: Database):
    engine = small_pages.writer()
    journal = small_pages.journal(engine)

    def limit(tx: Transaction, pages: int) -> None:
        tx.session.connection().exec_driver_sql(f"PRAGMA max_page_count={pages}")

    journal.submit(limit, 1).result()  # as many as there are
    full = journal.submit(deeds.ask, LARGE).exception()
    journal.submit(limit, 1_000_000).result()

    assert isinstance(full, Unavailable)
    assert journal.submit(deeds.ask, LARGE).result() == 1


@contextmanager
def _no_file_larger_than(size: int) -> Iterator[None]:
    """The system refuses to let a file of this process grow further, as it does on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
