"""Keeps and reads what readers report about published posts (BBS-lagen 5 §). The report itself is an entry; this finds it again."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, func, select
from sqlmodel import Session

from app.records.plain import REPORT, TEXT
from app.records.reported import Report
from app.records.sittings import sitting_id
from app.records.tables import Question, Sitting, Text
from app.records.transaction import Transaction


class ReportReason(StrEnum):
    """What a reader holds against a published post: the law's kinds (BBS-lagen 5 §), personal data, the rules of order."""

    UNLAWFUL_THREAT = "unlawful_threat"
    PRIVACY = "privacy"
    SEDITION = "sedition"
    AGITATION = "agitation"
    CHILD_ABUSE = "child_abuse"
    UNLAWFUL_VIOLENCE = "unlawful_violence"
    TERRORISM = "terrorism"
    COPYRIGHT = "copyright"
    PERSONAL_DATA = "personal_data"
    RULES = "rules"


class StandReason(StrEnum):
    """Why a reported post stands as it is."""

    LAWFUL = "lawful"
    WITHIN_RULES = "within_rules"
    TRIED = "tried"


@dataclass(frozen=True, slots=True)
class ReportView:
    """A report that nobody has settled yet. ``entry``: its number in the log, which the reporter was told."""

    question: int
    reason: str
    words: str | None
    at: datetime
    entry: int


def kept(
    tx: Transaction,
    sitting: Sitting,
    question: Question,
    ticket: str,
    reason: str,
    text: Text | None,
    entry: int,
) -> None:
    """Keep a report beside its entry."""
    tx.add(
        Report(
            sitting_id=sitting.id or 0,
            question=question.number,
            ticket=ticket,
            reason=reason,
            text_id=text.id if text else None,
            entry=entry,
            at=tx.at,
        )
    )


def entered(tx: Transaction, ticket: str) -> int | None:
    """The number in the log of the report that this ticket has made already."""
    found: int | None = tx.session.execute(select(REPORT.c.entry).where(REPORT.c.ticket == ticket)).scalar()
    return found


def open_on(tx: Transaction, sitting: Sitting, number: int) -> int:
    """How many reports of the post nobody has settled."""
    return int(tx.session.execute(select(func.count()).where(*_open(sitting.id, (number,)))).scalar_one())


def settled(tx: Transaction, sitting: Sitting, number: int) -> int:
    """Settle every report of the post, whichever way, and return how many there were."""
    of_it = REPORT.update().where(*_open(sitting.id, (number,))).values(settled_at=tx.at)
    return int(tx.session.execute(of_it).rowcount)  # type: ignore[attr-defined]  # an update has it


def waiting(
    session: Session, slug: str, questions: Collection[int] | None = None
) -> dict[int, tuple[ReportView, ...]]:
    """The reports that wait for a moderator, by the post they are of, oldest first. Raises ``Unknown`` for the sitting."""
    wanted = (
        select(REPORT, TEXT.c.value)
        .select_from(REPORT.outerjoin(TEXT, TEXT.c.id == REPORT.c.text_id))
        .where(*_open(sitting_id(session, slug), questions))
        .order_by(REPORT.c.id)
    )
    found: dict[int, tuple[ReportView, ...]] = {}
    for row in session.execute(wanted):
        words = None if row.value is None else row.value.decode()
        view = ReportView(row.question, row.reason, words, row.at, row.entry)
        found[row.question] = (*found.get(row.question, ()), view)
    return found


def _open(sitting: int | None, questions: Collection[int] | None) -> list[ColumnElement[bool]]:
    among = [] if questions is None else [REPORT.c.question.in_(sorted(questions))]
    return [REPORT.c.sitting_id == sitting, REPORT.c.settled_at.is_(None), *among]
