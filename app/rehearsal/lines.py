"""One line of the rehearsal: a post from a citizen and what is to become of it. Knows no sitting and no protocol."""

import re
from enum import StrEnum
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from app.records.vocabulary import DeclineReason, EditReason, HandBackReason, ReferTo, UnpublishReason


def flowing(text: str) -> str:
    """A text as it is sent: lines joined within a paragraph, one empty line between paragraphs."""
    paragraphs = re.split(r"\n\s*\n", text.strip())
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)


Prose = Annotated[str, AfterValidator(flowing), Field(min_length=1)]


class Frozen(BaseModel):
    """Read once, never changed, and a misspelt key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Kind(StrEnum):
    """What sort of post it is, as a moderator would sort it."""

    GOOD = "good"
    FOLLOW_UP = "follow_up"
    REPEAT = "repeat"
    OFFICIAL = "official"
    SHOUTING = "shouting"
    PERSONAL_DATA = "personal_data"
    HOSTILE = "hostile"
    COMMERCIAL = "commercial"
    OFF_TOPIC = "off_topic"


class Correction(Frozen):
    """What a published answer should have said."""

    reason: EditReason
    body: Prose


class Line(Frozen):
    """A post and its fate.

    Exactly one of ``answers``, ``decline``, ``refer`` and ``repeats`` says how it ends. ``seats`` is the number of parties
    asked; each gives the answer of its place. ``promise`` is in days. ``plants`` are the personal data in the body, every
    one of them reserved for examples.
    """

    id: str = Field(pattern=r"^[a-z0-9-]{3,40}$")
    kind: Kind
    body: Prose
    name: str | None = Field(default=None, min_length=1, max_length=60)
    wish: str | None = None
    lang: str = Field(default="sv", pattern=r"^(sv|en|fi)$")
    plants: tuple[str, ...] = ()
    after: str | None = None
    hold: bool = False
    edit: EditReason | None = None
    wording: Prose | None = None
    seats: int = Field(default=1, ge=1, le=3)
    answers: tuple[Prose, ...] = ()
    first_try: Prose | None = None
    note: Prose | None = None
    hand_back: HandBackReason | None = None
    hand_back_words: Prose | None = None
    promise: int | None = Field(default=None, ge=1, le=60)
    correction: Correction | None = None
    unpublish: UnpublishReason | None = None
    decline: DeclineReason | None = None
    refer: ReferTo | None = None
    repeats: str | None = None
    words: Prose | None = None

    @model_validator(mode="after")
    def _ends_in_one_way(self) -> Self:
        ends = [
            bool(self.answers),
            self.decline is not None,
            self.refer is not None,
            self.repeats is not None,
        ]
        if sum(ends) != 1:
            raise ValueError(f"{self.id}: one of answers, decline, refer, repeats")
        if self.answers and len(self.answers) != self.seats:
            raise ValueError(f"{self.id}: {self.seats} seats, {len(self.answers)} answers")
        return self

    @model_validator(mode="after")
    def _is_what_it_says(self) -> Self:
        pairs = {
            "after": (self.kind is Kind.FOLLOW_UP, self.after is not None),
            "repeats": (self.kind is Kind.REPEAT, self.repeats is not None),
            "refer": (self.kind is Kind.OFFICIAL, self.refer is not None),
            "wording": (self.edit is not None, self.wording is not None),
            "note": (self.first_try is not None, self.note is not None),
            "hand_back_words": (self.hand_back is not None, self.hand_back_words is not None),
        }
        for key, (wanted, given) in pairs.items():
            if wanted is not given:
                raise ValueError(f"{self.id}: {key} does not go with the rest")
        if missing := [plant for plant in self.plants if plant not in self.body]:
            raise ValueError(f"{self.id}: {missing} not in the body")
        return self

    @property
    def shown(self) -> str:
        """The question as it will stand on the page."""
        return self.body if self.wording is None else self.wording

    def answer_of(self, place: int) -> str:
        """What the party asked in this place (from 0) says; the script has one answer a seat."""
        return self.answers[place % len(self.answers)]
