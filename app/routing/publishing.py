"""Puts question and answer on the page together, corrects them, takes them off and back. Knows no page, only who is told."""

from app.records import reports
from app.records.entries import Facts
from app.records.tables import Question, Sitting, Text
from app.records.transaction import Transaction
from app.records.vocabulary import SYSTEM, Actor, EditReason, Move, State, Unknown, UnpublishReason
from app.routing import telling
from app.routing.lifecycle import open_moves
from app.routing.moves import Case, Outcome, begin, is_sent, subject, take_up

QUESTION = "question"
"""What ``correct`` is told to correct when it is not a party's answer."""


def publish(tx: Transaction, sitting: str, number: int, *, by: Actor, seen: int | None = None) -> Outcome:
    """Put the question and its answers on the page. Their texts are committed here: until now they were drafts."""
    case, _ = begin(tx, sitting, number, Move.PUBLISH, by=by, seen=seen)
    _put_on_page(case, by)
    return case.outcome()


def correct(
    tx: Transaction,
    sitting: str,
    number: int,
    of: str,
    body: bytes,
    reason: EditReason,
    *,
    by: Actor,
    seen: int | None = None,
) -> Outcome:
    """Put a new wording beside the one published, and in its place on the page (M23).

    ``of``: ``"question"`` or a party's code. Raises ``Unknown`` for a party without a published answer.
    """
    case, state = begin(tx, sitting, number, Move.CORRECT, by=by, seen=seen)
    text = (
        _corrected_question(case, body, reason)
        if of == QUESTION
        else _corrected_answer(case, of, body, reason)
    )
    case.question.corrected_at = tx.at
    case.enter(Move.CORRECT, state, facts={"of": of, "reason": reason, "text": text.id}, texts=[text])
    if state is State.PUBLISHED and case.standing.rooted:
        telling.on_page(tx, case.sitting, case.question)
    return case.outcome()


def unpublish(
    tx: Transaction,
    sitting: str,
    number: int,
    reason: UnpublishReason,
    *,
    by: Actor,
    seen: int | None = None,
) -> Outcome:
    """Take the question off every page, a root with its thread, keeping all of it (M18). A dated line is left."""
    case, _ = begin(tx, sitting, number, Move.UNPUBLISH, by=by, seen=seen)
    take_off_page(case, reason)
    return case.outcome()


def republish(tx: Transaction, sitting: str, number: int, *, by: Actor, seen: int | None = None) -> Outcome:
    """Put the question back where it stood, a root with its thread."""
    case, state = begin(tx, sitting, number, Move.REPUBLISH, by=by, seen=seen)
    reason, case.question.reason, case.question.unpublished_at = case.question.reason, None, None
    case.enter(Move.REPUBLISH, state, facts={"reason": reason})
    telling.back_on_page(tx, case.sitting, case.question)
    _tell_follow_ups(case)
    return case.outcome()


def take_off_page(case: Case, reason: UnpublishReason) -> None:
    """Unpublish, as a move or with one that brings it."""
    case.question.reason, case.question.unpublished_at = reason, case.tx.at
    settled = reports.settled(case.tx, case.sitting, case.question.number)
    facts: Facts = {"reason": reason, **({"reports": settled} if settled else {})}
    case.enter(Move.UNPUBLISH, State.UNPUBLISHED, facts=facts)
    if case.standing.rooted:
        telling.off_page(case.tx, case.sitting, case.question)
    _tell_follow_ups(case)


def at_once(case: Case) -> None:
    """Publish what is answered where the sitting publishes at once and has a moderator, unless something closes ``publish``."""
    now = case.standing
    open_now = open_moves(
        now.state, now.sitting, SYSTEM, secret=now.secret, promised=now.promised, rooted=now.rooted
    )
    attended = case.sitting.unattended_at is None
    if case.sitting.publish_at_once and attended and Move.PUBLISH in open_now:
        _put_on_page(case, SYSTEM)


def publish_waiting(tx: Transaction, sitting: Sitting) -> None:
    """When a sitting that publishes at once goes live: publish the answers that waited, in number order."""
    for question in tx.questions(sitting):
        if question.state is State.ANSWERED:
            at_once(take_up(tx, sitting, question, SYSTEM))


def merged_changed(case: Case, target: Question) -> None:
    """Others share this question's fate, or no longer do: the desk's row and the page tell how many."""
    telling.merges_changed(case.tx, case.sitting, target)
    if target.state is State.PUBLISHED and take_up(case.tx, case.sitting, target, case.by).standing.rooted:
        telling.on_page(case.tx, case.sitting, target)


def _put_on_page(case: Case, by: Actor) -> None:
    tx, question = case.tx, case.question
    texts = _kept_texts(case)
    if question.position is None:
        question.position = _next_position(case)
        question.published_at = tx.at
    facts: Facts = {"position": question.position, "parties": " ".join(case.parties)}
    case.enter(Move.PUBLISH, State.PUBLISHED, by=by, facts=facts, texts=texts)
    telling.on_page(tx, case.sitting, question)
    _tell_follow_ups(case)


def _kept_texts(case: Case) -> list[Text]:
    """The wording and the answers become texts: records from now on."""
    tx, sitting, question = case.tx, case.sitting, case.question
    texts = []
    if question.wording_draft is not None:
        replaces, reason = question.body_id, question.wording_reason
        texts.append(
            tx.keep_text(
                sitting,
                subject(question),
                "wording",
                question.wording_draft,
                replaces=replaces,
                reason=reason,
            )
        )
        question.wording_id, question.wording_draft = texts[0].id, None
    for answer in case.asked:
        if answer.body is not None and is_sent(answer):
            text = tx.keep_text(sitting, subject(question), f"answer/{answer.seat}", answer.body)
            answer.text_id, answer.published_at, answer.body = text.id, tx.at, None
            texts.append(text)
    return texts


def _next_position(case: Case) -> int:
    """Given once: a thread's place on the page, a follow-up's in its thread."""
    if case.root is None:
        return case.tx.next_position(case.sitting)
    return 1 + max((each.position or 0 for each in case.tx.follow_ups(case.root)), default=0)


def _corrected_question(case: Case, body: bytes, reason: EditReason) -> Text:
    question = case.question
    stands = question.wording_id or question.body_id
    text = case.tx.keep_text(case.sitting, subject(question), "wording", body, replaces=stands, reason=reason)
    question.wording_id, question.wording_reason = text.id, reason
    return text


def _corrected_answer(case: Case, party: str, body: bytes, reason: EditReason) -> Text:
    answer = next((each for each in case.answers if each.seat == party and each.text_id is not None), None)
    if answer is None:
        raise Unknown("seat", party=party)
    text = case.tx.keep_text(
        case.sitting, subject(case.question), f"answer/{party}", body, replaces=answer.text_id, reason=reason
    )
    answer.text_id, answer.corrected_at = text.id, case.tx.at
    answer.correction = answer.correction_at = answer.correction_note = None
    return text


def _tell_follow_ups(case: Case) -> None:
    """A root comes or goes: its follow-ups are on the page or not, and may be published or not."""
    if case.root is None:
        for follow_up in case.tx.follow_ups(case.question):
            of_both = [*case.tx.answers(follow_up), *case.answers]
            telling.moved(case.tx, case.sitting, follow_up, [answer.seat for answer in of_both])
