"""Notes on posts, from one moderator to the others. No move and no record (TF 2:12): nothing is entered, and it is swept."""

from app.records import channels
from app.records import notes as kept_notes
from app.records.tables import Sitting
from app.records.transaction import Transaction
from app.records.vocabulary import Actor, NotYours, OutOfTurn, Role, SittingState, Unknown
from app.routing.moves import belongs, found


def note(tx: Transaction, sitting: str, question: int, body: bytes, *, by: Actor) -> int:
    """Jot something down on a post and return the note's number. Run with ``keep``.

    Raises ``NotYours``, ``Unknown`` and, in an archived sitting, ``OutOfTurn``.
    """
    held = _at_work(tx, sitting, by)
    post = found(tx, held, question)
    number = kept_notes.kept(tx, held, post, body, by.account)
    _tell(tx, held, number, question)
    return number


def remove_note(tx: Transaction, sitting: str, number: int, *, by: Actor) -> int:
    """Remove a note, whoever wrote it, and return which post it was on. Raises ``Unknown`` where it is gone already."""
    held = _at_work(tx, sitting, by)
    question = kept_notes.removed(tx, held, number)
    if question is None:
        raise Unknown("note", note=number)
    _tell(tx, held, number, question)
    return question


def _at_work(tx: Transaction, slug: str, by: Actor) -> Sitting:
    if by.role is not Role.MODERATOR:
        raise NotYours("notes are the desk's")
    belongs(by, slug)
    held = tx.sitting(slug)
    if held.state is SittingState.ARCHIVED:
        raise OutOfTurn("archived", sitting=held.state)
    return held


def _tell(tx: Transaction, sitting: Sitting, number: int, question: int) -> None:
    """The desk alone: the note itself, and the post's row, which says how many there are."""
    tx.tell(channels.desk(sitting.slug), channels.note(number), channels.question(question))
