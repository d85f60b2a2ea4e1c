"""What has been done with a question, entry by entry, as facts that a page can put in words. Knows no page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from app.records.views import EntryView
from app.records.vocabulary import Move

_REASONS: Final[Mapping[str, tuple[str, str]]] = {
    Move.ASSIGN: ("reason", "override"),
    Move.REASSIGN: ("reason", "override"),
    Move.DECLINE: ("reason", "decline"),
    Move.UNPUBLISH: ("reason", "unpublish"),
    Move.HAND_BACK: ("reason", "hand_back"),
    Move.EDIT: ("reason", "edit"),
    Move.CORRECT: ("reason", "edit"),
    Move.REFER: ("referred_to", "refer"),
    Move.MARK: ("provision", "provision"),
    Move.REPORT: ("reason", "reported"),
    Move.DISMISS_REPORT: ("reason", "stands"),
}
"""For each move that has a reason: the fact that holds it, and the kind of term that words it."""


@dataclass(frozen=True, slots=True)
class Line:
    """One entry. ``who`` is a person's name, None for citizens and the system; ``role`` says which.

    ``kind`` and ``code`` are of the reason. ``proposed``: whose turn it was, where another was chosen. ``of``: what was
    corrected, a party's code or ``question``. ``waited_for``: who had not answered when the time was out. ``together``: all
    were asked at once.
    """

    at: datetime
    move: str
    role: str
    who: str | None
    parties: tuple[str, ...]
    kind: str | None
    code: str | None
    proposed: str | None
    into: int | None
    promised: date | None
    of: str | None
    waited_for: tuple[str, ...] = ()
    together: bool = False


def lines(entries: list[EntryView]) -> tuple[Line, ...]:
    """The question's history, oldest first."""
    return tuple(_line(entry) for entry in entries)


def _line(entry: EntryView) -> Line:
    facts = entry.facts
    fact, kind = _REASONS.get(entry.move, ("", None))
    code = facts.get(fact)
    parties = tuple(str(facts.get("parties") or facts.get("party") or "").split())
    proposed = facts.get("proposed")
    return Line(
        at=entry.at,
        move=entry.move,
        role=entry.role,
        who=entry.who,
        parties=parties,
        kind=kind,
        code=None if code is None else str(code),
        proposed=str(proposed) if proposed is not None and proposed not in parties else None,
        into=int(str(facts["into"])) if entry.move == Move.MERGE else None,
        promised=date.fromisoformat(str(facts["by"])) if entry.move == Move.PROMISE else None,
        of=str(facts["of"]) if entry.move == Move.CORRECT else None,
        waited_for=tuple(str(facts.get("waited_for") or "").split()),
        together=bool(facts.get("together")),
    )
