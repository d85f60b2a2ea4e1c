"""Removes a rehearsal with all that was said in it. Knows no other way to remove anything, and refuses for a real sitting."""

from sqlalchemy import delete, func, select

from app.records.plain import (
    ANNOUNCEMENT,
    ANSWER,
    CHANNEL,
    DRAFT,
    ENTRY,
    GRANT,
    HANDOVER,
    LOG,
    MATERIAL,
    MESSAGE,
    MESSAGE_TO,
    NOTE,
    NOTICE,
    QUESTION,
    REPORT,
    SEAT,
    SITTING,
    TEXT,
)
from app.records.tables import Sitting
from app.records.transaction import Transaction


def slug_is_taken(tx: Transaction, slug: str) -> bool:
    """Whether a sitting has, or ever had, this slug. The log's row stays when a rehearsal is removed: no slug is reused."""
    return tx.session.execute(select(LOG.c.name).where(LOG.c.name == slug)).first() is not None


def remove_all(tx: Transaction, sitting: Sitting) -> dict[str, int]:
    """Remove the rehearsal's rows and return how many questions and entries there were.

    Its entries may go because no tree was built over them; the triggers let them go while the flag stands beside them.
    """
    if not sitting.rehearsal:
        raise ValueError("only a rehearsal is removed")
    tx.session.flush()
    slug, number = sitting.slug, sitting.id
    run = tx.session.execute
    counts = {
        "questions": run(select(func.count()).where(QUESTION.c.sitting_id == number)).scalar_one(),
        "entries": run(select(func.count()).where(ENTRY.c.log == slug)).scalar_one(),
    }
    questions = select(QUESTION.c.id).where(QUESTION.c.sitting_id == number)
    run(delete(DRAFT).where(DRAFT.c.question_id.in_(questions)))
    run(delete(ANSWER).where(ANSWER.c.question_id.in_(questions)))
    told = select(MESSAGE.c.id).where(MESSAGE.c.sitting_id == number)
    run(delete(MESSAGE_TO).where(MESSAGE_TO.c.message_id.in_(told)))
    for table in (NOTE, MESSAGE, HANDOVER, REPORT, ANNOUNCEMENT, MATERIAL, QUESTION, SEAT):
        run(delete(table).where(table.c.sitting_id == number))
    run(delete(ENTRY).where(ENTRY.c.log == slug))
    # A text that replaces another has the higher number: removed in one statement, no row is left pointing at nothing.
    run(delete(TEXT).where(TEXT.c.sitting_id == number))
    for table, column in ((NOTICE, NOTICE.c.channel), (CHANNEL, CHANNEL.c.name)):
        run(delete(table).where(column.startswith(f"{slug}/", autoescape=True)))
    run(delete(GRANT).where(GRANT.c.sitting == slug))
    run(delete(SITTING).where(SITTING.c.id == number))
    tx.forget(slug)
    return counts
