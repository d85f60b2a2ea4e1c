"""The locked counters of logs and channels. Knows neither moves nor things."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, bindparam, text, update

from app.records.plain import NOTICE, SITTING
from app.records.prepared import Door, Prepared

_NEXT_ENTRY = Prepared(
    text(
        "INSERT INTO log (name, seq, rehearsal) VALUES (:name, 1, :rehearsal)"
        " ON CONFLICT (name) DO UPDATE SET seq = log.seq + 1 RETURNING seq"
    )
)
_NEXT_NOTICES = text(
    "INSERT INTO channel (name, seq) VALUES (:name, :count)"
    " ON CONFLICT (name) DO UPDATE SET seq = channel.seq + :count RETURNING seq"
)
# The same for SQLite, for any number of channels and notices in one step each.
_STAND = "SELECT json_group_object(name, seq) FROM channel WHERE name IN (SELECT value FROM json_each(?))"
_HEADS = (
    "INSERT INTO channel (name, seq) SELECT key, value FROM json_each(?) WHERE true"
    " ON CONFLICT (name) DO UPDATE SET seq = excluded.seq"
)
_NOTICES = "INSERT INTO notice (channel, seq, thing) SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]') FROM json_each(?)"
_NEXT_OF = {
    name: Prepared(
        update(SITTING)
        .where(SITTING.c.id == bindparam("of"))
        .values({name: SITTING.c[name] + 1})
        .returning(SITTING.c[name])
    )
    for name in ("last_number", "last_position", "last_announcement")
}


def next_entry(door: Door, log: str, *, rehearsal: bool = False) -> int:
    """The log's next number. The row lock holds until commit: numbers become visible in the order they were given.

    ``rehearsal`` is set in a log with its first entry and never changes.
    """
    return int(_NEXT_ENTRY.value(door, {"name": log, "rehearsal": rehearsal}))


def next_count(door: Door, sitting_id: int | None, counter: str) -> int:
    """The next of a sitting's own numbers: ``last_number``, ``last_position`` or ``last_announcement``."""
    return int(_NEXT_OF[counter].value(door, {"of": sitting_id}))


def in_order_told(news: Iterable[Iterable[tuple[str, str]]]) -> list[tuple[str, str]]:
    """What several calls told, one after the other. A thing told again is told once, last: as the later call had it."""
    told: dict[tuple[str, str], None] = {}
    for each in news:
        for thing in each:
            told.pop(thing, None)
            told[thing] = None
    return list(told)


def number_news(door: Door, news: Iterable[tuple[str, str]]) -> dict[str, int]:
    """Number a batch's news and return each channel's new head.

    Channels are taken in name order, so that no two writers wait for each other; the things of one channel keep the
    order in which they were told (a thread before the parts that stand in it).
    """
    by_channel: dict[str, list[str]] = {}
    for channel, thing in news:
        by_channel.setdefault(channel, []).append(thing)
    if not by_channel:
        return {}
    counts = {channel: len(things) for channel, things in sorted(by_channel.items())}
    alone = door.driver is not None
    heads = _move_on_alone(door.driver, counts) if alone else _move_on(door.connection, counts)
    notices = [
        (channel, seq, thing)
        for channel, head in heads.items()
        for seq, thing in enumerate(by_channel[channel], head - counts[channel] + 1)
    ]
    if alone:
        door.driver.execute(_NOTICES, (json.dumps(notices),))
    else:
        rows = [{"channel": channel, "seq": seq, "thing": thing} for channel, seq, thing in notices]
        door.connection.execute(NOTICE.insert(), rows)
    return heads


def _move_on(connection: Connection, counts: Mapping[str, int]) -> dict[str, int]:
    return {
        channel: int(connection.execute(_NEXT_NOTICES, {"name": channel, "count": count}).scalar_one())
        for channel, count in counts.items()
    }


def _move_on_alone(driver: Any, counts: Mapping[str, int]) -> dict[str, int]:
    """Where nobody else can be moving them on: all channels at once, also those of a hundred new posts."""
    stand = json.loads(driver.execute(_STAND, (json.dumps(list(counts)),)).fetchone()[0])
    heads = {channel: stand.get(channel, 0) + count for channel, count in counts.items()}
    driver.execute(_HEADS, (json.dumps(heads),))
    return heads
