"""Who may see what of a question: the public, the desk, a party, the asker. Pure; what is not given here is not seen.

Pages, streams and the chat protocol all take what they show from here, so that there is one place to look for a leak.
"""

from datetime import datetime

from app.chat.seen import (
    AskerQuestion,
    DeskAnswer,
    DeskQuestion,
    PartyAnswer,
    PartyQuestion,
    PublicQuestion,
    PublishedAnswer,
    Withdrawal,
)
from app.records.views import AnswerView, QuestionView, SittingView
from app.records.vocabulary import State

_WITH_PARTIES = frozenset({State.ASSIGNED, State.ANSWERED, State.PUBLISHED, State.UNPUBLISHED})


def public_question(view: QuestionView, sitting: SittingView) -> PublicQuestion | None:
    """The question as everybody sees it; None unless it stands on the page."""
    if not view.on_page or view.provision or view.position is None or view.published_at is None:
        return None
    answers = _published(view)
    return PublicQuestion(
        number=view.number,
        state=view.state,
        version=view.shown_version,
        body=view.shown,
        name=view.name if sitting.names else None,
        lang=view.lang,
        at=view.received_at,
        follow_up_to=view.follow_up_to,
        parties=tuple(answer.party for answer in answers),
        position=view.position,
        answers=answers,
        published_at=view.published_at,
        corrected_at=view.corrected_at,
        edited=view.wording_reason if view.wording is not None else None,
        askers=1 + len(view.merged),
        missed=_in_seat_order(view.missed_by, sitting),
        about=view.about,
    )


def withdrawal(view: QuestionView) -> Withdrawal | None:
    """The dated line that stands in place of an unpublished question; None where there is none."""
    if not view.withdrawn or view.position is None or view.unpublished_at is None:
        return None
    return Withdrawal(view.number, view.reason, view.unpublished_at, view.follow_up_to, view.position)


def desk_question(view: QuestionView) -> DeskQuestion:
    """The question as the moderator sees it. Drafts are the party's own and not part of it."""
    return DeskQuestion(
        number=view.number,
        state=view.state,
        version=view.version,
        body=view.body,
        shown=_to_be_shown(view),
        name=view.name,
        lang=view.lang,
        at=view.received_at,
        wish=view.wish,
        follow_up_to=view.follow_up_to,
        root_state=view.root_state,
        into=view.into,
        into_state=view.into_state,
        merged=view.merged,
        parties=view.asked_of,
        flags=view.flags,
        reason=view.reason,
        words=view.words,
        to=view.referred_to,
        promised=view.promised_on,
        provision=view.provision,
        position=view.position,
        answers=tuple(_desk_answer(answer) for answer in view.answers),
        code=view.code,
        channel=view.channel,
        edited=view.wording_reason,
        on_page=view.on_page,
        seen_at=view.seen_at,
        published_at=view.published_at,
        corrected_at=view.corrected_at,
        unpublished_at=view.unpublished_at,
        stated_at=view.stated_at,
        together=view.together,
        answers_by=view.answers_by,
        limit=view.answer_limit,
        about=view.about,
    )


def party_question(view: QuestionView, sitting: SittingView, code: str) -> PartyQuestion | None:
    """The question as a party sees it; None unless it is or was asked, and while a secrecy mark stands (R-16).

    Another party's answer is seen when it is published, never before (M21).
    """
    own = next((answer for answer in view.answers if answer.party == code), None)
    if own is None or view.provision:
        return None
    return PartyQuestion(
        number=view.number,
        state=view.state,
        version=view.version,
        body=_to_be_shown(view),
        name=view.name if sitting.names else None,
        lang=view.lang,
        at=view.received_at,
        wish=code if view.wish == code else None,
        follow_up_to=view.follow_up_to,
        parties=view.asked_of,
        promised=view.promised_on if own.asked else None,
        position=view.position,
        answers=tuple(_party_answers(view, code)),
        on_page=view.on_page,
        own=code,
        asked=own.asked,
        asked_at=own.asked_at,
        sent_at=own.sent_at,
        note=own.note,
        returned_at=own.returned_at,
        hand_back_reason=own.hand_back_reason,
        hand_back_words=own.hand_back_words,
        together=view.together,
        answers_by=view.answers_by,
        limit=view.answer_limit,
        late=own.missed,
        proposed_at=own.proposed_at,
        correction=own.correction,
        correction_at=own.correction_at,
        correction_note=own.correction_note,
        about=view.about,
    )


