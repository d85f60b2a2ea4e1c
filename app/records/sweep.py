"""Takes away what was never a record once the work is done (R-19): drafts, notes, messages. Knows no time; touches no record."""

from sqlalchemy import ColumnElement, and_, delete, false, func, or_, select, update

from app.records import channels, handovers
from app.records.plain import ANSWER, DRAFT, MESSAGE, MESSAGE_TO, NOTE, QUESTION
from app.records.tables import Sitting
from app.records.transaction import Transaction
from app.records.vocabulary import SittingState, State

_UNSENT = ("body", "note", "hand_back_words", "correction", "correction_note")
"""What an answer holds that is or was on its way between party and moderator. What was published is a text of its own."""

_PROPOSED = ("proposed_at", "proposed_by", "proposed_version")


def left(tx: Transaction, sitting: Sitting) -> dict[str, int]:
    """How much working material there is of each kind.

    What a party has promised to come back with is still being worked on, until the sitting is archived.
    """
    tx.session.flush()
    drafts, unsent, wordings, _ = _material(sitting)
    return {
        "drafts": _count(tx, DRAFT.c.question_id, drafts)
        + _count(tx, ANSWER.c.id, unsent)
        + _count(tx, QUESTION.c.id, wordings),
        "notes": _count(tx, NOTE.c.id, NOTE.c.sitting_id == sitting.id),
        "messages": _count(tx, MESSAGE.c.id, MESSAGE.c.sitting_id == sitting.id),
        "handovers": handovers.count(tx, sitting),
    }


def swept(tx: Transaction, sitting: Sitting) -> dict[str, int]:
    """Remove the working material and return how much there was of each kind."""
    counts = left(tx, sitting)
    drafts, unsent, wordings, proposed = _material(sitting)
    run = tx.session.execute
    run(delete(DRAFT).where(drafts))
    run(update(ANSWER).where(unsent).values(dict.fromkeys(_UNSENT)))
    run(update(ANSWER).where(proposed).values(dict.fromkeys(_PROPOSED)))
    run(update(QUESTION).where(wordings).values(wording_draft=None, wording_reason=None))
    _remove_notes(tx, sitting)
    _remove_messages(tx, sitting)
    handovers.remove(tx, sitting)
    tx.session.expire_all()
    return counts


def _material(sitting: Sitting) -> tuple[ColumnElement[bool], ...]:
    """Which drafts, unsent answers, prepared wordings and proposals are done with."""
    done = select(QUESTION.c.id).where(QUESTION.c.sitting_id == sitting.id, ~_still_at_work(sitting))
    of_done = ANSWER.c.question_id.in_(done)
    return (
        DRAFT.c.question_id.in_(done),
        and_(of_done, or_(*(ANSWER.c[name].is_not(None) for name in _UNSENT))),
        and_(QUESTION.c.id.in_(done), QUESTION.c.wording_draft.is_not(None)),
        and_(of_done, ANSWER.c.proposed_at.is_not(None)),
    )


def _still_at_work(sitting: Sitting) -> ColumnElement[bool]:
    if sitting.state is SittingState.ARCHIVED:
        return false()
    with_party = QUESTION.c.state.in_((State.ASSIGNED, State.ANSWERED))
    return and_(QUESTION.c.promised_on.is_not(None), with_party)


def _remove_notes(tx: Transaction, sitting: Sitting) -> None:
    own = NOTE.c.sitting_id == sitting.id
    gone = tx.session.execute(select(NOTE.c.number, NOTE.c.question).where(own)).all()
    tx.session.execute(delete(NOTE).where(own))
    for row in gone:
        tx.tell(channels.desk(sitting.slug), channels.note(row.number), channels.question(row.question))


def _remove_messages(tx: Transaction, sitting: Sitting) -> None:
    own = select(MESSAGE.c.id).where(MESSAGE.c.sitting_id == sitting.id)
    told = select(MESSAGE.c.number, MESSAGE_TO.c.seat).join(
        MESSAGE_TO, MESSAGE_TO.c.message_id == MESSAGE.c.id
    )
    rows = tx.session.execute(told.where(MESSAGE.c.sitting_id == sitting.id)).all()
    tx.session.execute(delete(MESSAGE_TO).where(MESSAGE_TO.c.message_id.in_(own)))
    tx.session.execute(delete(MESSAGE).where(MESSAGE.c.sitting_id == sitting.id))
    for row in rows:
        thing = channels.message(row.number)
        tx.tell(channels.desk(sitting.slug), thing)
        tx.tell(channels.party(sitting.slug, row.seat), thing)


def _count(tx: Transaction, column: ColumnElement[int], holds: ColumnElement[bool]) -> int:
    return int(tx.session.execute(select(func.count(column)).where(holds)).scalar_one())
