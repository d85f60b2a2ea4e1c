"""Questions as the records hand them out, with a canary in every field that somebody must not see."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from app.records.views import AnswerView, QuestionView, SittingView
from app.records.vocabulary import Capacity, Distribution, SittingState, State

AT = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)


def sitting(**changes: Any) -> SittingView:
    view = SittingView(
        slug="bussarna",
        rehearsal=False,
        state=SittingState.LIVE,
        paused=False,
        version=1,
        title="Bussarna",
        commission="",
        afterwards="",
        official="",
        contact="",
        feedback_by=None,
        opens_at=AT,
        live_at=AT,
        intake_ends_at=AT,
        ends_at=AT,
        closed_at=None,
        unattended_at=None,
        swept_at=None,
        words="",
        zone="Europe/Stockholm",
        advised_length=500,
        publish_at_once=False,
        approval=False,
        distribution=Distribution.TURN_ORDER,
        lottery_seed=None,
        wishes=True,
        names=True,
        rules_version="1",
        case_number=None,
        created_at=AT,
        last_number=1,
        tally=None,
        seats=(),
        short=None,
        stream="",
        stream_by="",
        on_screen=None,
    )
    return replace(view, **changes)


def answer(party: str, **changes: Any) -> AnswerView:
    view = AnswerView(
        party=party,
        asked=True,
        asked_at=AT,
        sent=f"sänt-{party}",
        sent_at=AT,
        written_by=7,
        capacity=Capacity.HELPER,
        answers_for=f"Namn {party}",
        body=None,
        published_at=None,
        corrected_at=None,
        note=f"not-{party}",
        returned_at=None,
        hand_back_reason=None,
        hand_back_words=f"lämnat-{party}",
        missed=False,
        proposed_at=None,
        proposed_by=None,
        proposed_version=None,
        correction=f"rättelse-{party}",
        correction_at=None,
        correction_note=f"nej-{party}",
    )
    return replace(view, **changes)


def published(party: str) -> AnswerView:
    return answer(party, sent=None, body=f"svar-{party}", published_at=AT)


def question(state: State, *answers: AnswerView, **changes: Any) -> QuestionView:
    view = QuestionView(
        number=37,
        version=4,
        shown_version=1,
        state=state,
        code="kod",
        channel="web",
        body="mottagen",
        name="Åsa",
        lang="sv",
        flags=("phone",),
        received_at=AT,
        stated_at=None,
        seen_at=AT,
        wish="C",
        follow_up_to=None,
        root_state=None,
        into=None,
        into_state=None,
        merged=(38, 39),
        reason="tone",
        words="ord",
        referred_to="registrar",
        promised_on=date(2026, 12, 1),
        provision=None,
        together=False,
        answers_by=None,
        answer_limit=None,
        position=3,
        wording="lydelse",
        wording_reason="wording",
        wording_draft=None,
        published_at=AT,
        corrected_at=None,
        unpublished_at=None,
        answers=answers,
    )
    return replace(view, **changes)
