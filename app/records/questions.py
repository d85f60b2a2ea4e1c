"""Reads questions with their texts, answers, threads and merges: a handful of statements however many they are."""

from collections.abc import Collection, Mapping
from functools import cache
from typing import Any

from sqlalchemy import and_, bindparam, or_, select
from sqlmodel import Session

from app.records.merges import Chains, chains
from app.records.plain import ANSWER, MATERIAL, QUESTION, SITTING, TEXT
from app.records.pointing import About
from app.records.prepared import Prepared
from app.records.sittings import sitting, sitting_id
from app.records.views import AnswerView, QuestionView, SittingView
from app.records.vocabulary import State, Unknown

_BODY, _NAME, _WORDS, _WORDING = (TEXT.alias(name) for name in ("body", "name", "words", "wording"))
_TITLE = TEXT.alias("title")
_ROOT = QUESTION.alias("root")

_THREAD = QUESTION.outerjoin(
    _ROOT, and_(_ROOT.c.sitting_id == QUESTION.c.sitting_id, _ROOT.c.number == QUESTION.c.follow_up_to)
)
_QUESTIONS = select(
    QUESTION,
    _BODY.c.value.label("body"),
    _NAME.c.value.label("name"),
    _WORDS.c.value.label("words"),
    _WORDING.c.value.label("wording"),
    _ROOT.c.state.label("root_state"),
    _TITLE.c.value.label("about_title"),
    MATERIAL.c.removed_at.label("about_gone"),
).select_from(
    _THREAD.join(_BODY, _BODY.c.id == QUESTION.c.body_id)
    .outerjoin(_NAME, _NAME.c.id == QUESTION.c.name_id)
    .outerjoin(_WORDS, _WORDS.c.id == QUESTION.c.words_id)
    .outerjoin(_WORDING, _WORDING.c.id == QUESTION.c.wording_id)
    .outerjoin(
        MATERIAL, and_(MATERIAL.c.sitting_id == QUESTION.c.sitting_id, MATERIAL.c.number == QUESTION.c.about)
    )
    .outerjoin(_TITLE, _TITLE.c.id == MATERIAL.c.title_id)
)
_ROOT_ON_PAGE = or_(QUESTION.c.follow_up_to.is_(None), _ROOT.c.state == State.PUBLISHED)

_AS_THEY_ARE = (
    *(
        "number",
        "version",
        "shown_version",
        "state",
        "code",
        "channel",
        "lang",
        "received_at",
        "stated_at",
        "seen_at",
        "wish",
        "follow_up_to",
    ),
    *("root_state", "reason", "referred_to", "promised_on", "provision", "position", "wording_reason"),
    *("together", "answers_by", "answer_limit"),
    *("published_at", "corrected_at", "unpublished_at"),
)
_WRITTEN = ("name", "words", "wording", "wording_draft")
_ANSWER_AS_IT_IS = (
    *(
        "asked",
        "asked_at",
        "sent_at",
        "written_by",
        "capacity",
        "answers_for",
        "published_at",
        "corrected_at",
    ),
    *("returned_at", "hand_back_reason", "missed", "proposed_at", "proposed_by", "proposed_version"),
    "correction_at",
)


def questions(
    session: Session,
    slug: str,
    numbers: Collection[int] | None = None,
    *,
    party: str | None = None,
    published_only: bool = False,
) -> list[QuestionView]:
    """The sitting's questions in number order. Raises ``Unknown`` for the sitting; unknown numbers are left out.

    ``numbers``: only these (a range is read as a range). ``party``: only those that this party is or ever was asked.
    ``published_only``: only what stands on the public page, its thread's root included.
    """
    only = State.PUBLISHED if published_only else None
    return _read(session, {"sitting": sitting_id(session, slug), "party": party}, numbers, only)


def withdrawn(session: Session, slug: str, numbers: Collection[int] | None = None) -> list[QuestionView]:
    """Those in whose place on the public page a dated line stands: unpublished, their root still on the page."""
    return _read(session, {"sitting": sitting_id(session, slug), "party": None}, numbers, State.UNPUBLISHED)


def question(session: Session, slug: str, number: int) -> QuestionView:
    """One question. Raises ``Unknown``."""
    found = questions(session, slug, (number,))
    if not found:
        raise Unknown("question", number=number)
    return found[0]


def question_by_receipt(session: Session, token_hash: str) -> tuple[SittingView, QuestionView] | None:
    """The question that a receipt's token opens, with its sitting."""
    at = select(SITTING.c.slug, QUESTION.c.number).join(QUESTION, QUESTION.c.sitting_id == SITTING.c.id)
    found = session.execute(at.where(QUESTION.c.receipt_hash == token_hash)).first()
    return (sitting(session, found.slug), question(session, found.slug, found.number)) if found else None


