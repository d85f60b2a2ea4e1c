"""The party's panel: what a politician does with a question that the own seat is asked (M20). Sees no other party's words."""

from datetime import date

from app.records import drafting
from app.records.entries import Facts
from app.records.tables import Seat
from app.records.transaction import Transaction
from app.records.vocabulary import (
    Actor,
    Capacity,
    HandBackReason,
    Malformed,
    Move,
    NotYours,
    Stale,
    State,
    Unknown,
)
from app.routing import approval, publishing, rounds
from app.routing.asking import drop_promise_of_the_absent, no_longer_ask, not_together
from app.routing.moves import Case, Outcome, begin, is_sent, own_part
from app.routing.times import local_date


def answer(
    tx: Transaction,
    sitting: str,
    number: int,
    body: bytes,
    *,
    by: Actor,
    seen: int | None = None,
    draft: int | None = None,
) -> Outcome:
    """Send the seat's answer, or another in place of the one sent. Entered without the text (TF 2:12).

    The question is answered when every seat asked has answered; then it is published where the sitting publishes at once.
    ``draft``: the draft's version that was written on. Raises ``Stale`` as ``approval.not_overtaken`` does.
    """
    case, state = begin(tx, sitting, number, Move.ANSWER, by=by, seen=seen)
    own = own_part(case)
    rounds.fits(case, body)
    approval.not_overtaken(case, own, body, draft)
    again = own.body is not None
    capacity = by.capacity or Capacity.MEMBER
    own.written_by, own.capacity = by.account, capacity
    facts: Facts = {
        "party": own.seat,
        "capacity": capacity,
        "again": again,
        **approval.approved(case, own, body),
    }
    own.body, own.sent_at, own.note, own.returned_at = body, tx.at, None, None
    own.answers_for = _answers_for(_seat(case), capacity)
    drafting.sent(tx, case.question, own.seat)
    state = _when_all_have_sent(case, state)
    if state is State.ANSWERED:
        rounds.all_in(case)
    case.enter(Move.ANSWER, state, facts=facts)
    publishing.at_once(case)
    return case.outcome()


def hand_back(
    tx: Transaction,
    sitting: str,
    number: int,
    reason: HandBackReason,
    words: bytes | None = None,
    *,
    by: Actor,
    seen: int | None = None,
) -> Outcome:
    """Hand the question back: the seat is no longer asked. With no seat left it is received again."""
    case, state = begin(tx, sitting, number, Move.HAND_BACK, by=by, seen=seen)
    own = own_part(case)
    no_longer_ask(case, own)
    own.hand_back_reason, own.hand_back_words = reason, words
    drop_promise_of_the_absent(case)
    if case.asked:
        state = _when_all_have_sent(case, State.ANSWERED)
        if state is State.ANSWERED:
            rounds.all_in(case)
    else:
        not_together(case)
    case.enter(Move.HAND_BACK, state, facts={"party": own.seat, "reason": reason})
    publishing.at_once(case)
    return case.outcome()


def promise(
    tx: Transaction, sitting: str, number: int, by_date: date, *, by: Actor, seen: int | None = None
) -> Outcome:
    """Promise to come back with an answer by a date, which is today or later where the sitting is held.

    The question stays with the party, counts as having an outcome at the close and can be answered after it.
    """
    case, state = begin(tx, sitting, number, Move.PROMISE, by=by, seen=seen)
    if by_date < local_date(tx.at, case.sitting.zone):
        raise Malformed("past", field="by", by=by_date.isoformat())
    case.question.promised_on = by_date
    case.enter(Move.PROMISE, state, facts={"party": by.seat, "by": by_date.isoformat()})
    return case.outcome()


def save_draft(
    tx: Transaction, sitting: str, number: int, seat: str, body: bytes, base_version: int, *, by: Actor
) -> int:
    """Keep what the seat is writing and return the draft's new version. No record and no move (R-19): run with ``keep``.

    ``base_version``: the version that was written on, 0 where there was none. Raises ``NotYours``, ``OutOfTurn`` where the
    question cannot be answered, and ``Stale`` (facts: ``draft``, the version that stands) where another has written since.
    """
    case, _ = begin(tx, sitting, number, approval.writing(tx, sitting, by), by=by, seen=None)
    if by.seat != seat:
        raise NotYours("another seat", party=seat)
    found = drafting.found(tx, case.question, seat)
    stands = 0 if found is None else found.version
    if base_version != stands:
        raise Stale("draft", number=number, draft=stands)
    return drafting.kept(tx, case.question, seat, body, by.account)


def _seat(case: Case) -> Seat:
    found = [seat for seat in case.tx.seats(case.sitting) if seat.code == case.by.seat]
    if not found:
        raise Unknown("seat", party=case.by.seat)
    return found[0]


def _answers_for(seat: Seat, capacity: Capacity) -> str:
    """Who answers for what is sent (M22): a helper writes for the ordinary member. Without a name it is the party's."""
    name = seat.substitute if capacity is Capacity.SUBSTITUTE else seat.member
    return name or seat.name


def _when_all_have_sent(case: Case, answered: State) -> State:
    return answered if all(is_sent(each) for each in case.asked) else State.ASSIGNED
