"""Undo: no move of its own, but the moves that lead back to where a question's last move found it. Knows no clock."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from app.records.queries import entries
from app.records.renditions import replaced
from app.records.tables import Question
from app.records.transaction import Transaction
from app.records.views import EntryView
from app.records.vocabulary import (
    Actor,
    DeclineReason,
    EditReason,
    Move,
    OutOfTurn,
    ReferTo,
    SittingState,
    State,
    UnpublishReason,
)
from app.routing import desk, publishing
from app.routing.lifecycle import WHILE, may
from app.routing.moves import DECIDES_NOTHING, Outcome, belongs, found, still, subject

M = Move
Facts = Mapping[str, str | int | bool | None]
Way = tuple[Move, ...]

_FIRST: Final[Mapping[str, Way]] = {
    M.DECLINE: (M.REOPEN,),
    M.MERGE: (M.REOPEN,),
    M.REFER: (M.REOPEN,),
    M.LAPSE: (M.REOPEN,),
    M.TAKE_BACK: (),
    M.PROMISE: (M.TAKE_BACK,),
}
"""What leads to received, before the way on to where the question stood."""

_THERE: Final[Mapping[str, Way]] = {
    M.HOLD: (M.RELEASE,),
    M.RELEASE: (M.HOLD,),
    M.PUBLISH: (M.UNPUBLISH,),
    M.UNPUBLISH: (M.REPUBLISH,),
    M.REPUBLISH: (M.UNPUBLISH,),
    M.CORRECT: (M.CORRECT,),
    M.UNMARK: (M.MARK,),
}
"""What leads back by itself. Published leads back to unpublished: what was seen was seen."""

_PLAIN: Final[Mapping[Move, Callable[..., Outcome]]] = {
    M.TAKE_BACK: desk.take_back,
    M.HOLD: desk.hold,
    M.RELEASE: desk.release,
    M.REOPEN: desk.reopen,
    M.UNMARK: desk.unmark,
    M.LAPSE: desk.lapse,
    M.REPUBLISH: publishing.republish,
}
"""The moves that need no facts."""

_ENDED_BY: Final[Mapping[str, Move]] = {"reason": M.DECLINE, "into": M.MERGE, "referred_to": M.REFER}


def ways_back(move: str, facts: Facts, sitting: SittingState) -> Way:
    """The moves that undo a question's last move; none where nothing leads back, and undo is not offered.

    ``move``, ``facts``: of the question's last entry. An answer, a return and what was handed back have no way back, nor has
    what would lose an answer sent or a promise made.
    """
    way = _way(move, facts)
    return way if way and set(way) <= WHILE[sitting] else ()


def latest(entries: Sequence[EntryView]) -> EntryView:
    """The last of a question's entries that decided something: every question has at least been asked."""
    return next(entry for entry in reversed(entries) if entry.move not in DECIDES_NOTHING)


def undo(tx: Transaction, sitting: str, number: int, *, by: Actor, seen: int | None = None) -> Outcome:
    """Make the moves that lead back, in one transaction. Raises ``OutOfTurn`` where there are none, and ``Stale``."""
    may(Move.TAKE_BACK, by)
    belongs(by, sitting)
    held = tx.sitting(sitting)
    question = found(tx, held, number)
    still(question, seen)
    last = latest(tx.look(entries, sitting, subject(question)))
    way = ways_back(last.move, last.facts, held.state)
    if not way:
        raise OutOfTurn("nothing leads back", move=last.move, state=question.state)
    for move in way:
        _make(tx, sitting, question, move, last.facts, by)
    return Outcome(number, question.version, question.state)


def _way(move: str, facts: Facts) -> Way | None:
    """The way back by the entry alone; None where nothing leads back."""
    if move in _THERE:
        return _THERE[move]
    if move in _FIRST:
        return _joined(_FIRST[move], _to(facts))
    if move == M.ASSIGN:
        return _joined((M.TAKE_BACK,), _to(facts))
    if move == M.MARK:
        return _joined((M.UNMARK,), _given_back(facts))
    if move == M.REASSIGN:
        return (M.REASSIGN,) if _nothing_lost(facts, "") else None
    if move == M.EDIT:
        return (M.EDIT,) if facts["first"] else None
    if move == M.REOPEN:
        return (next((end for fact, end in _ENDED_BY.items() if facts[fact] is not None), M.LAPSE),)
    return None


def _to(facts: Facts) -> Way | None:
    """From received to where the question stood before its last move."""
    stood = facts["from"]
    if stood == State.ASSIGNED:
        return (M.ASSIGN,) if _nothing_lost(facts, "") else None
    if stood == State.ANSWERED:
        return None
    return (M.HOLD,) if stood == State.HELD else ()


def _given_back(facts: Facts) -> Way | None:
    """What gives back what a mark took from the parties or the public."""
    was = facts["was"]
    if was == State.ASSIGNED:
        return (M.ASSIGN,) if _nothing_lost(facts, "was_") else None
    if was == State.ANSWERED:
        return None
    return (M.REPUBLISH,) if was == State.PUBLISHED else ()


def _nothing_lost(facts: Facts, prefix: str) -> bool:
    """Whether no answer sent, no promise made and no question to all would be missing: they cannot be made again."""
    lost = (facts.get(f"{prefix}{what}") for what in ("had_sent", "had_promised", "had_together"))
    return not any(lost)


def _joined(first: Way, then: Way | None) -> Way | None:
    return None if then is None else (*first, *then)


def _make(tx: Transaction, sitting: str, question: Question, move: Move, facts: Facts, by: Actor) -> None:
    number = question.number
    if move in _PLAIN:
        _PLAIN[move](tx, sitting, number, by=by)
    elif move in (M.ASSIGN, M.REASSIGN):
        ask = desk.assign if move is M.ASSIGN else desk.reassign
        ask(tx, sitting, number, str(facts.get("had") or facts.get("was_had")).split(), by=by)
    elif move is M.UNPUBLISH:
        publishing.unpublish(tx, sitting, number, _unpublished_for(facts), by=by)
    elif move is M.MARK:
        desk.mark(tx, sitting, number, str(facts["provision"]), by=by)
    elif move is M.EDIT:
        desk.edit(tx, sitting, number, tx.text(question.body_id), EditReason.MISTAKE, by=by)
    elif move is M.CORRECT:
        before = tx.look(replaced, _number(facts["text"]))
        if not before:
            raise OutOfTurn("lawfully destroyed", move=move, state=question.state)
        publishing.correct(tx, sitting, number, str(facts["of"]), before, EditReason.MISTAKE, by=by)
    else:
        _end_again(tx, sitting, number, move, facts, by)


def _end_again(tx: Transaction, sitting: str, number: int, move: Move, facts: Facts, by: Actor) -> None:
    """Give a reopened question the outcome that it had, with the same words."""
    words = None if facts["words"] is None else tx.text(_number(facts["words"]))
    if move is M.DECLINE:
        desk.decline(tx, sitting, number, DeclineReason(str(facts["reason"])), words, by=by)
    elif move is M.REFER:
        desk.refer(tx, sitting, number, ReferTo(str(facts["referred_to"])), words, by=by)
    elif move is M.MERGE:
        desk.merge(tx, sitting, number, _number(facts["into"]), by=by)


def _unpublished_for(facts: Facts) -> UnpublishReason:
    """Why it was unpublished before it was republished; a publication undone was a mistake."""
    reason = facts.get("reason")
    return UnpublishReason.MISTAKE if reason is None else UnpublishReason(str(reason))


def _number(fact: str | int | bool | None) -> int:
    return int(str(fact))
