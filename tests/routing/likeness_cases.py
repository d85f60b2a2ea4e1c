"""The questions of tests/cases/likeness.json and how well likeness tells which of them are the same."""

import json
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from pathlib import Path

from app.routing.likeness import likeness, profile

_CASES = json.loads((Path(__file__).parents[1] / "cases" / "likeness.json").read_text(encoding="utf-8"))

PAIRS: list[tuple[str, str, float]] = [tuple(pair) for pair in _CASES["pairs"]]
"""Two texts and their likeness, for both languages."""


@dataclass(frozen=True)
class Asked:
    """A question of the set. ``unseen``: written when the measure was finished."""

    group: str
    subject: str
    unseen: bool
    text: str


@dataclass(frozen=True)
class Pair:
    """Two questions of the set, whether they ask the same, and how alike they are found."""

    one: Asked
    other: Asked
    score: float

    @property
    def same(self) -> bool:
        return self.one.group == self.other.group


@dataclass(frozen=True)
class Found:
    """What is found from a likeness on: how much of it is right, and how much of what is right is found."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        return 2 * self.precision * self.recall / (self.precision + self.recall)


QUESTIONS = [
    Asked(group["id"], group["subject"], group["unseen"], text)
    for group in _CASES["groups"]
    for text in group["questions"]
]


@cache
def pairs() -> tuple[Pair, ...]:
    """Every two questions of the set."""
    profiles = {each: profile(each.text) for each in QUESTIONS}
    return tuple(
        Pair(one, other, likeness(profiles[one], profiles[other]))
        for one, other in combinations(QUESTIONS, 2)
    )


@cache
def chosen(unseen: bool | None = None, one_subject: bool = False) -> tuple[Pair, ...]:
    """The pairs whose questions both are of that part, and of one subject where that is asked for."""
    return tuple(
        pair
        for pair in pairs()
        if (unseen is None or pair.one.unseen == pair.other.unseen == unseen)
        and (not one_subject or pair.one.subject == pair.other.subject)
    )


def auc(among: tuple[Pair, ...]) -> float:
    """How often two that are the same are found more alike than two that are not (the area under the ROC curve)."""
    others = sorted(pair.score for pair in among if not pair.same)
    same = [pair.score for pair in among if pair.same]
    above = sum(bisect_left(others, score) + bisect_right(others, score) for score in same) / 2
    return above / len(others) / len(same)


def found(among: tuple[Pair, ...], least: float) -> Found:
    """What is right of what is found from this likeness on."""
    shown = [pair for pair in among if pair.score >= least]
    right = sum(pair.same for pair in shown)
    return Found(right / len(shown), right / sum(pair.same for pair in among))


def table(steps: tuple[float, ...]) -> list[str]:
    """The rows of docs/likeness.md: every part of the set, and what is found from each of these on."""
    rows = []
    for name, among in (
        ("all", chosen()),
        ("written before the measure", chosen(unseen=False)),
        ("written after it", chosen(unseen=True)),
        ("of one subject", chosen(one_subject=True)),
    ):
        for least in steps:
            got = found(among, least)
            numbers = (got.precision, got.recall, got.f1, auc(among))
            rows.append(f"| {name} | {least:.2f} | " + " | ".join(f"{each:.3f}" for each in numbers) + " |")
    return rows
