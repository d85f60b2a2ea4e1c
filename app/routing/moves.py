"""What every move on a question has in common: found under lock, guarded, entered, told. Knows no single move."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from app.records import reports
from app.records.entries import Facts
from app.records.tables import Answer, Question, Sitting, Text
from app.records.transaction import Transaction
from app.records.vocabulary import SYSTEM, Actor, Move, NotYours, OutOfTurn, Role, Stale, State, Unknown
from app.routing import tallying, telling
from app.routing.lifecycle import TABLE, Standing, may, next_standing

WITH_PARTIES: Final = frozenset({State.ASSIGNED, State.ANSWERED})
"""Where parties have the question before them."""


DECIDES_NOTHING: Final = frozenset({Move.REPORT})
"""What anybody may say of a question as often as they like: no decision waits for it, and it ages none (M18)."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a move came to: the question's number, its new version, and where it stands."""

    number: int
    version: int
    state: State


@dataclass(slots=True)
class Case:
    """A question with its sitting, its answers and its thread's root, while moves are made on it by ``by``."""

    tx: Transaction
    sitting: Sitting
    question: Question
    by: Actor
    answers: list[Answer]
    root: Question | None
    stood: dict[str, str | int | None] = field(default_factory=dict)

    @property
    def asked(self) -> list[Answer]:
        """The answers of the seats that are asked now, in the order they were asked."""
        asked = [answer for answer in self.answers if answer.asked]
        return sorted(asked, key=lambda answer: (answer.asked_at, answer.id or 0))

    @property
    def parties(self) -> list[str]:
        """The parties that are asked now, in the order they were asked."""
        return [answer.seat for answer in self.asked]

    @property
    def standing(self) -> Standing:
        return Standing(
            state=self.question.state,
            sitting=self.sitting.state,
            secret=self.question.provision is not None,
            promised=self.question.promised_on is not None,
            rooted=self.root is None or self.root.state is State.PUBLISHED,
            approval=self.sitting.approval,
            together=self.question.together,
            requested=any(answer.correction is not None for answer in self.answers),
            reported=self.question.state is State.PUBLISHED
            and reports.open_on(self.tx, self.sitting, self.question.number) > 0,
        )

    def enter(
        self,
        move: Move,
        state: State,
        *,
        by: Actor | None = None,
        facts: Facts | None = None,
        texts: Iterable[Text] = (),
    ) -> int:
        """Make the move: the next version in this state, an entry, whose number is returned, and news to all but the public.

        The entry tells what the question left (``from``, and the parties that ``had`` it), so that a way back can be found.
        """
        by = by or self.by
        question = self.question
        left = {"from": question.state, **self.stood}
        question.state, question.version = state, question.version + (move not in DECIDES_NOTHING)
        if by.role is Role.MODERATOR and question.seen_at is None:
            question.seen_at = self.tx.at
        told = {**left, "to": state, "version": question.version, **(facts or {})}
        entry = self.tx.enter(self.sitting, subject(question), move, by, told, texts)
        telling.moved(self.tx, self.sitting, question, self._follow_it())
        if self.sitting.state in tallying.CLOSED:
            tallying.tell_of(self.tx, self.sitting)
        self.stood = self.who_has_it()
        return entry

    def follow(self, move: Move, *, facts: Facts | None = None, by: Actor = SYSTEM) -> None:
        """A move that another one brings with it, whatever the sitting lets in: only the table is asked."""
        if move not in TABLE[self.question.state]:
            raise OutOfTurn(move=move, state=self.question.state)
        self.enter(move, TABLE[self.question.state][move] or self.question.state, by=by, facts=facts)

    def outcome(self) -> Outcome:
        return Outcome(self.question.number, self.question.version, self.question.state)

    def who_has_it(self) -> dict[str, str | int | None]:
        """Who has the question now, as the next entry will tell of the state it left."""
        asked = self.asked
        if not asked or self.question.state not in WITH_PARTIES:
            return {}
        promised = self.question.promised_on
        return {
            "had": " ".join(self.parties),
            "had_sent": sum(is_sent(answer) for answer in asked),
            **({"had_promised": promised.isoformat()} if promised else {}),
            **({"had_together": True} if self.question.together else {}),
        }

    def _follow_it(self) -> list[str]:
        """The parties that are told: every one that ever was asked of it, or of its thread's root."""
        own = [answer.seat for answer in self.answers]
        return own if self.root is None else [*own, *(answer.seat for answer in self.tx.answers(self.root))]


def subject(question: Question) -> str:
    """The question's name in entries and beside its texts."""
    return f"question/{question.number}"


def is_sent(answer: Answer) -> bool:
    """Whether the seat has sent an answer that has not been returned to it."""
    returned = (
        answer.returned_at is not None and answer.sent_at is not None and answer.returned_at >= answer.sent_at
    )
    return answer.body is not None and not returned


def own_part(case: Case) -> Answer:
    """What the acting politician's seat has to do with the question, which it is asked."""
    return next(each for each in case.asked if each.seat == case.by.seat)


def take_up(tx: Transaction, sitting: Sitting, question: Question, by: Actor) -> Case:
    """The question with what belongs to it. No guard: for moves that another one brings with it."""
    root = tx.question(sitting, question.follow_up_to) if question.follow_up_to is not None else None
    case = Case(tx, sitting, question, by, list(tx.answers(question)), root)
    case.stood = case.who_has_it()
    return case


def begin(
    tx: Transaction, slug: str, number: int, move: Move, *, by: Actor, seen: int | None
) -> tuple[Case, State]:
    """The question, held, if this actor has this move on it now, and the state that the table leads to.

    ``seen``: the version that was decided on; None where the move is tried as things stand. Raises ``NotYours``,
    ``Unknown``, ``Stale`` (facts: ``number``, ``version``) and ``OutOfTurn``, in that order: who has no right to the
    question is not told how it stands.
    """
    may(move, by)
    belongs(by, slug)
    sitting = tx.sitting(slug)
    case = take_up(tx, sitting, found(tx, sitting, number), by)
    if by.role is Role.POLITICIAN and by.seat not in case.parties:
        raise NotYours(f"not asked of {by.seat}", move=move, number=number)
    still(case.question, seen)
    return case, next_standing(case.standing, move, by)


def found(tx: Transaction, sitting: Sitting, number: int) -> Question:
    """The question with this number, held. Raises ``Unknown``, also for numbers that no database can hold."""
    if not 0 < number <= sitting.last_number:
        raise Unknown("question", number=number)
    return tx.question(sitting, number)


def belongs(by: Actor, slug: str) -> None:
    """Raises ``NotYours`` where the actor's role holds in another sitting only."""
    if by.sitting is not None and by.sitting != slug:
        raise NotYours("another sitting")


def still(question: Question, seen: int | None) -> None:
    """Raises ``Stale`` where the question has moved since it was seen."""
    if seen is not None and seen != question.version:
        raise Stale(number=question.number, version=question.version)
