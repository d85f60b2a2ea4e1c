"""The moderator's buttons: which key, which sign, and whether something has to be said with the move. Knows no question."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from string import ascii_lowercase
from typing import Final

from app.records.vocabulary import Move

LETTERS: Final = ascii_lowercase
"""The keys of a list of reasons, in its order."""


@dataclass(frozen=True, slots=True)
class Act:
    """A move as a button. ``sheet``: it opens a sheet, because a reason, a text or a number goes with the move."""

    move: Move
    key: str
    icon: str
    sheet: bool = False


_ACTS: Final = (
    Act(Move.PUBLISH, "p", "check"),
    Act(Move.RETURN, "r", "return", sheet=True),
    Act(Move.ASSIGN, "t", "person", sheet=True),
    Act(Move.REASSIGN, "t", "person", sheet=True),
    Act(Move.DECLINE, "x", "stop", sheet=True),
    Act(Move.UNPUBLISH, "x", "stop", sheet=True),
    Act(Move.REPUBLISH, "p", "check"),
    Act(Move.MERGE, "d", "merge", sheet=True),
    Act(Move.REFER, "h", "refer", sheet=True),
    Act(Move.HOLD, "v", "hold"),
    Act(Move.RELEASE, "v", "hold"),
    Act(Move.TAKE_BACK, "b", "reply"),
    Act(Move.EDIT, "e", "pencil", sheet=True),
    Act(Move.CORRECT, "e", "pencil", sheet=True),
    Act(Move.REOPEN, "o", "up"),
    Act(Move.MARK, "s", "lock", sheet=True),
    Act(Move.UNMARK, "s", "lock"),
    Act(Move.LAPSE, "l", "clock"),
    Act(Move.END_ROUND, "a", "clock"),
    Act(Move.DISMISS, "a", "return", sheet=True),
    Act(Move.DISMISS_REPORT, "g", "check", sheet=True),
)
"""In the order in which they stand. No key is that of two moves that are open at the same time."""

_BY_MOVE: Final[Mapping[Move, int]] = {act.move: place for place, act in enumerate(_ACTS)}


def acts(moves: Iterable[Move]) -> tuple[Act, ...]:
    """The buttons of these moves, in the order in which they stand. Raises ``KeyError`` for a move that is not the desk's."""
    return tuple(_ACTS[place] for place in sorted(_BY_MOVE[move] for move in moves))


def keyed() -> tuple[tuple[str, tuple[Move, ...]], ...]:
    """Every key of a button with the moves that it makes, in the order in which they stand: for whoever wants other keys."""
    moves: dict[str, tuple[Move, ...]] = {}
    for act in _ACTS:
        moves[act.key] = (*moves.get(act.key, ()), act.move)
    return tuple(moves.items())
