"""That a sitting was taken out of the house: who did it and in which form (S15). Knows no file."""

from app.records.transaction import Transaction
from app.records.vocabulary import Actor, Move, NotYours, Role
from app.routing.course import SUBJECT
from app.routing.moves import belongs

EXPORTING = frozenset({Role.REGISTRAR, Role.ORGANISER})


def export(tx: Transaction, sitting: str, form: str, *, by: Actor) -> None:
    """Enter that the register is taken out, as ``form`` (a code). Raises ``NotYours`` and ``Unknown``."""
    if by.role not in EXPORTING:
        raise NotYours(f"{by.role} may not export", move=Move.EXPORT)
    belongs(by, sitting)
    tx.enter(tx.sitting(sitting), SUBJECT, Move.EXPORT, by, {"form": form})
