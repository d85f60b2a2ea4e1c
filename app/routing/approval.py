"""What a helper writes and the member answers for (M22), and the corrections that a party asks for. Publishes nothing."""

from app.records import drafting
from app.records.entries import Facts
from app.records.tables import Answer
from app.records.transaction import Transaction
from app.records.vocabulary import Actor, Capacity, Move, Stale, Unknown
from app.routing import rounds
from app.routing.moves import Case, Outcome, begin, own_part


def propose(
    tx: Transaction,
    sitting: str,
    number: int,
    body: bytes,
    *,
    by: Actor,
    seen: int | None = None,
    draft: int | None = None,
) -> Outcome:
    """Leave the answer to the member for approval: it is the seat's draft still, and nothing is sent.

    Raises ``NotYours`` for anybody but a helper, ``OutOfTurn`` where the sitting demands no approval, and ``Stale`` as
    ``not_overtaken`` does.
    """
    case, state = begin(tx, sitting, number, Move.PROPOSE, by=by, seen=seen)
    own = own_part(case)
    rounds.fits(case, body)
    not_overtaken(case, own, body, draft)
    again = own.proposed_at is not None
    own.proposed_version = drafting.kept(tx, case.question, own.seat, body, by.account)
    own.proposed_at, own.proposed_by = tx.at, by.account
    case.enter(Move.PROPOSE, state, facts={"party": own.seat, "capacity": by.capacity, "again": again})
    return case.outcome()


def approved(case: Case, own: Answer, body: bytes) -> Facts:
    """What the entry of a sent answer tells of the proposal that it takes up: whose it was, and whether it was changed.

    Sent word for word, the answer is one that the helper has written.
    """
    if own.proposed_at is None:
        return {}
    draft = drafting.found(case.tx, case.question, own.seat)
    as_proposed = draft is not None and draft.version == own.proposed_version and draft.body == body
    if as_proposed:
        own.written_by, own.capacity = own.proposed_by, Capacity.HELPER
    facts: Facts = {"proposed_by": own.proposed_by, "changed": not as_proposed}
    own.proposed_at = own.proposed_by = own.proposed_version = None
    return facts


def not_overtaken(case: Case, own: Answer, body: bytes, draft: int | None) -> None:
    """See to it that what is sent takes no colleague's newer draft with it: ``draft`` is the version that was written on.

    Without one nothing is compared. Raises ``Stale`` (facts: ``draft``, the version that stands), unless it says the same.
    """
    stands = None if draft is None else drafting.found(case.tx, case.question, own.seat)
    if draft is not None and stands is not None and stands.version > draft and stands.body != body:
        raise Stale("draft", number=case.question.number, draft=stands.version)


def writing(tx: Transaction, sitting: str, by: Actor) -> Move:
    """The move that this actor's writing leads to: where the member approves, a helper's is a proposal."""
    proposes = by.capacity is Capacity.HELPER and tx.sitting(sitting).approval
    return Move.PROPOSE if proposes else Move.ANSWER


def request(
    tx: Transaction, sitting: str, number: int, body: bytes, *, by: Actor, seen: int | None = None
) -> Outcome:
    """Ask the moderator for another wording of what the party has published. Entered without the text: it is a draft.

    Raises ``Unknown`` where the party has published nothing here.
    """
    case, state = begin(tx, sitting, number, Move.REQUEST, by=by, seen=seen)
    own = own_part(case)
    if own.text_id is None:
        raise Unknown("seat", party=own.seat)
    again = own.correction is not None
    own.correction, own.correction_at, own.correction_note = body, tx.at, None
    case.enter(Move.REQUEST, state, facts={"party": own.seat, "capacity": by.capacity, "again": again})
    return case.outcome()


def dismiss(
    tx: Transaction,
    sitting: str,
    number: int,
    note: bytes,
    party: str | None = None,
    *,
    by: Actor,
    seen: int | None = None,
) -> Outcome:
    """Leave the published wording as it is, with a note to the party that asked for another, or to all that did."""
    case, state = begin(tx, sitting, number, Move.DISMISS, by=by, seen=seen)
    asking = [each for each in case.answers if each.correction is not None and party in (None, each.seat)]
    if not asking:
        raise Unknown("seat", party=party)
    for answer in asking:
        answer.correction, answer.correction_at, answer.correction_note = None, None, note
    case.enter(Move.DISMISS, state, facts={"parties": " ".join(answer.seat for answer in asking)})
    return case.outcome()
