"""What a sitting's own entries tell of its times, and of what went otherwise than planned. Pure: knows no row and no clock."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from app.records.entries import stamp
from app.records.views import EntryView
from app.records.vocabulary import Move, SittingState

TIMES: Final = ("opens_at", "live_at", "intake_ends_at", "ends_at")

LATE: Final = timedelta(minutes=1)
"""How much later than planned the system may make a move before it is told: it had not been running."""

_MADE: Final = {
    Move.OPEN: "opens_at",
    Move.GO_LIVE: "live_at",
    Move.CLOSE_INTAKE: "intake_ends_at",
    Move.CLOSE: "ends_at",
}
_ENDS: Final[Mapping[str, tuple[Move, ...]]] = {
    Move.PAUSE: (Move.RESUME, Move.CLOSE_INTAKE),
    Move.UNATTEND: (Move.ATTEND, Move.CLOSE),
}
_EXTENDED: Final = {"intake_end": "intake_ends_at", "end": "ends_at"}
_ALWAYS_THERE: Final = frozenset({"from", "to", "version"})


def times_planned(made: Sequence[EntryView]) -> dict[str, str | None]:
    """The times as they were planned when the sitting opened."""
    planned: dict[str, str | None] = dict.fromkeys(TIMES)
    for entry in made:
        if entry.facts.get("from") in (None, SittingState.PLANNED):
            renamed = {_EXTENDED.get(name, name): value for name, value in entry.facts.items()}
            planned |= {name: str(renamed[name]) for name in TIMES if renamed.get(name)}
    return planned


def times_held(made: Sequence[EntryView]) -> dict[str, str | None]:
    """When it opened, went live, closed its intake and was closed, the last time where it was so several times."""
    held: dict[str, str | None] = dict.fromkeys(TIMES)
    for entry in made:
        if entry.move in _MADE:
            held[_MADE[Move(entry.move)]] = stamp(entry.at)
    return held


def told(made: Sequence[EntryView], text: Callable[[int], bytes]) -> list[dict[str, Any]]:
    """Pauses, times without a moderator, extensions, changes while it went on, moves that came late, reopenings with their words (``text``), in order."""
    return [deviation for at, entry in enumerate(made) for deviation in _of(entry, made[at + 1 :], text)]


def _of(
    entry: EntryView, after: Sequence[EntryView], text: Callable[[int], bytes]
) -> Iterator[dict[str, Any]]:
    at, facts = stamp(entry.at), entry.facts
    began = facts.get("from") not in (None, SittingState.PLANNED)
    due = facts.get("due")
    if due is not None and entry.at - datetime.fromisoformat(str(due)) >= LATE:
        yield {"kind": "late", "at": at, "move": entry.move, "due": due}
    match entry.move:
        case Move.PAUSE | Move.UNATTEND:
            ends = (stamp(each.at) for each in after if each.move in _ENDS[entry.move])
            yield {"kind": entry.move, "at": at, "until": next(ends, None)}
        case Move.EXTEND if began:
            moved = {name: facts[field] for field, name in _EXTENDED.items() if facts.get(field)}
            yield {"kind": "extend", "at": at, **moved}
        case Move.CHANGE if began:
            changed = {*facts, *json.loads(entry.entry)["commit"]} - _ALWAYS_THERE
            yield {"kind": "change", "at": at, "fields": sorted(changed)}
        case Move.REOPEN:
            words = facts.get("words")
            said = text(int(words)).decode() if isinstance(words, int) else None
            yield {"kind": "reopen", "at": at, "end": facts.get("end"), "words": said}
