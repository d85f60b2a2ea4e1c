"""The question that a party has in hand: what it says, what is being written, what can be done with it. Knows no request."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from markupsafe import Markup

from app.chat import audience
from app.chat.panel_tried import Tried
from app.chat.piles import Pile, is_returned, pile_of
from app.chat.seen import PartyAnswer, PartyQuestion
from app.records import people, queries
from app.records.reading import Snapshot
from app.records.views import QuestionView, SeatView, SittingView
from app.records.vocabulary import SYSTEM, Actor, Capacity, Move, State, Unknown
from app.routing.lifecycle import open_moves

WRITING: Final = frozenset({Move.ANSWER, Move.PROPOSE})
"""The moves that an editor is for."""


@dataclass(frozen=True, slots=True)
class Written:
    """What the seat is writing, and who in it saved it last (a person's name). ``version`` is that of the draft."""

    version: int
    body: str
    at: datetime
    who: str | None


@dataclass(frozen=True, slots=True)
class Task:
    """One question in the party's hands. ``question`` is None where the party does not see it, or no longer.

    ``moves``: those that the party has on it now. ``at_once``: its answer is published as it is sent, without a moderator.
    ``proposer``: who has written what waits for approval, ``rewritten``: that text has been changed since. ``others``: how many
    more questions wait. ``preview``: the answer as it will be shown, where that was asked for without a script.
    """

    number: int
    question: PartyQuestion | None
    moves: tuple[Move, ...] = ()
    at_once: bool = False
    draft: Written | None = None
    tried: Tried | None = None
    proposer: str | None = None
    rewritten: bool = False
    others: int = 0
    preview: Markup | None = None

    @property
    def writes(self) -> bool:
        """Whether there is something to write: an answer, or one for the member to approve."""
        return bool(WRITING & set(self.moves))

    @property
    def proposes(self) -> bool:
        """Whether what is written goes to the member and not to the moderator."""
        return Move.PROPOSE in self.moves and Move.ANSWER not in self.moves

    @property
    def pile(self) -> Pile | None:
        return None if self.question is None else pile_of(self.question)

    @property
    def returned(self) -> bool:
        return self.pile is Pile.WAITING and self.question is not None and is_returned(self.question)

    @property
    def own(self) -> PartyAnswer | None:
        """The answer that the party has sent or published."""
        answers = self.question.answers if self.question else ()
        return next((each for each in answers if self.question and each.party == self.question.own), None)

    @property
    def text(self) -> str:
        """What stands in the editor: what was just typed, else the draft, else what was sent, to be changed."""
        if self.tried is not None and self.tried.body is not None:
            return self.tried.body
        if self.draft is not None:
            return self.draft.body
        return self.own.body if self.own is not None else ""

    @property
    def base(self) -> int:
        """The version of the draft that the editor shows or has beside it: 0 where there is none."""
        return self.draft.version if self.draft else 0

    def after(self, tried: Tried) -> "Task":
        """The same task, with a move that was refused."""
        return replace(self, tried=tried)


def task(session: Snapshot, sitting: SittingView, number: int, by: Actor) -> Task:
    """The question with this number as the actor's party sees it now."""
    seat = _seat_of(by)
    views = queries.questions(session, sitting.slug, (number,), party=seat)
    question = audience.party_question(views[0], sitting, seat) if views else None
    if question is None:
        return Task(number, None)
    own = next(answer for answer in views[0].answers if answer.party == seat)
    draft = written(session, sitting.slug, number, seat)
    return Task(
        number,
        question,
        moves_on(question, sitting, by),
        at_once=_at_once(views[0], sitting),
        draft=draft,
        proposer=_name_of(session, own.proposed_by) if own.proposed_at else None,
        rewritten=draft is not None and draft.version != own.proposed_version,
    )


def of_party(task: Task) -> PartyQuestion:
    """The question in hand. Raises ``Unknown`` where the party does not see it."""
    if task.question is None:
        raise Unknown("question", number=task.number)
    return task.question


def in_turn(cards: Collection[PartyQuestion], sitting: SittingView, by: Actor) -> list[int]:
    """What to answer, in order: what has been returned, what waits for the member's approval or, for a helper last of all,
    has been left to it, then what has waited longest, and what was promised for another day."""
    waiting = [
        card
        for card in cards
        if pile_of(card) in (Pile.WAITING, Pile.PROMISED) and WRITING & set(moves_on(card, sitting, by))
    ]
    helps = by.capacity is Capacity.HELPER

    def place(card: PartyQuestion) -> tuple[bool, bool, bool, datetime]:
        left = card.proposed_at is not None
        return not is_returned(card), left if helps else not left, card.promised is not None, card.asked_at

    return [card.number for card in sorted(waiting, key=place)]


def next_number(
    cards: Collection[PartyQuestion], sitting: SittingView, by: Actor, after: int | None = None
) -> int | None:
    """What to answer now; ``after``: the next one after that, from the beginning again where it is the last."""
    numbers = in_turn(cards, sitting, by)
    if after in numbers:
        at = numbers.index(after) + 1
        numbers = [*numbers[at:], *numbers[:at]]
    return numbers[0] if numbers else None


def moves_on(question: PartyQuestion, sitting: SittingView, by: Actor) -> tuple[Move, ...]:
    """The moves that the party has on the question now: the buttons to show. A question marked as secret has none."""
    if not question.asked:
        return ()
    promised = question.promised is not None
    return tuple(open_moves(question.state, sitting.state, by, promised=promised, approval=sitting.approval))


def written(session: Snapshot, slug: str, number: int, seat: str) -> Written | None:
    """What the seat is writing on a question, with the name of who saved it."""
    draft = queries.draft(session, slug, number, seat)
    if draft is None:
        return None
    return Written(draft.version, draft.body, draft.at, _name_of(session, draft.account))


def seated(sitting: SittingView, code: str) -> SeatView:
    """The party's chair. Raises ``Unknown`` where it has been taken away."""
    seat = sitting.seat(code)
    if seat is None:
        raise Unknown("seat", party=code)
    return seat


def answers_for(seat: SeatView, capacity: Capacity | None) -> str:
    """Who answers for what is sent, as the public will read it (M22)."""
    name = seat.substitute if capacity is Capacity.SUBSTITUTE else seat.member
    return name or seat.name


def _at_once(view: QuestionView, sitting: SittingView) -> bool:
    """Whether an answer from this party alone puts the question on the page."""
    if not sitting.publish_at_once or sitting.unattended or len(view.asked_of) != 1:
        return False
    rooted = view.root_state in (None, State.PUBLISHED)
    promised = view.promised_on is not None
    after = open_moves(State.ANSWERED, sitting.state, SYSTEM, promised=promised, rooted=rooted)
    return Move.PUBLISH in after


def _name_of(session: Snapshot, account: int | None) -> str | None:
    found = people.account(session, account) if account is not None else None
    return found.name if found else None


def _seat_of(by: Actor) -> str:
    if by.seat is None:
        raise Unknown("seat")
    return by.seat
