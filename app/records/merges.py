"""Reads where merged questions end up, and what ended up in a question. Knows no text and no rule."""

from collections.abc import Collection, Mapping
from typing import Final

from sqlalchemy import and_, bindparam, select
from sqlmodel import Session

from app.records.plain import QUESTION
from app.records.prepared import Door, Prepared
from app.records.vocabulary import State

Chains = Mapping[int, tuple[int, State]]
"""For each merged question: the last of its chain, and that one's state."""

MOST_FOLLOWED: Final = 64
"""For more questions than these all merges are read: a list of numbers as long would cost as much."""

_TARGET = QUESTION.alias("target")
_STEPS = (
    select(QUESTION.c.number, QUESTION.c.into, _TARGET.c.state)
    .join(_TARGET, and_(_TARGET.c.sitting_id == QUESTION.c.sitting_id, _TARGET.c.number == QUESTION.c.into))
    .where(QUESTION.c.sitting_id == bindparam("sitting"), QUESTION.c.into.is_not(None))
)
_ALL = Prepared(_STEPS)
_ONE = {name: Prepared(_STEPS.where(QUESTION.c[name] == bindparam("other"))) for name in ("number", "into")}
_SOME = {
    name: Prepared(_STEPS.where(QUESTION.c[name].in_(bindparam("others", expanding=True))))
    for name in ("number", "into")
}

_Steps = dict[int, tuple[int, State]]


def chains(session: Session, sitting: int, numbers: Collection[int], merged: Collection[int]) -> Chains:
    """The chains that these questions stand in, and perhaps others of the sitting. ``merged``: those of them that are."""
    found = _towards(session, sitting, numbers) | _onwards(session, sitting, merged)
    return {number: _end(number, found) for number in found}


def _towards(session: Session, sitting: int, numbers: Collection[int]) -> _Steps:
    """The steps that lead to these, through however many others; all there are where they are many."""
    found: _Steps = {}
    while numbers:
        if len(numbers) > MOST_FOLLOWED:
            return _read(session, _ALL, sitting)
        steps = _of(session, sitting, "into", numbers)
        numbers = steps.keys() - found.keys()
        found |= steps
    return found


def _onwards(session: Session, sitting: int, numbers: Collection[int]) -> _Steps:
    """The steps that lead from these."""
    found: _Steps = {}
    while numbers:
        if len(numbers) > MOST_FOLLOWED:
            return _read(session, _ALL, sitting)
        steps = _of(session, sitting, "number", numbers)
        found |= steps
        numbers = {into for into, _ in steps.values()} - found.keys()
    return found


def _of(session: Session, sitting: int, name: str, numbers: Collection[int]) -> _Steps:
    if len(numbers) == 1:
        return _read(session, _ONE[name], sitting, other=next(iter(numbers)))
    return _read(session, _SOME[name], sitting, others=sorted(numbers))


def _read(session: Session, steps: Prepared, sitting: int, **which: object) -> _Steps:
    rows = steps.rows(Door.of(session), {"sitting": sitting, **which})
    return {number: (into, state) for number, into, state in rows}


def _end(number: int, next_of: Chains) -> tuple[int, State]:
    end = next_of[number]
    passed = {number}
    while end[0] in next_of and end[0] not in passed:
        passed.add(end[0])
        end = next_of[end[0]]
    return end
