"""What the question in hand is like, and what became of that: for the moderator to merge with, or to learn from. Makes no move."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from app.chat.seen import DeskQuestion
from app.records.vocabulary import State
from app.routing.likeness import VERY_ALIKE

MOST_LOOKED_AT: Final = 12
_MOST_SHOWN: Final = 5

_WORTH_MERGING_WITH: Final = frozenset(
    {State.RECEIVED, State.HELD, State.ASSIGNED, State.ANSWERED, State.PUBLISHED}
)


@dataclass(frozen=True, slots=True)
class Alike:
    """Another question that the one in hand is like. ``into``: the question to merge with, if one has or can have an answer."""

    question: DeskQuestion
    score: float

    @property
    def likeness(self) -> str:
        """A code for how alike they are."""
        return "very" if self.score >= VERY_ALIKE else "some"

    @property
    def into(self) -> int | None:
        other = self.question
        if other.state is State.MERGED:
            return other.into if other.into_state in _WORTH_MERGING_WITH else None
        return other.number if other.state in _WORTH_MERGING_WITH else None


def unlike_kin(
    question: DeskQuestion, near: Mapping[int, DeskQuestion], scores: Mapping[int, float]
) -> tuple[Alike, ...]:
    """Those that it is like, the most alike first, without those that it hangs together with anyway.

    One that is merged into another is left out where that other one is here itself. ``scores``: in that order.
    """
    end = question.into or question.number
    kin = {question.number, question.follow_up_to, question.into, *question.merged}
    found = [
        Alike(near[number], score)
        for number, score in scores.items()
        if number in near and number not in kin and near[number].into != end
    ]
    here = {each.question.number for each in found}
    return tuple(each for each in found if each.question.into not in here)[:_MOST_SHOWN]
