"""Reads and times: on threads of their own, in snapshots that are let go, and never without a zone."""

import asyncio
from datetime import datetime, timedelta, timezone

import pytest
from sqlalchemy.exc import StatementError
from sqlmodel import Session

from app.records import channels, queries, reading
from app.records.reading import Kept, Reading
from app.records.transaction import Transaction
from tests.records import deeds
from tests.records.conftest import Database


async def test_a_read_does_not_block_the_event_loop_and_brings_plain_values(database: Database):
    journal = database.journal()
    await journal.write(deeds.create)

    view = await database.reading().read(queries.sitting, deeds.SLUG)

    assert view.slug == deeds.SLUG


def test_a_snapshot_held_too_long_is_told_with_the_name_of_the_read(
    sqlite: Database, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(reading, "LONGEST_SNAPSHOT", 0.0)

    def a_long_read(session: Session) -> str:
        return queries.epoch(session)

    sqlite.reading().look(a_long_read)

    told = [record.message.split(" for ")[0] for record in caplog.records]
    assert (
        told.count("a_long_read held its snapshot") == 1
    )  # other programs of this process may read meanwhile


def test_a_time_without_a_zone_is_refused(database: Database):
    def write(tx: Transaction) -> None:
        tx.sitting(deeds.SLUG).live_at = datetime(2026, 11, 24, 18, 0)  # noqa: DTZ001 - the mistake that is refused
        tx.session.flush()

    journal = database.journal()
    journal.submit(deeds.create).result()
    engine = database.writer()

    with pytest.raises(StatementError, match="zone"), Session(engine) as session:
        write(Transaction(session, at=deeds.START))


def test_a_time_comes_back_in_utc_whatever_zone_it_was_given_in(database: Database):
    summer = timezone(timedelta(hours=2))

    def write(tx: Transaction) -> None:
        tx.sitting(deeds.SLUG).live_at = datetime(2026, 7, 1, 18, 0, 0, 123456, tzinfo=summer)

    journal = database.journal()
    journal.submit(deeds.create).result()
    journal.submit(write).result()

    live_at = database.reading().look(queries.sitting, deeds.SLUG).live_at

    assert live_at.isoformat() == "2026-07-01T16:00:00.123456+00:00"


async def stamped(reading: Reading) -> int:
    """The stamp, once the connection that is asked for it has been opened."""
    async with asyncio.timeout(5):
        while (stamp := reading.stamp()) is None:  # noqa: ASYNC110 - nobody is told when that has been done
            await asyncio.sleep(0)
    return stamp


async def test_the_stamp_is_another_one_once_anybody_has_committed_and_else_the_same(sqlite: Database):
    journal, reading = sqlite.journal(), sqlite.reading()
    before = await stamped(reading)
    reading.look(queries.epoch)
    assert reading.stamp() == before

    await journal.write(deeds.create)
    after = reading.stamp()
    await sqlite.journal().keep(deeds.ask)

    assert len({before, after, reading.stamp()}) == 3


async def test_no_stamp_is_told_of_a_database_that_others_hold_too(database: Database):
    reading = database.reading()

    told = reading.stamp() if database.kind == "postgresql" else await stamped(reading)

    assert (told is None) == (database.kind == "postgresql")


async def test_what_is_kept_is_read_anew_after_a_commit_and_for_another_question(database: Database):
    journal, reading = database.journal(), database.reading()
    await journal.write(deeds.create)
    if database.kind == "sqlite":
        await stamped(reading)
    reads: list[str] = []

    def head(session: Session, channel: str) -> int:
        reads.append(channel)
        return queries.head(session, channel)

    public, desk = channels.public(deeds.SLUG), channels.desk(deeds.SLUG)
    kept = Kept[int](reading)
    stood = [await kept.read(head, public) for _ in range(3)]
    read = len(reads)
    await journal.write(deeds.ask)

    assert await kept.read(head, desk) == 1
    assert await kept.read(head, public) == stood[0]
    assert read == (1 if database.kind == "sqlite" else 3)
    assert reads[read:] == [desk, public]


async def test_a_reading_that_is_closed_tells_no_stamp(sqlite: Database):
    reading = sqlite.reading()
    await stamped(reading)

    reading.close()

    assert reading.stamp() is None
