"""The locked counters of logs and channels. Knows neither moves nor things."""

from collections.abc import Iterable

from sqlalchemy import Connection, bindparam, text, update

from app.records.plain import NOTICE, SITTING
from app.records.writing import insertion

_NEXT_ENTRY = text(
    "INSERT INTO log (name, seq, rehearsal) VALUES (:name, 1, :rehearsal)"
    " ON CONFLICT (name) DO UPDATE SET seq = log.seq + 1 RETURNING seq"
)
_NEXT_NOTICES = text(
    "INSERT INTO channel (name, seq) VALUES (:name, :count)"
    " ON CONFLICT (name) DO UPDATE SET seq = channel.seq + :count RETURNING seq"
)
_NEXT_OF = {
    name: update(SITTING)
    .where(SITTING.c.id == bindparam("of"))
    .values({name: SITTING.c[name] + 1})
    .returning(SITTING.c[name])
    for name in ("last_number", "last_position", "last_announcement")
}


def next_entry(connection: Connection, log: str, *, rehearsal: bool = False) -> int:
    """The log's next number. The row lock holds until commit: numbers become visible in the order they were given.

    ``rehearsal`` is set in a log with its first entry and never changes.
    """
    given = connection.execute(_NEXT_ENTRY, {"name": log, "rehearsal": rehearsal})
    return int(given.scalar_one())


def next_count(connection: Connection, sitting_id: int | None, counter: str) -> int:
    """The next of a sitting's own numbers: ``last_number``, ``last_position`` or ``last_announcement``."""
    return int(connection.execute(_NEXT_OF[counter], {"of": sitting_id}).scalar_one())


def in_order_told(news: Iterable[Iterable[tuple[str, str]]]) -> list[tuple[str, str]]:
    """What several calls told, one after the other. A thing told again is told once, last: as the later call had it."""
    told: dict[tuple[str, str], None] = {}
    for each in news:
        for thing in each:
            told.pop(thing, None)
            told[thing] = None
    return list(told)


def number_news(connection: Connection, news: Iterable[tuple[str, str]]) -> dict[str, int]:
    """Number a batch's news and return each channel's new head.

    Channels are taken in name order, so that no two writers wait for each other; the things of one channel keep the
    order in which they were told (a thread before the parts that stand in it).
    """
    by_channel: dict[str, list[str]] = {}
    for channel, thing in news:
        by_channel.setdefault(channel, []).append(thing)
    heads: dict[str, int] = {}
    notices: list[dict[str, str | int]] = []
    for channel, things in sorted(by_channel.items()):
        given = {"name": channel, "count": len(things)}
        heads[channel] = head = int(connection.execute(_NEXT_NOTICES, given).scalar_one())
        numbered = enumerate(things, head - len(things) + 1)
        notices += [{"channel": channel, "seq": seq, "thing": thing} for seq, thing in numbered]
    if notices:
        connection.execute(insertion(NOTICE), notices)
    return heads
