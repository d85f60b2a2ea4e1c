"""The rows of the desk's queue as HTML, each drawn once: a desk is opened with hundreds of them. Knows no page.

What a row is drawn from is what it is kept under, so that none can be older than what it is asked for with.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from app.chat import render
from app.chat.desk_decided import Decided
from app.chat.frames import is_heavy
from app.chat.seen import DeskQuestion
from app.records.reports import ReportView
from app.records.views import SittingView

MOST_KEPT: Final = 2048
"""Rows, those asked for last: a few kilobytes each."""


@dataclass(frozen=True, slots=True)
class _Where:
    """What a row says of its sitting: less than all of it, which changes with every post."""

    slug: str
    zone: str


def row(
    lang: str,
    sitting: SittingView,
    question: DeskQuestion,
    *,
    like: int | None,
    same: int | None,
    noted: int,
    decided: Decided | None,
    reports: tuple[ReportView, ...] = (),
) -> str:
    """The question's row, the same bytes as in its frame."""
    return _drawn(lang, _Where(sitting.slug, sitting.zone), question, like, same, noted, decided, reports)


@lru_cache(MOST_KEPT)
def _drawn(
    lang: str,
    sitting: _Where,
    question: DeskQuestion,
    like: int | None,
    same: int | None,
    noted: int,
    decided: Decided | None,
    reports: tuple[ReportView, ...],
) -> str:
    shown = {"like": like, "same": same, "noted": noted, "decided": decided, "brief": is_heavy(question)}
    return render.part("row", lang, sitting=sitting, question=question, reports=reports, **shown)
