"""What a moderator did with each question last, as its row tells the others. Knows no page and no reader."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from app.records import queries
from app.records.reading import Snapshot
from app.records.vocabulary import Role, SittingState
from app.routing.undo import ways_back


@dataclass(frozen=True, slots=True)
class Decided:
    """The last move on a question, where a moderator made it. ``undoable``: there is a way back from it."""

    account: int
    who: str
    move: str
    at: datetime
    undoable: bool


def decided(
    session: Snapshot, slug: str, state: SittingState, numbers: Collection[int] | None = None
) -> dict[int, Decided]:
    """By number, for these questions or all; left out where somebody else made the last move. One statement."""
    subjects = None if numbers is None else [f"question/{number}" for number in numbers]
    found: dict[int, Decided] = {}
    for entry in queries.last_entries(session, slug, subjects):
        kind, _, number = entry.subject.partition("/")
        if kind != "question" or entry.role != Role.MODERATOR or entry.who is None:
            continue
        account = int(entry.actor.partition("/")[2])
        undoable = bool(ways_back(entry.move, entry.facts, state))
        found[int(number)] = Decided(account, entry.who, entry.move, entry.at, undoable)
    return found
