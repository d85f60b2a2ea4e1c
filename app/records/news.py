"""Reads what was entered and what was told: entries, channel heads, news, acknowledged tickets. Knows no page."""

import json
from collections.abc import Collection
from typing import Any

from sqlalchemy import Row, Select, bindparam, func, select
from sqlmodel import Session

from app.records.plain import ACCOUNT, CHANNEL, ENTRY, MARK, NOTICE
from app.records.prepared import Door, Prepared
from app.records.views import EntryView, News
from app.records.vocabulary import Move

EPOCH = "epoch"

_AT_ONCE = 500

# Made once, because they are asked for with every piece of news, and some of them every second.
_HEAD = Prepared(select(CHANNEL.c.seq).where(CHANNEL.c.name == bindparam("channel")))
_HEADS = select(CHANNEL.c.name, CHANNEL.c.seq).where(
    CHANNEL.c.name.in_(bindparam("channels", expanding=True))
)
_EPOCH = Prepared(select(MARK.c.value).where(MARK.c.name == EPOCH))
_LATEST = func.max(NOTICE.c.seq).label("latest")
_NEWS = Prepared(
    select(_LATEST, NOTICE.c.thing)
    .where(NOTICE.c.channel == bindparam("channel"), NOTICE.c.seq > bindparam("after"))
    .group_by(NOTICE.c.thing)
    .order_by(_LATEST)
)


def head(session: Session, channel: str) -> int:
    """The number of the channel's latest notice; 0 before the first."""
    return int(_HEAD.value(Door.of(session), {"channel": channel}) or 0)


def heads(session: Session, channels: Collection[str]) -> dict[str, int]:
    """The number of each channel's latest notice, in a few statements however many they are."""
    found = dict.fromkeys(channels, 0)
    names = list(found)
    for start in range(0, len(names), _AT_ONCE):
        for row in session.execute(_HEADS, {"channels": names[start : start + _AT_ONCE]}):
            found[row.name] = int(row.seq)
    return found


def epoch(session: Session) -> str:
    """Changes only when a backup is restored: then numbers may mean other things and pages are told to reload."""
    return str(_EPOCH.value(Door.of(session), {}) or "")


def news(session: Session, channel: str, after: int) -> News:
    """What the channel has told after ``after``: each thing once with its latest number, in the order of those numbers.

    A thing's content is to be read in the same snapshot: it is the state of the thing now.
    """
    told = _NEWS.rows(Door.of(session), {"channel": channel, "after": after})
    things = tuple((int(latest), str(thing)) for latest, thing in told)
    return News(head=head(session, channel), epoch=epoch(session), things=things)


def entries(
    session: Session, slug: str, subject: str | None = None, *, after: int = 0, limit: int | None = None
) -> list[EntryView]:
    """The entries of a sitting's log in order (``log.INSTALLATION`` names the installation's), at most ``limit``.

    ``subject``: only those of one subject (``question/37``). ``after``: only those with a higher number.
    """
    wanted = select(ENTRY).where(ENTRY.c.log == slug, ENTRY.c.seq > after)
    if subject is not None:
        wanted = wanted.where(ENTRY.c.subject == subject)
    return _read(session, wanted.order_by(ENTRY.c.seq).limit(limit))


def entries_about(session: Session, slug: str, subjects: Collection[str]) -> dict[str, list[EntryView]]:
    """The entries of each of these subjects, in order: their history."""
    wanted = select(ENTRY).where(ENTRY.c.log == slug, ENTRY.c.subject.in_(subjects))
    # Sorted by a sum, or SQLite would go through the whole log in order to spare itself the sorting of a few.
    wanted = wanted.order_by(ENTRY.c.seq + 0)
    found: dict[str, list[EntryView]] = {}
    for entry in _read(session, wanted):
        found.setdefault(entry.subject, []).append(entry)
    return found


def last_entries(session: Session, slug: str, subjects: Collection[str] | None = None) -> list[EntryView]:
    """The latest entry of each of these subjects, or of every subject, but for what readers report: that decides nothing."""
    decided = (ENTRY.c.log == slug, ENTRY.c.move != Move.REPORT)
    latest = select(func.max(ENTRY.c.seq)).where(*decided).group_by(ENTRY.c.subject)
    if subjects is not None:
        latest = latest.where(ENTRY.c.subject.in_(subjects))
    return _read(session, select(ENTRY).where(ENTRY.c.log == slug, ENTRY.c.seq.in_(latest)))


def _read(session: Session, wanted: Select[Any]) -> list[EntryView]:
    rows = [(row, json.loads(row.entry)) for row in session.execute(wanted)]
    names = names_of(session, {content["actor"] for _, content in rows})
    return [_view(row, content, names) for row, content in rows]


def names_of(session: Session, actors: set[str]) -> dict[str, str]:
    """The names of those actors who are accounts. An entry holds the number alone, never a person's name."""
    numbers = [int(actor.partition("/")[2]) for actor in actors if actor.startswith("account/")]
    if not numbers:
        return {}
    named = session.execute(select(ACCOUNT.c.id, ACCOUNT.c.name).where(ACCOUNT.c.id.in_(numbers)))
    return {f"account/{row.id}": row.name for row in named}


def _view(row: Row[Any], content: dict[str, Any], names: dict[str, str]) -> EntryView:
    return EntryView(
        seq=row.seq,
        at=row.at,
        subject=row.subject,
        move=row.move,
        role=content["role"],
        actor=content["actor"],
        who=names.get(content["actor"]),
        facts=content["facts"],
        entry=row.entry,
    )
