"""A figure with its spread, and what it is held against. Knows no measurement and no form on paper."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Figure:
    """What was measured several times."""

    samples: tuple[float, ...]

    @classmethod
    def of(cls, samples: Sequence[float]) -> "Figure":
        """The figure of these samples. Raises ``ValueError`` when there are none."""
        if not samples:
            raise ValueError("no samples")
        return cls(tuple(samples))

    @property
    def median(self) -> float:
        return statistics.median(self.samples)

    @property
    def least(self) -> float:
        return min(self.samples)

    @property
    def most(self) -> float:
        return max(self.samples)


@dataclass(frozen=True)
class Row:
    """One contender's result: ``figure`` in the measurement's unit; ``note`` what else is worth saying."""

    name: str
    figure: Figure
    note: str = ""


@dataclass(frozen=True)
class Goal:
    """Something that ought to hold, and whether it did. ``held`` is None where it could not be measured."""

    text: str
    held: bool | None
    seen: str = ""


@dataclass(frozen=True)
class Measurement:
    """A table: what was measured, in which unit, for whom; ``floors`` are what the quick run insists on."""

    key: str
    title: str
    unit: str
    rows: tuple[Row, ...]
    how: str
    less_is_better: bool = True
    goals: tuple[Goal, ...] = ()
    floors: tuple[Goal, ...] = ()
    remarks: tuple[str, ...] = field(default=())

    def row(self, name: str) -> Row | None:
        """The result of one of them."""
        return next((row for row in self.rows if row.name == name), None)

    def ratio(self, one: str, other: str) -> float | None:
        """How many times the other's median the one's is; None where either was not measured."""
        above, below = self.row(one), self.row(other)
        if above is None or below is None or not below.figure.median:
            return None
        return above.figure.median / below.figure.median


def at_most(text: str, value: float | None, limit: float, unit: str = "") -> Goal:
    """The goal that a value is no larger than its limit."""
    if value is None:
        return Goal(text, None, "not measured")
    return Goal(text, value <= limit, f"{written(value)}{unit}")


def at_least(text: str, value: float | None, limit: float, unit: str = "") -> Goal:
    """The goal that a value is no smaller than its limit."""
    if value is None:
        return Goal(text, None, "not measured")
    return Goal(text, value >= limit, f"{written(value)}{unit}")


def written(value: float) -> str:
    """A number as it is read: three figures that count, thousands apart."""
    if value == 0:
        return "0"
    size = abs(value)
    if size >= 100:
        return f"{value:,.0f}".replace(",", " ")
    return f"{value:.1f}" if size >= 10 else f"{value:.2f}"
