"""The safe state of a sitting without a moderator: it receives as before and publishes nothing by itself. Knows no socket.

Who is connected is found out elsewhere; here it is decided what that comes to, and entered.
"""

from typing import Protocol

from app.records.tables import Sitting
from app.records.transaction import Transaction
from app.records.vocabulary import Actor, Move, OutOfTurn
from app.routing import telling
from app.routing.closing import WITHOUT_OUTCOME
from app.routing.course import SittingOutcome, begin, enter


class Turn(Protocol):
    """Either of the two moves."""

    def __call__(self, tx: Transaction, sitting: str, *, by: Actor) -> SittingOutcome: ...


def unattend(tx: Transaction, sitting: str, *, by: Actor) -> SittingOutcome:
    """No moderator is connected. Answers wait from now on, also where the sitting publishes at once."""
    held, state = begin(tx, sitting, Move.UNATTEND, by=by)
    if held.unattended_at is not None:
        raise OutOfTurn("unattended already", move=Move.UNATTEND, state=held.state)
    held.unattended_at = tx.at
    outcome = enter(tx, held, Move.UNATTEND, state, by, {})
    _tell_askers(tx, held)
    return outcome


def attend(tx: Transaction, sitting: str, *, by: Actor) -> SittingOutcome:
    """A moderator is connected again. What has waited meanwhile is theirs to publish."""
    held, state = begin(tx, sitting, Move.ATTEND, by=by)
    if held.unattended_at is None:
        raise OutOfTurn("attended", move=Move.ATTEND, state=held.state)
    held.unattended_at = None
    outcome = enter(tx, held, Move.ATTEND, state, by, {})
    _tell_askers(tx, held)
    return outcome


def _tell_askers(tx: Transaction, sitting: Sitting) -> None:
    waiting = (each.number for each in tx.questions(sitting) if each.state in WITHOUT_OUTCOME)
    telling.askers(tx, sitting, waiting)
