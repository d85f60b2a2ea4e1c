"""The locked counters of logs and channels. Knows neither moves nor things."""

from collections.abc import Iterable

from sqlalchemy import text
from sqlmodel import Session

from app.records.log import Notice

_NEXT_ENTRY = text(
    "INSERT INTO log (name, seq, rehearsal) VALUES (:name, 1, false)"
    " ON CONFLICT (name) DO UPDATE SET seq = log.seq + 1 RETURNING seq"
)
_NEXT_NOTICES = text(
    "INSERT INTO channel (name, seq) VALUES (:name, :count)"
    " ON CONFLICT (name) DO UPDATE SET seq = channel.seq + :count RETURNING seq"
)


def next_entry(session: Session, log: str) -> int:
    """The log's next number. The row lock holds until commit: numbers become visible in the order they were given."""
    return int(session.connection().execute(_NEXT_ENTRY, {"name": log}).scalar_one())


def number_news(session: Session, news: Iterable[tuple[str, str]]) -> dict[str, int]:
    """Number a batch's news and return each channel's new head.

    Channels are taken in name order, so that no two writers wait for each other; the things of one channel keep the
    order in which they were told (a thread before the parts that stand in it).
    """
    by_channel: dict[str, list[str]] = {}
    for channel, thing in news:
        by_channel.setdefault(channel, []).append(thing)
    heads = {}
    for channel in sorted(by_channel):
        things = by_channel[channel]
        given = {"name": channel, "count": len(things)}
        heads[channel] = head = int(session.connection().execute(_NEXT_NOTICES, given).scalar_one())
        first = head - len(things) + 1
        session.add_all(Notice(channel=channel, seq=first + i, thing=thing) for i, thing in enumerate(things))
    session.flush()
    return heads
