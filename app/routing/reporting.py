"""A reader reports what is published, and a moderator lets it stand (R-25, BBS-lagen 5 §). Taking it down is ``unpublish``."""

from dataclasses import dataclass

from app.records import reports
from app.records.reports import ReportReason, StandReason
from app.records.transaction import Transaction
from app.records.vocabulary import Actor, Move
from app.routing.moves import Outcome, begin, subject


@dataclass(frozen=True, slots=True)
class Reported(Outcome):
    """``entry``: the report's number in the sitting's log, for whoever made it to refer to."""

    entry: int = 0


def report(
    tx: Transaction,
    sitting: str,
    number: int,
    reason: ReportReason,
    words: bytes | None = None,
    *,
    by: Actor,
    ticket: str,
    seen: int | None = None,
) -> Reported:
    """Receive a report of a published question with its answers. The same ticket is the same report, however often it is sent.

    Raises ``NotYours`` for anybody but a citizen, ``Unknown``, and ``OutOfTurn`` where the question is not published.
    """
    case, state = begin(tx, sitting, number, Move.REPORT, by=by, seen=seen)
    question = case.question
    known = reports.entered(tx, ticket)
    if known is not None:
        return Reported(question.number, question.version, question.state, known)
    text = None if words is None else tx.keep_text(case.sitting, subject(question), "report", words)
    entry = case.enter(Move.REPORT, state, facts={"reason": reason}, texts=[text] if text else [])
    reports.kept(tx, case.sitting, question, ticket, reason, text, entry)
    return Reported(question.number, question.version, question.state, entry)


def dismiss_report(
    tx: Transaction, sitting: str, number: int, reason: StandReason, *, by: Actor, seen: int | None = None
) -> Outcome:
    """Let the question stand as it is: every report of it is settled. Raises ``OutOfTurn`` where there is none."""
    case, state = begin(tx, sitting, number, Move.DISMISS_REPORT, by=by, seen=seen)
    settled = reports.settled(tx, case.sitting, number)
    case.enter(Move.DISMISS_REPORT, state, facts={"reason": reason, "reports": settled})
    return case.outcome()
