"""Reads whose turn it was last, from the entries. Knows no rule: whose turn it is next is decided elsewhere."""

import json
from typing import Any

from sqlalchemy import Select, bindparam, select, union_all
from sqlmodel import Session

from app.records.plain import ENTRY
from app.records.vocabulary import Distribution, Move

_LOOKED_BACK = 200


def _last(move: Move) -> Select[Any]:
    """The latest entries of one move, each kind for itself: in that order the index has them."""
    of_move = (ENTRY.c.log == bindparam("slug"), ENTRY.c.move == move)
    entries = select(ENTRY.c.seq, ENTRY.c.subject, ENTRY.c.move, ENTRY.c.entry).where(*of_move)
    return select(entries.order_by(ENTRY.c.seq.desc()).limit(_LOOKED_BACK).subquery(move))


_LATEST = union_all(_last(Move.ASSIGN), _last(Move.TAKE_BACK))


def last_turn(session: Session, slug: str) -> str | None:
    """The party that was last assigned a question because it was next in order; None where there is none of late.

    A question that was taken back since was no turn: an assignment undone leaves the turn where it was.
    """
    latest = sorted(session.execute(_LATEST, {"slug": slug}), reverse=True)
    taken_back: set[str] = set()
    for _, subject, move, entry in latest[:_LOOKED_BACK]:
        if move == Move.TAKE_BACK:
            taken_back.add(subject)
        elif subject in taken_back:
            taken_back.discard(subject)
        elif (party := _in_turn(json.loads(entry)["facts"])) is not None:
            return party
    return None


def _in_turn(facts: dict[str, object]) -> str | None:
    """The party whose turn it was by the order, if it is among those that were asked."""
    proposed = facts.get("proposed")
    by_order = isinstance(proposed, str) and facts.get("why") == Distribution.TURN_ORDER
    return str(proposed) if by_order and proposed in str(facts.get("parties")).split() else None
