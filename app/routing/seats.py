"""The parties' chairs in a sitting (M4, M22): any number, changed as data. Knows who may, not who sits there now."""

from collections.abc import Sequence
from dataclasses import asdict, fields

from app.records.chairs import every_seat, was_asked
from app.records.entries import Facts
from app.records.renditions import latest
from app.records.tables import Seat, Sitting
from app.records.transaction import Transaction
from app.records.vocabulary import Actor, Move, OutOfTurn
from app.routing import telling
from app.routing.course import SittingOutcome, begin
from app.routing.plans import SeatPlan, check_seats

_TEXTS = ("name", "site", "member", "substitute", "helper")
_ON_THREADS = ("name", "colour", "site")


def set_seats(
    tx: Transaction, sitting: str, seats: Sequence[SeatPlan], *, by: Actor, seen: int | None = None
) -> SittingOutcome:
    """Let these be the seats, in this order. Each that is new, changed or gone is entered by itself.

    Raises ``Malformed`` (facts: ``field``, ``seat``), and ``OutOfTurn`` (facts: ``party``) for removing one that has been asked.
    """
    held, _ = begin(tx, sitting, Move.CHANGE, by=by, seen=seen)
    check_seats(seats)
    gone = [seat for seat in tx.seats(held) if seat.code not in {each.code for each in seats}]
    for seat in gone:
        _remove(tx, held, seat, by)
    held.version += 1
    place(tx, held, seats, by)
    telling.sitting_moved(tx, held, [*tx.seats(held), *gone])
    return SittingOutcome(held.slug, held.version, held.state)


def place(tx: Transaction, sitting: Sitting, seats: Sequence[SeatPlan], by: Actor) -> None:
    """Put the seats in their order: new ones, and those that are not as planned."""
    known = {seat.code: seat for seat in tx.look(every_seat, sitting)}
    seen_on_threads = False
    for order, plan in enumerate(seats):
        seat = known.get(plan.code)
        if seat is None:
            tx.add(Seat(sitting_id=sitting.id or 0, order=order, **asdict(plan)))
            _enter(tx, sitting, by, plan.code, {**asdict(plan), "order": order})
            continue
        wanted = {**asdict(plan), "order": order, "removed": False}
        changed = {field: value for field, value in wanted.items() if value != getattr(seat, field)}
        for field, value in changed.items():
            setattr(seat, field, value)
        if changed:
            _enter(tx, sitting, by, plan.code, changed)
        seen_on_threads |= any(field in changed for field in _ON_THREADS)
    if seen_on_threads:
        telling.looks_changed(tx, sitting)


def plan_of(seat: Seat) -> SeatPlan:
    """The seat as it is planned now."""
    return SeatPlan(**{field.name: getattr(seat, field.name) for field in fields(SeatPlan)})


def _remove(tx: Transaction, sitting: Sitting, seat: Seat, by: Actor) -> None:
    if tx.look(was_asked, sitting, seat.code):
        raise OutOfTurn("asked", move=Move.SEAT, party=seat.code)
    seat.removed = True
    _enter(tx, sitting, by, seat.code, {"removed": True})


def _enter(
    tx: Transaction, sitting: Sitting, by: Actor, code: str, values: dict[str, str | int | bool]
) -> None:
    """Names and addresses are kept as texts and entered as commitments; the rest are facts."""
    about = f"seat/{code}"
    texts = [
        tx.keep_text(
            sitting,
            about,
            field,
            str(values[field]).encode(),
            replaces=tx.look(latest, sitting, about, field),
        )
        for field in _TEXTS
        if field in values
    ]
    facts: Facts = {field: value for field, value in values.items() if field not in (*_TEXTS, "code")}
    tx.enter(sitting, about, Move.SEAT, by, facts, texts)
