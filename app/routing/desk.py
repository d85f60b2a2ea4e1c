"""The moderator's desk: what becomes of a post on its way to a party. Each move is one function, one transaction."""

from collections.abc import Sequence

from app.records.tables import Announcement, Question
from app.records.transaction import Transaction
from app.records.vocabulary import Actor, DeclineReason, Malformed, Move, Override, ReferTo, State
from app.routing import publishing, telling
from app.routing.asking import ask_nobody, ask_parties
from app.routing.lifecycle import next_sitting_state
from app.routing.marks import edit, mark, return_, unmark
from app.routing.moves import Case, Outcome, begin, belongs, found, subject
from app.routing.rounds import Round, ask_together
from app.routing.rules import rules_of

__all__ = [
    "announce",
    "assign",
    "decline",
    "edit",
    "hold",
    "lapse",
    "mark",
    "merge",
    "reassign",
    "refer",
    "release",
    "reopen",
    "return_",
    "take_back",
    "unmark",
]


def assign(
    tx: Transaction,
    sitting: str,
    number: int,
    party: Sequence[str],
    reason: Override | None = None,
    together: Round | None = None,
    *,
    by: Actor,
    seen: int | None = None,
) -> Outcome:
    """Ask one party or several for an answer (M13, M15). ``together``: all of them, or those named, on the same terms.

    The entry holds whose turn it was and, where another was chosen, why: ``unstated`` where no reason is given. Raises
    ``Unknown`` for a party without a seat and ``Malformed`` for none at all.
    """
    case, state = begin(tx, sitting, number, Move.ASSIGN, by=by, seen=seen)
    _ask(case, Move.ASSIGN, state, party, reason, together)
    return case.outcome()


def reassign(
    tx: Transaction,
    sitting: str,
    number: int,
    party: Sequence[str],
    reason: Override | None = None,
    together: Round | None = None,
    *,
    by: Actor,
    seen: int | None = None,
) -> Outcome:
    """Ask these parties instead. One that was asked already keeps what it has sent; with nobody left to wait for, it is answered."""
    case, state = begin(tx, sitting, number, Move.REASSIGN, by=by, seen=seen)
    _ask(case, Move.REASSIGN, state, party, reason, together)
    publishing.at_once(case)
    return case.outcome()


def take_back(tx: Transaction, sitting: str, number: int, *, by: Actor, seen: int | None = None) -> Outcome:
    """Take the question back from the parties asked. What they had sent is their draft again."""
    case, state = begin(tx, sitting, number, Move.TAKE_BACK, by=by, seen=seen)
    ask_nobody(case)
    case.enter(Move.TAKE_BACK, state)
    return case.outcome()


def hold(tx: Transaction, sitting: str, number: int, *, by: Actor, seen: int | None = None) -> Outcome:
    """Keep the post aside for now."""
    case, state = begin(tx, sitting, number, Move.HOLD, by=by, seen=seen)
    case.enter(Move.HOLD, state)
    return case.outcome()


def release(tx: Transaction, sitting: str, number: int, *, by: Actor, seen: int | None = None) -> Outcome:
    """Put a held post back among the received."""
    case, state = begin(tx, sitting, number, Move.RELEASE, by=by, seen=seen)
    case.enter(Move.RELEASE, state)
    return case.outcome()


def decline(
    tx: Transaction,
    sitting: str,
    number: int,
    reason: DeclineReason,
    words: bytes | None = None,
    *,
    by: Actor,
    seen: int | None = None,
) -> Outcome:
    """Do not publish the post, for a reason of the rules that the sitting is held under (M14), with words to the asker."""
    case, state = begin(tx, sitting, number, Move.DECLINE, by=by, seen=seen)
    if reason not in rules_of(case.sitting.rules_version).reasons:
        raise Malformed("reason", field="reason")
    case.question.reason = reason
    return _end(case, Move.DECLINE, state, words, reason=reason)


