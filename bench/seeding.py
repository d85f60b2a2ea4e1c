"""Fills a data folder with posts: a few by the program's own intake, the many as copies of the last one, straight in the tables.

Nobody else may have the folder open. What is copied is good for measuring alone: a copy's entry names the post it was copied from.
"""

import asyncio
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from app.records import storage
from app.records.journal import Journal
from app.records.transaction import Transaction
from app.records.vocabulary import CITIZEN
from app.routing import intake
from app.routing.receipts import receipt
from app.settings import Settings

BODY = "Hur ska det bli med vårdcentralen i Norrby {n}? Vi har hört olika saker, och det är långt till nästa."
DATABASE = "fragestund.db"


def fill(folder: Path, sitting: str, count: int, *, really: int = 50) -> None:
    """Make so many posts, the first ``really`` of them by asking."""
    asyncio.run(_ask(folder, sitting, min(count, really)))
    if count > really:
        with closing(sqlite3.connect(folder / DATABASE)) as connection, connection:
            _copy_last(connection, sitting, count - really)


def _now() -> datetime:
    return datetime.now(UTC)


async def _ask(folder: Path, sitting: str, count: int) -> None:
    store = storage.opened(folder, Settings(demo=True, data=folder).url, now=_now())
    journal = Journal(store.writer, clock=_now, ring=lambda _heads: None)
    try:
        await journal.write(_some, sitting, count)
    finally:
        await asyncio.to_thread(journal.close)
        store.close()


def _some(tx: Transaction, sitting: str, count: int) -> None:
    for n in range(count):
        body = BODY.format(n=n).encode()
        given = receipt(b"bench", sitting, uuid4(), body)
        intake.ask(tx, sitting, by=CITIZEN, arrived=_now(), body=body, receipt=given)


def _copy_last(connection: sqlite3.Connection, sitting: str, count: int) -> None:
    """Copy the sitting's last post so many times: its row, its text, its entry, its notice on the desk."""
    one = connection.execute
    (held, number) = one("SELECT id, last_number FROM sitting WHERE slug = ?", (sitting,)).fetchone()
    (question, text) = one(
        "SELECT id, body_id FROM question WHERE sitting_id = ? AND number = ?", (held, number)
    ).fetchone()
    (texts,) = one("SELECT max(id) FROM text").fetchone()
    (questions,) = one("SELECT max(id) FROM question").fetchone()
    subject, desk = f"question/{number}", f"{sitting}/desk"
    (entries,) = one("SELECT seq FROM log WHERE name = ?", (sitting,)).fetchone()
    (notices,) = one("SELECT seq FROM channel WHERE name = ?", (desk,)).fetchone()
    named = f"'question/' || ({number} + n)"
    own = "CAST(CAST(row.value AS TEXT) || ' ' || n AS BLOB)"  # those that say the same would stand as one row at the desk

    _copies(connection, "text", f"id = {text}", {"id": f"{texts} + n", "subject": named, "value": own}, count)
    changed = {
        "id": f"{questions} + n",
        "number": f"{number} + n",
        "receipt_hash": "lower(hex(randomblob(32)))",
        "body_id": f"{texts} + n",
    }
    _copies(connection, "question", f"id = {question}", changed, count)
    where = f"log = '{sitting}' AND subject = '{subject}'"
    _copies(connection, "entry", where, {"seq": f"{entries} + n", "subject": named}, count)
    where = f"channel = '{desk}' AND thing = '{subject}'"
    _copies(connection, "notice", where, {"seq": f"{notices} + n", "thing": named}, count)

    one("UPDATE log SET seq = seq + ? WHERE name = ?", (count, sitting))
    one("UPDATE channel SET seq = seq + ? WHERE name = ?", (count, desk))
    one("UPDATE sitting SET last_number = last_number + ? WHERE id = ?", (count, held))


def _copies(
    connection: sqlite3.Connection, table: str, where: str, changed: Mapping[str, str], count: int
) -> None:
    """Insert a row of the table again and again with some columns changed; in the expressions ``n`` counts from 1."""
    columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
    names = ", ".join(f'"{column}"' for column in columns)
    values = ", ".join(changed.get(column, f'row."{column}"') for column in columns)
    connection.execute(
        f"WITH RECURSIVE counted(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted WHERE n < {count}) "
        f"INSERT INTO {table} ({names}) SELECT {values} FROM counted, (SELECT * FROM {table} WHERE {where} LIMIT 1) AS row"
    )