def _read(
    session: Session, given: dict[str, Any], numbers: Collection[int] | None, on_page: State | None
) -> list[QuestionView]:
    among, those = _among(numbers)
    given |= those
    of_these, their_answers = _statements(among, given["party"] is not None, on_page)
    rows = of_these.found(session, given)
    if not rows:
        return []
    answers: dict[int, list[AnswerView]] = {}
    for row in their_answers.found(session, given):
        answers.setdefault(row["question_id"], []).append(_answer(row))
    away = [row["number"] for row in rows if row["into"] is not None]
    ends = chains(session, rows[0]["sitting_id"], [row["number"] for row in rows], away)
    merged: dict[int, list[int]] = {}
    for number, (end, _) in sorted(ends.items()):
        merged.setdefault(end, []).append(number)
    return [_view(row, answers.get(row["id"], []), ends, merged.get(row["number"], [])) for row in rows]


_ALL, _ONE, _RANGE, _SOME = "all", "one", "range", "some"


def _among(numbers: Collection[int] | None) -> tuple[str, dict[str, Any]]:
    """Which kind of statement reads these, and what it is given. News are of one question nearly always."""
    if numbers is None:
        return _ALL, {}
    if len(numbers) == 1:
        return _ONE, {"number": next(iter(numbers))}
    if isinstance(numbers, range) and numbers.step == 1:
        return _RANGE, {"first": min(numbers, default=0), "last": max(numbers, default=-1)}
    return _SOME, {"numbers": sorted(numbers)}


@cache
def _statements(among: str, of_party: bool, on_page: State | None) -> tuple[Prepared, Prepared]:
    """What reads such questions and their answers, made once of each kind: building it would cost more than running it."""
    # A party has to do with few posts of many: they are found by its answers, and the sum keeps SQLite from all the others.
    of_sitting = QUESTION.c.sitting_id + 0 if of_party else QUESTION.c.sitting_id
    wanted = [of_sitting == bindparam("sitting")]
    if among == _ONE:
        wanted.append(QUESTION.c.number == bindparam("number"))
    elif among == _RANGE:
        wanted.append(QUESTION.c.number.between(bindparam("first"), bindparam("last")))
    elif among == _SOME:
        wanted.append(QUESTION.c.number.in_(bindparam("numbers", expanding=True)))
    if of_party:
        asked = select(ANSWER.c.question_id).where(ANSWER.c.seat == bindparam("party"))
        wanted.append(QUESTION.c.id.in_(asked))
    if on_page is not None:
        wanted += [QUESTION.c.state == on_page, _ROOT_ON_PAGE]
    these = ANSWER.c.question_id.in_(select(QUESTION.c.id).select_from(_THREAD).where(*wanted))
    answers = (
        select(ANSWER, TEXT.c.value.label("published"))
        .select_from(ANSWER.outerjoin(TEXT, TEXT.c.id == ANSWER.c.text_id))
        .where(these)
        .order_by(ANSWER.c.asked_at, ANSWER.c.id)
    )
    # Without statistics SQLite would rather go through all posts in order than sort the few that stand on the page.
    number = QUESTION.c.number if on_page is None else QUESTION.c.number + 0
    return Prepared(_QUESTIONS.where(*wanted).order_by(number)), Prepared(answers)


def _view(row: Mapping[str, Any], answers: list[AnswerView], ends: Chains, merged: list[int]) -> QuestionView:
    into, into_state = ends.get(row["number"], (None, None))
    written: dict[str, Any] = {name: _decoded(row[name]) for name in _WRITTEN}
    return QuestionView(
        **{name: row[name] for name in _AS_THEY_ARE},
        **written,
        body=_decoded(row["body"]) or "",
        flags=tuple(row["flags"].split()),
        into=into,
        into_state=into_state,
        merged=tuple(merged),
        answers=tuple(answers),
        about=_about(row),
    )


def _about(row: Mapping[str, Any]) -> About | None:
    if row["about"] is None:
        return None
    return About(row["about"], _decoded(row["about_title"]) or "", row["about_gone"] is None)


def _answer(row: Mapping[str, Any]) -> AnswerView:
    return AnswerView(
        party=row["seat"],
        sent=_decoded(row["body"]),
        body=_decoded(row["published"]),
        note=_decoded(row["note"]),
        hand_back_words=_decoded(row["hand_back_words"]),
        correction=_decoded(row["correction"]),
        correction_note=_decoded(row["correction_note"]),
        **{name: row[name] for name in _ANSWER_AS_IT_IS},
    )


def _decoded(value: bytes | None) -> str | None:
    """The text of stored bytes. They were checked to be UTF-8 when they were received."""
    return None if value is None else value.decode()
