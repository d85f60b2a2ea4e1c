"""What the close brings with it: every post without an outcome gets one, as the system (M2, M19). Knows no clock."""

from collections.abc import Sequence
from typing import Final

from app.records.tables import Question, Sitting
from app.records.transaction import Transaction
from app.records.vocabulary import SYSTEM, Move, State
from app.routing import publishing, rounds
from app.routing.moves import Case, is_sent, take_up

WITHOUT_OUTCOME: Final = (State.RECEIVED, State.HELD, State.ASSIGNED, State.ANSWERED)


def without_outcome(tx: Transaction, sitting: Sitting) -> list[Question]:
    """The posts that have no outcome, in number order. A promise to come back is an outcome."""
    return [
        question
        for question in tx.questions(sitting)
        if question.state in WITHOUT_OUTCOME and question.promised_on is None
    ]


def give_outcomes(tx: Transaction, sitting: Sitting, left: Sequence[Question]) -> None:
    """Let these posts lapse: what is in of several answers is published, where the sitting publishes at once."""
    for question in left:
        _end(take_up(tx, sitting, question, SYSTEM))


def _end(case: Case) -> None:
    if case.question.state is State.ASSIGNED and any(is_sent(answer) for answer in case.asked):
        _answer_with_what_is_in(case)
    if case.question.state in WITHOUT_OUTCOME:
        case.follow(Move.LAPSE)


def _answer_with_what_is_in(case: Case) -> None:
    """Asked of several, answered by some: the time is up for the others."""
    if case.question.together:
        waited_for = rounds.leave_out_the_missing(case)
    else:
        waited_for = [answer.seat for answer in case.asked if not is_sent(answer)]
    case.follow(Move.ANSWER, facts={"time_up": True, "waited_for": " ".join(waited_for)})
    publishing.at_once(case)
