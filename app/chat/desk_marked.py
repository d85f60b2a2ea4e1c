"""Reads what a moderator wants done with several questions: which, as they were seen, and what with each. Makes no move."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from uuid import uuid4

from app.chat import messages
from app.chat.forms import Fields
from app.chat.messages import MOST_NUMBER
from app.records.vocabulary import Malformed, Move

PROPOSE: Final = "propose"
"""Each to the party whose turn it is when its own turn comes."""

UNDO: Final = "undo"

LOOK: Final = "look"
"""No move: how they stand, for whoever lost the line and does not know what was done."""

MOVES: Final = frozenset(
    {Move.ASSIGN, Move.DECLINE, Move.REFER, Move.MERGE, Move.HOLD, Move.RELEASE, PROPOSE, UNDO, LOOK}
)
"""What can be decided about many at once: what needs no text of its own for each."""

MARK: Final = "n_"
"""What the tick boxes of the questions begin with, each with the version seen: a form's fields have each name once."""

_TICKET: Final = "t_"
_FACT: Final[Mapping[str, str]] = {Move.ASSIGN: "party", Move.DECLINE: "reason", Move.REFER: "to"}
"""What a button's value says after the move, for it has one value to say both."""

_FACTS: Final = ("party", "reason", "to", "into", "words")

_LONGEST: Final = 16


@dataclass(frozen=True, slots=True)
class Marked:
    """A question with the version that was seen. ``ticket``: the same for the same wish, however often it is sent."""

    number: int
    seen: int
    ticket: str


@dataclass(frozen=True, slots=True)
class Wish:
    """What to do, with what, and with which questions, in the order of their numbers."""

    do: str
    facts: Fields
    marked: tuple[Marked, ...]

    def message(self, one: Marked, **facts: str) -> messages.Message:
        """The move on one of them, read as any other. Raises ``Malformed`` (facts: ``field``)."""
        given = {**self.facts, **facts, "question": str(one.number), "seen": str(one.seen)}
        return messages.from_fields(Move.ASSIGN if self.do == PROPOSE else self.do, given, one.ticket)


def marked(fields: Fields) -> tuple[Marked, ...]:
    """The questions that are marked. Raises ``Malformed`` for what is no number."""
    found = {_number(name.removeprefix(MARK)): seen for name, seen in fields.items() if name.startswith(MARK)}
    return tuple(
        Marked(number, _number(found[number]), fields.get(f"{_TICKET}{number}") or str(uuid4()))
        for number in sorted(found)
    )


def wish(fields: Fields) -> Wish:
    """What the form asks for. Raises ``Malformed``: nothing marked, no such move, or none that can be read.

    With no number to merge into, it is the first of the marked ones. One is never merged into itself: it is passed over.
    """
    do, _, fact = fields.get("do", "").partition(" ")
    if do not in MOVES:
        raise Malformed("choice", field="do")
    chosen = marked(fields)
    if not chosen:
        raise Malformed("marked", field="marked")
    facts = {name: fields[name] for name in _FACTS if fields.get(name)}
    if do == PROPOSE:
        facts.pop("reason", None)  # it is why another was chosen, and none is
    if fact and do in _FACT:
        facts[_FACT[do]] = fact
    if do == Move.ASSIGN and "party" not in facts:
        raise Malformed("party", field="party")
    if do == Move.MERGE:
        into = _number(fields.get("into") or str(chosen[0].number), "into")
        chosen = tuple(each for each in chosen if each.number != into)
        facts["into"] = str(into)
        if not chosen:
            raise Malformed("into", field="into")
    return Wish(do, facts, chosen)


def _number(text: str, field: str = "marked") -> int:
    number = int(text) if text.isascii() and text.isdigit() and len(text) < _LONGEST else 0
    if not 0 < number <= MOST_NUMBER:
        raise Malformed("question", field=field)
    return number
