"""Fills a data folder with posts, by the program's own intake, so that what many posts cost can be measured.

``python -m bench.seeding FOLDER SITTING COUNT``. Nobody else may have the folder open.
"""

import asyncio
import sys
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

AT_ONCE = 1000
BODY = "Hur ska det bli med vårdcentralen i Norrby {n}? Vi har hört olika saker, och det är långt till nästa."


def now() -> datetime:
    """The clock of what is seeded."""
    return datetime.now(UTC)


def some(tx: Transaction, sitting: str, first: int, count: int) -> None:
    """Ask this many questions in one transaction."""
    for n in range(first, first + count):
        body = BODY.format(n=n).encode()
        given = receipt(b"bench", sitting, uuid4(), body)
        intake.ask(tx, sitting, by=CITIZEN, arrived=now(), body=body, receipt=given)


async def fill(folder: Path, sitting: str, count: int) -> None:
    """Ask so many questions."""
    store = storage.opened(folder, Settings(demo=True, data=folder).url, now=now())
    journal = Journal(store.writer, clock=now, ring=lambda _heads: None)
    try:
        for first in range(0, count, AT_ONCE):
            await journal.write(some, sitting, first, min(AT_ONCE, count - first))
    finally:
        await asyncio.to_thread(journal.close)
        store.close()


if __name__ == "__main__":
    asyncio.run(fill(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])))
