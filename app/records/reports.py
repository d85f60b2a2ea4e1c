"""Keeps and reads what readers report about published posts (BBS-lagen 5 §). The report itself is an entry; this finds it again."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import bindparam, func, select
from sqlmodel import Session

from app.records.plain import REPORT, TEXT
from app.records.prepared import Prepared
from app.records.reported import Report
from app.records.sittings import sitting_id
from app.records.tables import Question, Sitting, Text
from app.records.transaction import Transaction

_OPEN = (REPORT.c.sitting_id == bindparam("sitting"), REPORT.c.settled_at.is_(None))
_HOW_MANY = select(func.count()).where(*_OPEN, REPORT.c.question == bindparam("number"))
_REPORTS = (
    select(REPORT, TEXT.c.value)
    .select_from(REPORT.outerjoin(TEXT, TEXT.c.id == REPORT.c.text_id))
    .where(*_OPEN)
    .order_by(REPORT.c.id)
)
_WAITING = Prepared(_REPORTS)
_WAITING_ON = Prepared(_REPORTS.where(REPORT.c.question.in_(bindparam("questions", expanding=True))))


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
    return int(tx.session.execute(_HOW_MANY, {"sitting": sitting.id, "number": number}).scalar_one())


def settled(tx: Transaction, sitting: Sitting, number: int) -> int:
    """Settle every report of the post, whichever way, and return how many there were."""
    of_it = REPORT.update().where(*_OPEN, REPORT.c.question == bindparam("number")).values(settled_at=tx.at)
    return int(tx.session.execute(of_it, {"sitting": sitting.id, "number": number}).rowcount)  # type: ignore[attr-defined]  # an update has it


def waiting(
    session: Session, slug: str, questions: Collection[int] | None = None
) -> dict[int, tuple[ReportView, ...]]:
    """The reports that wait for a moderator, by the post they are of, oldest first. Raises ``Unknown`` for the sitting."""
    within = {"sitting": sitting_id(session, slug)}
    if questions is None:
        rows = _WAITING.found(session, within)
    else:
        rows = _WAITING_ON.found(session, {**within, "questions": sorted(questions)})
    found: dict[int, tuple[ReportView, ...]] = {}
    for row in rows:
        words = None if row["value"] is None else row["value"].decode()
        view = ReportView(row["question"], row["reason"], words, row["at"], row["entry"])
        found[view.question] = (*found.get(view.question, ()), view)
    return found
