"""Checks that what is kept is what was entered: logs without gaps, entries in their form, texts that fit their commitments."""

import json
from collections.abc import Iterator

from sqlalchemy import select
from sqlmodel import Session, col

from app.records.commitment import commit
from app.records.entries import canonical
from app.records.log import Entry, Log
from app.records.tables import Text


def faults(session: Session) -> Iterator[str]:
    """A sentence for everything that does not fit. Nothing, where the records are as they were made (R-42, R-47)."""
    committed: set[str] = set()
    for log in session.execute(select(Log)).scalars().all():
        yield from _log(session, log, committed)
    yield from _texts(session, committed)


def _log(session: Session, log: Log, committed: set[str]) -> Iterator[str]:
    expected = 1
    entries = select(Entry).where(col(Entry.log) == log.name).order_by(col(Entry.seq))
    for row in session.execute(entries.execution_options(yield_per=1000)).scalars():
        if row.seq != expected:
            yield f"{log.name}: entry {expected} is missing"
            expected = row.seq
        expected += 1
        yield from _entry(log.name, row, committed)
    # A removed rehearsal leaves its counter, so that its name is never used again.
    if expected - 1 != log.seq and not (log.rehearsal and expected == 1):
        yield f"{log.name}: {log.seq} entries were numbered, {expected - 1} are there"


def _entry(log: str, row: Entry, committed: set[str]) -> Iterator[str]:
    try:
        entry = json.loads(row.entry)
    except ValueError:
        yield f"{log}: entry {row.seq} cannot be read"
        return
    if canonical(entry) != row.entry:
        yield f"{log}: entry {row.seq} is not in its form"
    if (entry.get("seq"), entry.get("subject"), entry.get("move")) != (row.seq, row.subject, row.move):
        yield f"{log}: entry {row.seq} does not say what its row says"
    committed.update(entry.get("commit", {}).values())


def _texts(session: Session, committed: set[str]) -> Iterator[str]:
    for text in session.execute(select(Text).execution_options(yield_per=1000)).scalars():
        if text.commitment not in committed:
            yield f"text {text.id} ({text.subject}, {text.field}) was never entered"
        if text.value is None or text.salt is None:
            continue  # lawfully destroyed: the entry still says that it was there
        if commit(text.field, text.value, text.salt) != text.commitment:
            yield f"text {text.id} ({text.subject}, {text.field}) is not what was entered"
