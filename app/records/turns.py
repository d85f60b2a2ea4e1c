"""Reads whose turn it was last, from the entries. Knows no rule: whose turn it is next is decided elsewhere."""

import json

from sqlalchemy import select
from sqlmodel import Session

from app.records.plain import ENTRY
from app.records.vocabulary import Move

_LOOKED_BACK = 200


def last_turn(session: Session, slug: str) -> str | None:
    """The party that was last assigned a question because it was proposed; None where there is none of late."""
    assigned = select(ENTRY.c.entry).where(ENTRY.c.log == slug, ENTRY.c.move == Move.ASSIGN)
    latest = session.execute(assigned.order_by(ENTRY.c.seq.desc()).limit(_LOOKED_BACK)).scalars()
    facts = (json.loads(entry)["facts"] for entry in latest)
    return next((str(each["proposed"]) for each in facts if _took_its_turn(each)), None)


def _took_its_turn(facts: dict[str, object]) -> bool:
    return facts.get("proposed") is not None and facts["proposed"] in str(facts.get("parties", "")).split()
