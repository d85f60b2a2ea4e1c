"""What the close brings with it: every post without an outcome gets one, as the system (M2, M19). Knows no clock."""

from app.records.tables import Sitting
from app.records.transaction import Transaction
from app.records.vocabulary import SYSTEM, Move, State
from app.routing import publishing, rounds
from app.routing.moves import Case, is_sent, take_up

_WITHOUT_OUTCOME = (State.RECEIVED, State.HELD, State.ASSIGNED, State.ANSWERED)


def give_outcomes(tx: Transaction, sitting: Sitting) -> None:
    """Let every post lapse that has no outcome, in number order. A promise to come back is an outcome."""
    for question in tx.questions(sitting):
        if question.state in _WITHOUT_OUTCOME and question.promised_on is None:
            _end(take_up(tx, sitting, question, SYSTEM))


def _end(case: Case) -> None:
    if case.question.state is State.ASSIGNED and any(is_sent(answer) for answer in case.asked):
        _answer_with_what_is_in(case)
    if case.question.state in _WITHOUT_OUTCOME:
        case.follow(Move.LAPSE)


def _answer_with_what_is_in(case: Case) -> None:
    """Asked of several, answered by some: the time is up for the others."""
    if case.question.together:
        waited_for = rounds.leave_out_the_missing(case)
    else:
        waited_for = [answer.seat for answer in case.asked if not is_sent(answer)]
    case.follow(Move.ANSWER, facts={"time_up": True, "waited_for": " ".join(waited_for)})
    publishing.at_once(case)
