"""Reads and times: on threads of their own, in snapshots that are let go, and never without a zone."""

from datetime import datetime, timedelta, timezone

import pytest
from sqlalchemy.exc import StatementError
from sqlmodel import Session

from app.records import queries, reading
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
