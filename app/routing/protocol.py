"""The closing protocol (M19): what the sitting was for, when it was, who was there, what became of the posts, what went otherwise.

Made with the close, as a text that is never changed. Another close makes another, which replaces it; both are kept.
"""

from dataclasses import asdict
from datetime import datetime
from typing import Any, Final

from app.records import tallies
from app.records.attendance import attendance
from app.records.entries import canonical, stamp
from app.records.protocols import SUBJECT, protocols_made
from app.records.queries import entries
from app.records.renditions import latest
from app.records.tables import Sitting
from app.records.transaction import Transaction
from app.records.vocabulary import SYSTEM, Distribution, Move
from app.routing import deviations, lottery

FORM: Final = 1
"""The form of what is kept: another number when a reader would have to read it otherwise."""

_SAID: Final = (
    *("slug", "title", "commission", "afterwards", "official", "contact", "case_number", "zone", "rehearsal"),
    *("rules_version", "publish_at_once", "distribution", "lottery_seed"),
)
_SEAT: Final = ("code", "name", "member", "substitute", "helper")


def make(tx: Transaction, sitting: Sitting) -> int:
    """Make the protocol of a sitting that has just been closed, and return its number."""
    number = tx.look(protocols_made, sitting.slug) + 1
    replaces = tx.look(latest, sitting, SUBJECT, SUBJECT)
    held = canonical({"form": FORM, "number": number, "made_at": stamp(tx.at), **_held(tx, sitting)})
    text = tx.keep_text(sitting, SUBJECT, SUBJECT, held, replaces=replaces)
    tx.enter(sitting, SUBJECT, Move.PROTOCOL, SYSTEM, {"form": FORM, "number": number}, [text])
    return number


def _held(tx: Transaction, sitting: Sitting) -> dict[str, Any]:
    made = tx.look(entries, sitting.slug, "sitting")
    actual = deviations.times_held(made)
    began = actual["opens_at"] or actual["live_at"]
    since = tx.at if began is None else datetime.fromisoformat(began)
    numbers = tx.look(tallies.tally, sitting.slug, tx.at, closed=True)
    return {
        **{name: getattr(sitting, name) for name in _SAID},
        "feedback_by": sitting.feedback_by and sitting.feedback_by.isoformat(),
        "planned": deviations.times_planned(made),
        "actual": actual,
        "seats": [{name: getattr(seat, name) for name in _SEAT} for seat in tx.seats(sitting)],
        "attendance": [asdict(each) for each in tx.look(attendance, sitting.slug, since, tx.at)],
        "numbers": asdict(numbers),
        "announcements": sitting.last_announcement,
        "rounds": _rounds(tx, sitting, numbers),
        "deviations": deviations.told(made, tx.text),
    }


def _rounds(tx: Transaction, sitting: Sitting, numbers: tallies.Tally) -> list[list[str]]:
    """The lottery's order in every round that was come to."""
    if sitting.distribution != Distribution.LOTTERY:
        return []
    codes = [seat.code for seat in tx.seats(sitting)]
    last = max((party.asked for party in numbers.parties), default=0)
    return [lottery.order(sitting.lottery_seed or "", turn, codes) for turn in range(1, last + 1)]
