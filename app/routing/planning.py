"""An organiser's work before the sitting: create it, change it, copy it. The free texts are kept as texts, codes as facts."""

from collections.abc import Sequence
from dataclasses import asdict, fields, replace
from datetime import date, datetime, timedelta
from typing import Any

from app.records.entries import Facts, stamp
from app.records.log import Log
from app.records.removal import slug_is_taken
from app.records.renditions import latest
from app.records.tables import Sitting, Text
from app.records.transaction import Transaction
from app.records.vocabulary import Actor, Distribution, Malformed, Move, NotYours, SittingState
from app.routing import seats as chairs
from app.routing import telling
from app.routing.course import SUBJECT, SittingOutcome, begin
from app.routing.lifecycle import SITTING_MAY
from app.routing.plans import Plan, SeatPlan, check, check_seats
from app.routing.rules import CURRENT
from app.routing.times import later_by_weeks

_TEXTS = ("title", "commission", "afterwards", "official", "contact", "case_number")
_FIXED = ("slug", "rehearsal")


def create(tx: Transaction, plan: Plan, *, by: Actor, seats: Sequence[SeatPlan] = ()) -> SittingOutcome:
    """Plan a sitting (M1, M2). Raises ``NotYours`` and ``Malformed`` (facts: ``field``); a slug is never used twice.

    Entered in the sitting's own log and in the installation's, so that no sitting can vanish unseen.
    """
    if by.role not in SITTING_MAY[Move.CREATE] or by.sitting is not None:
        raise NotYours(f"{by.role} may not create a sitting", move=Move.CREATE)
    check(plan)
    check_seats(seats)
    if slug_is_taken(tx, plan.slug):
        raise Malformed("slug_taken", field="slug")
    tx.add(Log(name=plan.slug, rehearsal=plan.rehearsal))
    drawn = _drawn(tx, plan, None)
    sitting = tx.add(Sitting(**_values(plan), **drawn, created_at=tx.at))
    _enter(tx, sitting, Move.CREATE, by, {**_values(plan), **drawn}, before=None)
    tx.enter(None, SUBJECT, Move.CREATE, by, {"slug": plan.slug, "rehearsal": plan.rehearsal})
    chairs.place(tx, sitting, seats, by)
    return SittingOutcome(sitting.slug, sitting.version, sitting.state)


def change(tx: Transaction, slug: str, plan: Plan, *, by: Actor, seen: int | None = None) -> SittingOutcome:
    """Change what is planned. What is the same as before is neither entered nor kept again.

    Raises ``Malformed`` (facts: ``field``), also for another slug or for making a rehearsal real, and ``Stale``.
    """
    sitting, _ = begin(tx, slug, Move.CHANGE, by=by, seen=seen)
    check(plan)
    for field in _FIXED:
        if getattr(plan, field) != getattr(sitting, field):
            raise Malformed("fixed", field=field)
    changed = {field: value for field, value in _values(plan).items() if value != getattr(sitting, field)}
    changed |= _drawn(tx, plan, sitting.lottery_seed)
    for field, value in changed.items():
        setattr(sitting, field, value)
    sitting.version += 1
    _enter(tx, sitting, Move.CHANGE, by, changed, before=sitting.state)
    telling.sitting_moved(tx, sitting, tx.seats(sitting))
    if "names" in changed:
        telling.looks_changed(tx, sitting)
    return SittingOutcome(sitting.slug, sitting.version, sitting.state)


def copy(tx: Transaction, sitting: str, slug: str, *, by: Actor) -> SittingOutcome:
    """Plan a new sitting like this one, with its seats: the same hours, as many weeks later as it takes to be still to come.

    It is held under the rules in force now, and has a diary number of its own.
    """
    like = tx.sitting(sitting)
    weeks = max(0, (tx.at - like.opens_at).days // 7 + 1)
    opens_at, live_at, intake_ends_at, ends_at = (
        later_by_weeks(at, weeks, like.zone)
        for at in (like.opens_at, like.live_at, like.intake_ends_at, like.ends_at)
    )
    plan = replace(
        plan_of(like),
        slug=slug,
        opens_at=opens_at,
        live_at=live_at,
        intake_ends_at=intake_ends_at,
        ends_at=ends_at,
        feedback_by=like.feedback_by and like.feedback_by + timedelta(weeks=weeks),
        case_number=None,
        rules_version=CURRENT,
    )
    return create(tx, plan, by=by, seats=[chairs.plan_of(seat) for seat in tx.seats(like)])


def plan_of(sitting: Sitting) -> Plan:
    """The sitting as it is planned now."""
    return Plan(**{field.name: getattr(sitting, field.name) for field in fields(Plan)})


def _drawn(tx: Transaction, plan: Plan, seed: str | None) -> dict[str, Any]:
    """The seed that decides a lottery, drawn once for a sitting and entered, so that anybody can work the order out."""
    return {"lottery_seed": tx.chance()} if plan.distribution == Distribution.LOTTERY and seed is None else {}


def _values(plan: Plan) -> dict[str, Any]:
    return asdict(plan)


def _enter(
    tx: Transaction,
    sitting: Sitting,
    move: Move,
    by: Actor,
    values: dict[str, Any],
    before: SittingState | None,
) -> None:
    """Enter codes, numbers and times as facts; keep free texts beside the ones they replace, and enter their commitments."""
    texts = [
        _kept(tx, sitting, field, values[field])
        for field in _TEXTS
        if field in values and not (before is None and values[field] is None)
    ]
    codes = {field: _fact(value) for field, value in values.items() if field not in _TEXTS}
    facts: Facts = {"from": before, "to": sitting.state, "version": sitting.version, **codes}
    tx.enter(sitting, SUBJECT, move, by, facts, texts)


def _kept(tx: Transaction, sitting: Sitting, field: str, value: str | None) -> Text:
    stands = tx.look(latest, sitting, SUBJECT, field)
    return tx.keep_text(sitting, SUBJECT, field, (value or "").encode(), replaces=stands)


def _fact(value: Any) -> str | int | bool | None:
    if isinstance(value, datetime):
        return stamp(value)
    if isinstance(value, date):
        return value.isoformat()
    return value if value is None or isinstance(value, (str, int)) else str(value)
