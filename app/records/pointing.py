"""What a question can point at: a picture or a plan that stands, or stood, with the sitting (M34). Knows no row."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class About:
    """The material's number and title. ``shown``: it still stands with the sitting."""

    number: int
    title: str
    shown: bool
