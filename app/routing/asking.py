"""Which parties a question is asked of, and whose turn it was. Knows the rows of the seats asked; the moves are the desk's."""

from collections.abc import Sequence
from datetime import timedelta

from app.records import drafting
from app.records.queries import entries, loads
from app.records.tables import Answer
from app.records.turns import last_turn
from app.records.vocabulary import Malformed, Move, Override, State, Unknown
from app.routing.distribution import Proposal, propose
from app.routing.moves import Case, is_sent, subject


def ask_parties(
    case: Case, move: Move, state: State, parties: Sequence[str], reason: Override | None
) -> None:
    """Ask these parties and no others, and enter it with the proposal.

    A party that was asked already keeps its place and what it has sent; with nobody left to wait for, the question is
    answered. Raises ``Unknown`` for a party without a seat and ``Malformed`` for none at all.
    """
    wanted = list(dict.fromkeys(parties))
    _seated(case, wanted)
    not_together(case)
    proposed = proposal(case)
    for answer in case.asked:
        if answer.seat not in wanted:
            no_longer_ask(case, answer)
    for place, code in enumerate(wanted):
        ask_one(case, code, place)
    drop_promise_of_the_absent(case)
    if all(is_sent(answer) for answer in case.asked):
        state = State.ANSWERED
    chosen_otherwise = proposed.party is not None and proposed.party not in wanted
    facts = {
        "parties": " ".join(wanted),
        "proposed": proposed.party,
        "why": proposed.why,
        "reason": (reason or Override.UNSTATED) if chosen_otherwise else None,
    }
    case.enter(move, state, facts=facts)


def ask_nobody(case: Case) -> None:
    """No party is asked any more, and no promise stands."""
    for answer in case.asked:
        no_longer_ask(case, answer)
    not_together(case)
    case.question.promised_on = None


def no_longer_ask(case: Case, answer: Answer) -> None:
    """The seat is not asked any more; what it had sent is its draft again."""
    drafting.given_back(case.tx, case.question, answer)
    answer.asked = False
    answer.body = answer.sent_at = answer.note = answer.returned_at = None
    answer.proposed_at = answer.proposed_by = answer.proposed_version = None


def not_together(case: Case) -> None:
    """The question is not one to all parties, or no longer: nobody has missed anything."""
    question = case.question
    question.together, question.answers_by, question.answer_limit = False, None, None
    for answer in case.answers:
        answer.missed = False


def drop_promise_of_the_absent(case: Case) -> None:
    """A promise goes with the party that made it."""
    if case.question.promised_on is not None and _promised_by(case) not in case.parties:
        case.question.promised_on = None


def proposal(case: Case) -> Proposal:
    """Whose turn it is with this question, among the parties that are not asked already."""
    tx, sitting = case.tx, case.sitting
    free = [seat.code for seat in tx.seats(sitting) if seat.code not in case.parties]
    of_root = [] if case.root is None else [answer.seat for answer in tx.answers(case.root) if answer.asked]
    return propose(
        sitting.distribution,
        free,
        tx.look(loads, sitting.slug),
        last_assigned=tx.look(last_turn, sitting.slug),
        follow_up_parties=of_root,
        seed=sitting.lottery_seed,
    )


def _seated(case: Case, parties: list[str]) -> None:
    if not parties:
        raise Malformed("party", field="party")
    codes = {seat.code for seat in case.tx.seats(case.sitting)}
    for code in parties:
        if code not in codes:
            raise Unknown("seat", party=code)


def ask_one(case: Case, code: str, place: int, *, anew: bool = False) -> None:
    """Ask one party. Parties asked together stand in the order in which they were named; ``anew``: also those asked before."""
    answer = next((each for each in case.answers if each.seat == code), None)
    if answer is not None and answer.asked and not anew:
        return
    at = case.tx.at + timedelta(microseconds=place)
    if answer is None:
        answer = Answer(question_id=case.question.id or 0, seat=code, asked_at=at)
        case.answers.append(case.tx.add(answer))
    answer.asked, answer.asked_at = True, at
    answer.missed, answer.hand_back_reason, answer.hand_back_words = False, None, None


def _promised_by(case: Case) -> str | None:
    made = case.tx.look(entries, case.sitting.slug, subject(case.question))
    promises = [entry.facts["party"] for entry in made if entry.move == Move.PROMISE]
    return str(promises[-1]) if promises else None
