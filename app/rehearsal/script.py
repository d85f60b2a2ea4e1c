"""Everything said in a rehearsal, read from the scenes and checked: place, people, lines. Knows no protocol and no clock."""

import tomllib
from collections import defaultdict
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import AfterValidator, Field, model_validator

from app.rehearsal.lines import Frozen, Kind, Line, Prose

SCENES = Path(__file__).parent / "scenes"
_SETTING = "sitting.toml"


class Setting(Frozen):
    """The sitting that is rehearsed (M1). ``feedback_days`` counts from the day of the rehearsal, lengths are in code points."""

    authority: str
    slug: str = Field(pattern=r"^[a-z0-9-]{3,60}$")
    title: str
    commission: Prose
    views: Prose
    official: str
    contact: str
    diary_number: str
    feedback_days: int
    advised_length: int


class Staff(Frozen):
    """The officials, by name."""

    organiser: str
    moderators: tuple[str, str]
    registrar: str


class SeatCast(Frozen):
    """A party's chair and the people in it (M22)."""

    code: str
    name: str
    colour: str = Field(pattern=r"^#[0-9a-f]{6}$")
    site: str = Field(pattern=r"^https://")
    member: str
    substitute: str
    helper: str


class Announcement(Frozen):
    """What the moderator tells every page, ``after`` so many seconds at human pace."""

    after: float
    body: Prose


# Keeps the blank at its end: a question follows.
Opening = Annotated[str, AfterValidator(lambda text: " ".join(text.split()) + " ")]


class Improvised(Frozen):
    """What the cast says beyond the lines."""

    opening: tuple[str, ...]
    names: tuple[str, ...]
    openings: tuple[Opening, ...]
    replies: tuple[Prose, ...]
    data_words: Prose


class Script(Frozen):
    """A whole rehearsal. Made by ``load``."""

    sitting: Setting
    staff: Staff
    seats: tuple[SeatCast, ...] = Field(alias="seat")
    announcements: tuple[Announcement, ...] = Field(alias="announcement")
    cast: Improvised
    lines: tuple[Line, ...] = Field(alias="line")

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        if len(self.by_id) != len(self.lines):
            raise ValueError("two lines have the same id")
        if len(self._by_body) != sum(1 if line.wording is None else 2 for line in self.lines):
            raise ValueError("two lines say the same thing")
        answered = {line.id for line in self.lines if line.answers}
        pointed_at = {line.repeats or line.after for line in self.lines} - {None}
        if astray := (pointed_at - answered) | (set(self.cast.opening) - set(self.by_id)):
            raise ValueError(f"no such lines, or none with an answer: {sorted(map(str, astray))}")
        if strangers := {line.wish for line in self.lines if line.wish} - {seat.code for seat in self.seats}:
            raise ValueError(f"no such parties: {sorted(strangers)}")
        return self

    @cached_property
    def by_id(self) -> dict[str, Line]:
        return {line.id: line for line in self.lines}

    @cached_property
    def follow_ups(self) -> dict[str, list[Line]]:
        """The follow-up questions to each line that has some."""
        found: defaultdict[str, list[Line]] = defaultdict(list)
        for line in self.lines:
            if line.after is not None:
                found[line.after].append(line)
        return dict(found)

    @cached_property
    def _by_body(self) -> dict[str, Line]:
        return {text: line for line in self.lines for text in (line.body, line.shown)}

    @property
    def parties(self) -> tuple[str, ...]:
        """The parties' codes, in the order of the bench."""
        return tuple(seat.code for seat in self.seats)

    def recognise(self, body: str) -> Line | None:
        """The line that a post comes from, also with one of the openings before it; None for a stranger's post."""
        for opening in ("", *self.cast.openings):
            if body.startswith(opening) and (line := self._by_body.get(body[len(opening) :])):
                return line
        return None

    def first_round(self) -> list[Line]:
        """The lines that citizens begin with, the opening ones first; follow-ups come when there is something to follow."""
        opening = [self.by_id[name] for name in self.cast.opening]
        return opening + [
            line for line in self.lines if line.kind is not Kind.FOLLOW_UP and line not in opening
        ]


def load(folder: Path = SCENES) -> Script:
    """Read every scene in ``folder``. Raises ``ValueError`` (pydantic's) for a script that does not hang together."""
    with (folder / _SETTING).open("rb") as file:
        whole: dict[str, Any] = tomllib.load(file)
    whole["line"] = [line for path in sorted(folder.glob("*.toml")) for line in _lines(path)]
    return Script.model_validate(whole)


def _lines(path: Path) -> list[dict[str, Any]]:
    with path.open("rb") as file:
        found: list[dict[str, Any]] = tomllib.load(file).get("line", [])
    return found
