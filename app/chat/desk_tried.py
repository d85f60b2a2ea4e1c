"""A move that was refused, with all that was typed: it is shown again and nothing is lost. Knows no page."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from app.chat import refusals
from app.chat.forms import Fields
from app.records.vocabulary import Move, Refusal

TYPED: Final = ("body", "words", "note")
_CHOSEN: Final = ("party", "reason", "into", "to", "provision", "of")

_SAME: Final[Mapping[str, tuple[Move, ...]]] = {
    Move.ASSIGN: (Move.REASSIGN,),
    Move.REASSIGN: (Move.ASSIGN,),
    Move.EDIT: (Move.CORRECT,),
    Move.CORRECT: (Move.EDIT,),
    Move.DECLINE: (Move.UNPUBLISH,),
    Move.TAKE_BACK: (Move.REOPEN,),
}
"""What comes to the same where the question stands elsewhere by now."""

_OWN_REASONS: Final = frozenset({Move.UNPUBLISH})
"""Moves whose reasons are others than those of the move they stand in for: they are chosen anew."""


@dataclass(frozen=True, slots=True)
class Tried:
    """What was tried and why it was not done. ``field``: which field the sentence is about, if one.

    ``stale``: somebody was first. ``instead``: the move that would carry one's own decision out as things stand now; None
    where nothing does.
    """

    move: str
    fields: Fields
    said: str
    field: str | None
    stale: bool
    instead: str | None

    @property
    def chosen(self) -> dict[str, str]:
        """What goes with the move unseen."""
        return {name: self.fields[name] for name in _CHOSEN if self.fields.get(name)}

    @property
    def typed(self) -> dict[str, str]:
        """What somebody has written, to be seen, copied or sent anyway."""
        return {name: self.fields[name] for name in TYPED if self.fields.get(name)}

    @property
    def errors(self) -> dict[str, str]:
        return {self.field: self.said} if self.field and not self.stale else {}


def tried(move: str, fields: Fields, refusal: Refusal, open_now: Collection[Move], lang: str) -> Tried:
    """The refused move in the reader's words. ``open_now``: the moves that the question has as it stands."""
    stale = refusal.code == "stale"
    field = refusal.facts.get("field")
    return Tried(
        move=move,
        fields=fields,
        said=refusals.said(refusal, lang),
        field=None if field is None else str(field),
        stale=stale,
        instead=_instead(move, open_now) if stale else None,
    )


def _instead(move: str, open_now: Collection[Move]) -> str | None:
    if move in open_now:
        return move
    same = (each for each in _SAME.get(move, ()) if each in open_now and each not in _OWN_REASONS)
    return next((each.value for each in same), None)
