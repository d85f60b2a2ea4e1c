"""One question to all parties: asked together, answered in the same space and time, shown together (M15). Knows no clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from app.records.entries import Facts, stamp
from app.records.transaction import Transaction
from app.records.vocabulary import Actor, Malformed, Move, OutOfTurn, State, Unknown
from app.routing import publishing
from app.routing.asking import ask_nobody, ask_one, drop_promise_of_the_absent, no_longer_ask
from app.routing.moves import Case, Outcome, begin, is_sent
from app.routing.plans import LONGEST_ADVISED, a_moment

WHY: Final = "together"
"""Why no party is proposed for such a question: it is nobody's turn."""


@dataclass(frozen=True, slots=True)
class Round:
    """On what terms all answer: until when, and in how many characters at most."""

    answers_by: datetime
    limit: int | None = None


def ask_together(case: Case, move: Move, state: State, parties: Sequence[str], terms: Round) -> None:
    """Ask these parties, or all, in the order of the assembly. Nothing is shown until all are in or the time is out.

    What has been sent already and is too long now is that party's draft again. Raises ``Unknown`` for a party without a seat
    and ``Malformed`` (facts: ``field``) for a time that has passed, a length that nobody can keep within, or no seats at all.
    """
    wanted = _seated(case, parties)
    _check(terms, case.tx.at)
    for answer in case.asked:
        if answer.seat not in wanted or _too_long(answer.body or b"", terms.limit):
            no_longer_ask(case, answer)
    question = case.question
    question.together, question.answers_by, question.answer_limit = True, terms.answers_by, terms.limit
    for place, code in enumerate(wanted):
        ask_one(case, code, place, anew=True)
    drop_promise_of_the_absent(case)
    if all(is_sent(answer) for answer in case.asked):
        state = State.ANSWERED
        all_in(case)
    facts: Facts = {
        "parties": " ".join(wanted),
        "proposed": None,
        "why": WHY,
        "reason": None,
        "together": True,
        "answers_by": stamp(terms.answers_by),
        "limit": terms.limit,
    }
    case.enter(move, state, facts=facts)


def end_round(
    tx: Transaction,
    sitting: str,
    number: int,
    *,
    by: Actor,
    seen: int | None = None,
    due: datetime | None = None,
) -> Outcome:
    """The time is out: go on with what is in. Without a single answer the question is received again.

    ``due``: when it was to be, where the timekeeper makes the move. Raises ``OutOfTurn`` where that is not so any more.
    """
    case, state = begin(tx, sitting, number, Move.END_ROUND, by=by, seen=seen)
    if due is not None and case.question.answers_by != due:
        raise OutOfTurn("another time", move=Move.END_ROUND, state=case.question.state)
    missing = leave_out_the_missing(case)
    case.question.answers_by = None
    if not case.asked:
        ask_nobody(case)
        state = State.RECEIVED
    facts: Facts = {"parties": " ".join(case.parties), "waited_for": " ".join(missing)}
    if due is not None:
        facts = {**facts, "due": stamp(due)}
    case.enter(Move.END_ROUND, state, facts=facts)
    publishing.at_once(case)
    return case.outcome()


def leave_out_the_missing(case: Case) -> list[str]:
    """Who has sent nothing is no longer waited for, and the page says so. Returns their codes."""
    missing = [answer for answer in case.asked if not is_sent(answer)]
    for answer in missing:
        no_longer_ask(case, answer)
        answer.missed = True
    drop_promise_of_the_absent(case)
    return [answer.seat for answer in missing]


def fits(case: Case, body: bytes) -> None:
    """Raises ``Malformed`` (facts: ``most``) for an answer longer than all have been given."""
    most = case.question.answer_limit
    if case.question.together and _too_long(body, most):
        raise Malformed("too_long", field="body", most=most)


def all_in(case: Case) -> None:
    """All have answered: the time that was set holds nobody any more, also if an answer is returned."""
    case.question.answers_by = None


def _too_long(body: bytes, most: int | None) -> bool:
    return most is not None and len(body.decode()) > most


def _seated(case: Case, parties: Sequence[str]) -> list[str]:
    seats = [seat.code for seat in case.tx.seats(case.sitting)]
    for code in parties:
        if code not in seats:
            raise Unknown("seat", party=code)
    if not seats:
        raise Malformed("party", field="party")
    return [code for code in seats if not parties or code in parties]


def _check(terms: Round, now: datetime) -> None:
    a_moment("by", terms.answers_by)
    if terms.answers_by <= now:
        raise Malformed("time_past", field="by")
    if terms.limit is not None and not 1 <= terms.limit <= LONGEST_ADVISED:
        raise Malformed("limit", field="limit", longest=LONGEST_ADVISED)