def asker_question(view: QuestionView) -> AskerQuestion:
    """The question as the one who holds its receipt sees it (M9): the own words, the outcome and why, answers when published."""
    state = view.state
    ended = state in (State.DECLINED, State.UNPUBLISHED)
    merged = state is State.MERGED
    return AskerQuestion(
        number=view.number,
        state=state,
        version=view.version,
        body=view.body,
        name=view.name,
        lang=view.lang,
        at=view.received_at,
        wish=view.wish,
        follow_up_to=view.follow_up_to,
        into=view.into if merged else None,
        into_state=view.into_state if merged else None,
        parties=view.asked_of if state in _WITH_PARTIES else (),
        reason=view.reason if ended else None,
        words=view.words if state in (State.DECLINED, State.REFERRED) else None,
        to=view.referred_to if state is State.REFERRED else None,
        promised=view.promised_on if state in (State.ASSIGNED, State.ANSWERED) else None,
        position=view.position if view.on_page else None,
        edited=view.wording_reason if view.on_page and view.wording is not None else None,
        answers=_published(view),
        code=view.code,
        on_page=view.on_page,
        seen_at=view.seen_at,
        published_at=view.published_at,
        corrected_at=view.corrected_at if view.on_page else None,
        unpublished_at=view.unpublished_at if state is State.UNPUBLISHED else None,
        about=view.about,
    )


def _published(view: QuestionView) -> tuple[PublishedAnswer, ...]:
    """The answers on the public page: none while the question is not there."""
    if not view.on_page:
        return ()
    return tuple(
        PublishedAnswer(
            answer.party, answer.answers_for, answer.body, answer.published_at, answer.corrected_at
        )
        for answer in view.answers
        if answer.body is not None and answer.published_at is not None
    )


def _party_answers(view: QuestionView, code: str) -> list[PartyAnswer]:
    return [
        PartyAnswer(answer.party, answer.answers_for, body, at, published, answer.corrected_at)
        for answer in view.answers
        if (answer.party == code or (view.on_page and answer.body is not None))
        for body, at, published in [_latest(answer)]
        if body is not None and at is not None
    ]


def _desk_answer(answer: AnswerView) -> DeskAnswer:
    body, at, published = _latest(answer)
    return DeskAnswer(
        party=answer.party,
        name=answer.answers_for,
        body=body,
        at=at,
        asked=answer.asked,
        asked_at=answer.asked_at,
        published=published,
        capacity=answer.capacity,
        written_by=answer.written_by,
        corrected_at=answer.corrected_at,
        note=answer.note,
        returned_at=answer.returned_at,
        hand_back_reason=answer.hand_back_reason,
        hand_back_words=answer.hand_back_words,
        missed=answer.missed,
        proposed_at=answer.proposed_at,
        correction=answer.correction,
        correction_at=answer.correction_at,
    )


def _latest(answer: AnswerView) -> tuple[str | None, datetime | None, bool]:
    """The published text, else the one sent; when; and which of the two it is."""
    if answer.body is not None:
        return answer.body, answer.published_at, True
    return answer.sent, answer.sent_at, False


def _in_seat_order(parties: tuple[str, ...], sitting: SittingView) -> tuple[str, ...]:
    return tuple(seat.code for seat in sitting.seats if seat.code in parties)


def _to_be_shown(view: QuestionView) -> str:
    return view.shown if view.wording_draft is None else view.wording_draft
