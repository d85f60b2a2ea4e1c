"""What the moderator notes on a question without deciding its fate: wording, secrecy mark, a returned answer."""

import re
from typing import Final

from app.records import drafting
from app.records.transaction import Transaction
from app.records.vocabulary import (
    Actor,
    EditReason,
    Malformed,
    Move,
    SittingState,
    State,
    Unknown,
    UnpublishReason,
)
from app.routing import publishing
from app.routing.asking import ask_nobody
from app.routing.moves import Case, Outcome, begin

_PROVISION = re.compile(r"[a-z0-9_]{1,40}")

_PROTECTING: Final = (EditReason.SECRECY, EditReason.PERSONAL_DATA, EditReason.MISTAKE)
"""The reasons for which nobody is shown what was taken away, the weightiest first."""


def edit(
    tx: Transaction,
    sitting: str,
    number: int,
    body: bytes,
    reason: EditReason,
    *,
    by: Actor,
    seen: int | None = None,
) -> Outcome:
    """Prepare the wording that will be published in place of the received one.

    Entered without the text: until ``publish`` it is a draft. The received words again mean no wording of its own. A draft
    that protects somebody goes on doing so when it is polished: published, it is one step from the received words.
    """
    case, state = begin(tx, sitting, number, Move.EDIT, by=by, seen=seen)
    question = case.question
    first = question.wording_draft is None
    as_received = body == tx.text(question.body_id)
    question.wording_draft = None if as_received else body
    question.wording_reason = (
        None if as_received else _weightiest(None if first else question.wording_reason, reason)
    )
    case.enter(Move.EDIT, state, facts={"reason": reason, "first": first})
    return case.outcome()


def mark(
    tx: Transaction, sitting: str, number: int, provision: str, *, by: Actor, seen: int | None = None
) -> Outcome:
    """Mark the question as secret under a provision (R-16), which takes it from parties and public in the same transaction."""
    case, _ = begin(tx, sitting, number, Move.MARK, by=by, seen=seen)
    if not _PROVISION.fullmatch(provision):
        raise Malformed("provision", field="provision")
    was = {"was": case.question.state, **{f"was_{fact}": value for fact, value in case.stood.items()}}
    _hide(case)
    case.question.provision = provision
    case.enter(Move.MARK, case.question.state, facts={"provision": provision, **was})
    return case.outcome()


def unmark(tx: Transaction, sitting: str, number: int, *, by: Actor, seen: int | None = None) -> Outcome:
    """Take the mark away. What it took back or unpublished stays so until somebody decides."""
    case, state = begin(tx, sitting, number, Move.UNMARK, by=by, seen=seen)
    provision, case.question.provision = case.question.provision, None
    case.enter(Move.UNMARK, state, facts={"provision": provision})
    return case.outcome()


def return_(
    tx: Transaction,
    sitting: str,
    number: int,
    note: bytes,
    party: str | None = None,
    *,
    by: Actor,
    seen: int | None = None,
) -> Outcome:
    """Give the answer back to its party, or to all that have answered, with a note. Entered without the text (TF 2:12)."""
    case, state = begin(tx, sitting, number, Move.RETURN, by=by, seen=seen)
    returned = [answer for answer in case.asked if party in (None, answer.seat)]
    if not returned:
        raise Unknown("seat", party=party)
    for answer in returned:
        answer.note, answer.returned_at = note, tx.at
        drafting.given_back(tx, case.question, answer)
    case.enter(Move.RETURN, state, facts={"parties": " ".join(answer.seat for answer in returned)})
    return case.outcome()


def _weightiest(before: str | None, reason: EditReason) -> str:
    """Why the wording differs from the received one, where an earlier draft of it differed for another reason."""
    return next((each for each in _PROTECTING if each in (before, reason)), reason)


def _hide(case: Case) -> None:
    state = case.question.state
    if state in (State.ASSIGNED, State.ANSWERED):
        ask_nobody(case)
        case.follow(Move.TAKE_BACK, by=case.by)
        if case.sitting.state in (SittingState.CLOSED, SittingState.ARCHIVED):
            # What was promised cannot be answered any more, and nothing is left without an outcome after the close.
            case.follow(Move.LAPSE)
    elif state is State.PUBLISHED:
        publishing.take_off_page(case, UnpublishReason.SECRECY)
