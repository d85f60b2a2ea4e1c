"""A moderator who leaves writes to the next one. No move and no record (TF 2:12): nothing is entered, and it is swept."""

from app.records import channels, handovers
from app.records.tables import Sitting
from app.records.transaction import Transaction
from app.records.vocabulary import Actor, NotYours, OutOfTurn, Role, SittingState, Unknown
from app.routing.moves import belongs


def hand_over(tx: Transaction, sitting: str, body: bytes, *, by: Actor) -> int:
    """Leave a note for the next moderator and return its number. Raises ``NotYours`` and, once archived, ``OutOfTurn``."""
    held = _at_work(tx, sitting, by)
    number = handovers.kept(tx, held, body, by.account)
    tx.tell(channels.desk(sitting), channels.SITTING)
    return number


def read_handover(tx: Transaction, sitting: str, number: int, *, by: Actor) -> None:
    """Somebody has read it; who was first stands. Raises ``Unknown`` where there is no such note."""
    held = _at_work(tx, sitting, by)
    fresh = handovers.read(tx, held, number, by.account)
    if fresh is None:
        raise Unknown("note", note=number)
    if fresh:
        tx.tell(channels.desk(sitting), channels.SITTING)


def _at_work(tx: Transaction, slug: str, by: Actor) -> Sitting:
    if by.role is not Role.MODERATOR:
        raise NotYours("the desk's")
    belongs(by, slug)
    held = tx.sitting(slug)
    if held.state is SittingState.ARCHIVED:
        raise OutOfTurn("archived", sitting=held.state)
    return held
