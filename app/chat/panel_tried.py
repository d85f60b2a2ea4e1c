"""A politician's move that was refused, with all that was typed: it is shown again and nothing is lost. Knows no page."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from app.chat import refusals
from app.chat.forms import Fields
from app.chat.languages import N_, words
from app.chat.piles import has_sent
from app.chat.seen import PartyQuestion
from app.records.vocabulary import Move, Refusal, SittingState, State

DRAFT: Final = "draft"
"""The name of saving a draft, beside the moves: it is none."""

_LOST: Final[Mapping[str, str]] = {
    "gone": N_("Moderatorn har tagit undan frågan. Ingenting är skickat. Det du skrev finns kvar här."),
    "taken": N_("Frågan är inte längre hos er. Ingenting är skickat. Det du skrev finns kvar här."),
    "published": N_("Ert svar är redan publicerat. Ingenting är skickat. Det du skrev finns kvar här."),
    "sent": N_("Någon annan i partiet har hunnit skicka ett svar. Ditt är inte skickat."),
    "changed": N_(
        "Frågan har ändrats sedan du öppnade den. Ingenting är skickat. Läs den igen och skicka sedan."
    ),
    "over": N_("Frågestunden tar inte emot svar nu. Ingenting är skickat. Det du skrev finns kvar här."),
    "draft": N_(
        "Någon annan i partiet har skrivit i svaret samtidigt. Båda texterna finns kvar, och ingenting är skickat."
    ),
}


_SHUT: Final = frozenset({SittingState.PLANNED, SittingState.CLOSED, SittingState.ARCHIVED})


@dataclass(frozen=True, slots=True)
class Tried:
    """What was tried and why it was not done. ``field``: which field the sentence is about, if one.

    ``body``: the answer as it was typed. ``clash``: a colleague has saved another text meanwhile.
    """

    move: str
    fields: Fields
    said: str
    field: str | None
    clash: bool

    @property
    def body(self) -> str | None:
        return self.fields.get("body") if self.move in (Move.ANSWER, Move.PROPOSE, DRAFT) else None

    @property
    def typed(self) -> str:
        """What somebody has written, whichever move it was for."""
        return self.fields.get("body") or self.fields.get("words") or ""

    @property
    def errors(self) -> dict[str, str]:
        return {self.field: self.said} if self.field else {}


def tried(move: str, fields: Fields, refusal: Refusal, now: PartyQuestion | None, lang: str) -> Tried:
    """The refused move in the reader's words. ``now``: the question as it stands, None where the party does not see it."""
    lost = _lost(move, refusal, now)
    field = refusal.facts.get("field") or ("body" if refusal.code == "too_large" else None)
    return Tried(
        move=move,
        fields=fields,
        said=words(lang)(_LOST[lost]) if lost else refusals.said(refusal, lang),
        field=None if field is None or lost else str(field),
        clash=lost == "draft",
    )


def _lost(move: str, refusal: Refusal, now: PartyQuestion | None) -> str | None:
    """What happened to the question meanwhile, where that is why."""
    if refusal.code not in ("stale", "not_yours", "out_of_turn", "unknown"):
        return None
    if now is None:
        return "gone"
    if refusal.detail == "draft" and refusal.facts.get("draft"):
        return "draft"
    if not now.asked:
        return "taken"
    if now.state is State.PUBLISHED and move != Move.REQUEST:
        return "published"
    if refusal.code == "stale":
        return "sent" if has_sent(now) else "changed"
    return "over" if refusal.facts.get("sitting") in _SHUT else None