def refer(
    tx: Transaction,
    sitting: str,
    number: int,
    to: ReferTo,
    words: bytes | None = None,
    *,
    by: Actor,
    seen: int | None = None,
) -> Outcome:
    """Show the asker to those whose work the question is about, with words."""
    case, state = begin(tx, sitting, number, Move.REFER, by=by, seen=seen)
    case.question.referred_to = to
    return _end(case, Move.REFER, state, words, referred_to=to)


def merge(
    tx: Transaction, sitting: str, number: int, into: int, *, by: Actor, seen: int | None = None
) -> Outcome:
    """Let the post share another one's fate: the original is kept. One that is itself merged is followed to its end.

    Raises ``Unknown`` for no such question and ``Malformed`` where the post would be merged into itself.
    """
    case, state = begin(tx, sitting, number, Move.MERGE, by=by, seen=seen)
    target = _end_of_chain(case, into)
    if target.number == number:
        raise Malformed("into" if into == number else "circle", field="into", into=into)
    case.question.into = target.number
    _end(case, Move.MERGE, state, None, into=target.number)
    publishing.merged_changed(case, target)
    return case.outcome()


def lapse(tx: Transaction, sitting: str, number: int, *, by: Actor, seen: int | None = None) -> Outcome:
    """Close the post as not reached (M2)."""
    case, state = begin(tx, sitting, number, Move.LAPSE, by=by, seen=seen)
    return _end(case, Move.LAPSE, state, None)


def reopen(tx: Transaction, sitting: str, number: int, *, by: Actor, seen: int | None = None) -> Outcome:
    """Take up again what had its outcome. The reason and the words that were given stay in the entries."""
    case, state = begin(tx, sitting, number, Move.REOPEN, by=by, seen=seen)
    question = case.question
    facts = {
        "reason": question.reason,
        "referred_to": question.referred_to,
        "into": question.into,
        "words": question.words_id,
    }
    merged_into = None if question.into is None else _end_of_chain(case, question.into)
    question.reason = question.referred_to = question.into = question.words_id = None
    ask_nobody(case)
    case.enter(Move.REOPEN, state, facts=facts)
    if merged_into is not None:
        publishing.merged_changed(case, merged_into)
    return case.outcome()


def announce(tx: Transaction, sitting: str, body: bytes, *, by: Actor) -> int:
    """Tell every page of the sitting something, and return the announcement's number."""
    belongs(by, sitting)
    held = tx.sitting(sitting)
    next_sitting_state(held.state, Move.ANNOUNCE, by)
    number = tx.next_announcement(held)
    about = f"announcement/{number}"
    text = tx.keep_text(held, about, "announcement", body)
    tx.add(Announcement(sitting_id=held.id or 0, number=number, text_id=text.id or 0, at=tx.at))
    tx.enter(held, about, Move.ANNOUNCE, by, {"number": number}, [text])
    telling.announced(tx, held, tx.seats(held), number, body.decode())
    return number


def _ask(
    case: Case,
    move: Move,
    state: State,
    party: Sequence[str],
    reason: Override | None,
    together: Round | None,
) -> None:
    if together is None:
        ask_parties(case, move, state, party, reason)
    else:
        ask_together(case, move, state, party, together)


def _end(case: Case, move: Move, state: State, words: bytes | None, **facts: str | int | None) -> Outcome:
    """Give the post an outcome, with words to the asker: those are a record, because they are sent."""
    texts = []
    if words is not None:
        texts.append(case.tx.keep_text(case.sitting, subject(case.question), "words", words))
        case.question.words_id = texts[0].id
    case.question.promised_on = None
    case.enter(move, state, facts=facts, texts=texts)
    return case.outcome()


def _end_of_chain(case: Case, number: int) -> Question:
    """The question that this one leads to when each merge is followed: itself, if it is not merged."""
    end = found(case.tx, case.sitting, number)
    while end.into is not None:
        end = case.tx.question(case.sitting, end.into)
    return end
