"""Reads a form as it was filled in, field by field, and remembers what was wrong beside which. Knows no form by name."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import TypeVar

from app.chat.shown import local_input
from app.records import texts
from app.records.vocabulary import Malformed, Refusal, TooLarge
from app.routing.times import to_utc

E = TypeVar("E", bound=StrEnum)

YEARS = range(2000, 2200)
"""What can be planned: outside of it a date is a slip of the keyboard."""

_BYTES_IN_A_SIGN = 4


@dataclass(slots=True)
class Filled:
    """The fields of a form, and the first thing that was wrong with each. A value that is wrong is None, or empty."""

    fields: Mapping[str, str]
    errors: dict[str, Refusal] = field(default_factory=dict)

    def wrong(self, name: str, refusal: Refusal) -> None:
        """Note what was wrong with a field, unless something was already."""
        refusal.facts.setdefault("field", name)
        self.errors.setdefault(name, refusal)

    def line(self, name: str, most: int, *, needed: bool = True) -> str:
        """A text on one line, at most ``most`` code points."""
        return " ".join(self.lines(name, most, needed=needed).split())

    def lines(self, name: str, most: int, *, needed: bool = True) -> str:
        """A text of one or more lines. Control signs are refused: they would be ours, printed on every page."""
        raw = self.fields.get(name, "")
        try:
            kept = (texts.received_if_any(raw, most * _BYTES_IN_A_SIGN) or b"").decode().strip()
            if len(kept) > most:
                raise TooLarge("text", most=most)
            if any(unicodedata.category(sign) == "Cc" and sign not in "\n\t" for sign in kept):
                raise Malformed("encoding")
            if needed and not kept:
                raise Malformed("empty")
        except TooLarge:
            self.wrong(name, TooLarge("text", most=most))
        except Malformed as refusal:
            self.wrong(name, refusal)
        else:
            return kept
        return ""

    def ticked(self, name: str) -> bool:
        """Whether a box is ticked: an empty one is not sent at all."""
        return self.fields.get(name, "") not in ("", "0", "false")

    def number(self, name: str, *, most: int) -> int:
        """A whole number from 1."""
        raw = self.fields.get(name, "").strip()
        number = int(raw) if raw.isascii() and raw.isdecimal() and len(raw) < 10 else 0
        if not 1 <= number <= most:
            self.wrong(name, Malformed("number", most=most))
        return number

    def one_of(self, name: str, kind: type[E]) -> E | None:
        """One of a list of codes."""
        try:
            return kind(self.fields.get(name, ""))
        except ValueError:
            self.wrong(name, Malformed("choice"))
            return None

    def day(self, name: str) -> date | None:
        """A date, or none where nothing is filled in."""
        raw = self.fields.get(name, "").strip()
        if not raw:
            return None
        try:
            day = date.fromisoformat(raw)
        except ValueError:
            day = date.min
        if day.year not in YEARS:
            self.wrong(name, Malformed("date"))
            return None
        return day

    def moment(self, name: str, zone: str, stands: datetime | None = None) -> datetime | None:
        """A time on the zone's clocks as UTC; ``stands``: the moment it was filled in with, kept where nothing was changed.

        An hour that does not exist or comes twice is asked about: ``NAME_fold`` answers (0 the first, 1 the second).
        """
        raw = self.fields.get(name, "").strip()
        fold = {"0": 0, "1": 1}.get(self.fields.get(f"{name}_fold", ""))
        if stands is not None and fold is None and raw[:16].replace(" ", "T") == local_input(stands, zone):
            return stands
        try:
            local = datetime.fromisoformat(raw)
            if local.year not in YEARS or local.tzinfo is not None:
                raise ValueError
            return to_utc(local, zone, fold=fold, field=name)
        except ValueError:
            self.wrong(name, Malformed("time"))
        except Malformed as refusal:
            self.wrong(name, refusal)
        return None
