"""What helps a moderator to review: the question and its answers as everybody will see them, and what is worth a look. Pure.

A check is told neutrally and stops nothing. Officials do not rewrite a politician's answer: it goes back with a note.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from app.chat import audience
from app.chat.seen import DeskAnswer, DeskQuestion, PublicQuestion
from app.records.views import AnswerView, QuestionView, SittingView
from app.records.vocabulary import State
from app.routing import advice
from app.routing.advice import Flag, Marked

_PERSONAL = frozenset(Flag(kind.value) for kind in advice.Kind)


@dataclass(frozen=True, slots=True)
class Check:
    """Something about a party's answer. ``kind``: ``long``, ``link``, ``personal``, ``named`` or ``shouting``.

    ``words``: what it is about, as it stands in the answer. ``signs`` and ``advised``: of one that is long.
    """

    party: str
    kind: str
    words: tuple[str, ...] = ()
    signs: int = 0
    advised: int = 0


def as_public(view: QuestionView, sitting: SittingView) -> PublicQuestion | None:
    """The question as it stands on the page, or would if it were published as it is now."""
    wording = view.wording if view.wording_draft is None else view.wording_draft
    published = replace(
        view,
        state=State.PUBLISHED,
        root_state=None,
        provision=None,
        position=view.position or 1,
        published_at=view.published_at or view.received_at,
        wording=wording,
        answers=tuple(_as_published(answer) for answer in view.answers),
    )
    return audience.public_question(published, sitting)


def marks(text: str, sitting: SittingView) -> tuple[Marked, ...]:
    """The received text in parts, those that raise a flag apart."""
    return advice.marked(text, _people(sitting))


def checks(question: DeskQuestion, sitting: SittingView) -> tuple[Check, ...]:
    """What is worth a look in the answers that wait to be published, in the order in which they stand."""
    if question.state is not State.ANSWERED:
        return ()
    return tuple(check for answer in question.answers for check in _of_answer(answer, question, sitting))


def _of_answer(answer: DeskAnswer, question: DeskQuestion, sitting: SittingView) -> Iterator[Check]:
    body, party = answer.body or "", answer.party
    advised = question.limit or sitting.advised_length
    if len(body) > advised:
        yield Check(party, "long", signs=len(body), advised=advised)
    found: dict[str, list[str]] = {}
    for part in advice.marked(body, _others(sitting, party)):
        if part.flag is not None:
            kind = "personal" if part.flag in _PERSONAL else part.flag.value
            found.setdefault(kind, []).append(part.text)
    for kind in ("personal", "link", "named", "shouting"):
        if kind in found:
            yield Check(party, kind, tuple(dict.fromkeys(found[kind])))


def _as_published(answer: AnswerView) -> AnswerView:
    body, at = answer.body or answer.sent, answer.published_at or answer.sent_at
    return replace(answer, body=body, published_at=at if body is not None else None)


def _people(sitting: SittingView) -> list[str]:
    return [name for seat in sitting.seats for name in (seat.member, seat.substitute) if name]


def _others(sitting: SittingView, own: str) -> list[str]:
    """The names of the other parties and of those who sit for them (M21)."""
    others = [seat for seat in sitting.seats if seat.code != own]
    return [name for seat in others for name in (seat.name, seat.member, seat.substitute) if name]
