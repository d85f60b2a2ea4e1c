"""The form of a sitting's seats (M4, M22): any number of rows, moved about and read back in their order. Makes no move."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from app.chat.filled import Filled
from app.chat.forms import Fields
from app.records.views import SeatView
from app.records.vocabulary import Malformed, Refusal
from app.routing.plans import SeatPlan, check_seats

FIELDS: Final = ("code", "name", "colour", "site", "member", "substitute", "helper")
_LONGEST: Final = {
    "code": 6,
    "name": 100,
    "colour": 7,
    "site": 500,
    "member": 200,
    "substitute": 200,
    "helper": 200,
}
_POSSIBLE: Final = {"code": "X", "name": "X", "colour": "#000000", "site": ""}
_NEEDED: Final = frozenset({"code", "name", "colour"})
_FIELD = re.compile(r"seat-([0-9]{1,3})-([a-z]{1,12})")
_ACT = re.compile(r"(up|down|remove)-([0-9]{1,3})")

Row = dict[str, str]

EMPTY: Final[Mapping[str, str]] = {**dict.fromkeys(FIELDS, ""), "colour": "#666666"}


def of_seats(seats: Sequence[SeatView]) -> list[Row]:
    """The rows as the seats are now."""
    return [{field: str(getattr(seat, field)) for field in FIELDS} for seat in seats]


def rows_in(fields: Fields) -> list[Row]:
    """The rows as they were filled in, in the order of their numbers."""
    rows: dict[int, Row] = {}
    for name, value in fields.items():
        found = _FIELD.fullmatch(name)
        if found and found[2] in FIELDS:
            rows.setdefault(int(found[1]), dict(EMPTY))[found[2]] = value
    return [rows[number] for number in sorted(rows)]


def rearranged(rows: list[Row], act: str) -> tuple[list[Row], str]:
    """The rows after a button was pressed (``add``, ``up-2``, ``down-0``, ``remove-3``), and the field to go on from."""
    found = _ACT.fullmatch(act)
    if found is None or int(found[2]) >= len(rows):
        return [*rows, dict(EMPTY)], f"seat-{len(rows)}-code"
    number, left = int(found[2]), rows.copy()
    row = left.pop(number)
    if found[1] == "remove":
        return left, f"seat-{min(number, len(left) - 1)}-code" if left else ""
    to = max(0, number - 1) if found[1] == "up" else min(len(left), number + 1)
    left.insert(to, row)
    return left, f"{_still_open(found[1], to, len(left))}-{to}"


def read(rows: Sequence[Row]) -> tuple[list[SeatPlan], dict[str, Refusal]]:
    """The seats in the rows, and what was wrong beside which field. A row with nothing in it is no seat."""
    seats: list[SeatPlan] = []
    errors: dict[str, Refusal] = {}
    for number, row in enumerate(rows):
        if not any(row[field].strip() for field in FIELDS if field != "colour"):
            continue
        seat, wrong = _seat(row, {each.code for each in seats})
        seats.append(seat)
        errors.update({f"seat-{number}-{field}": refusal for field, refusal in wrong.items()})
    return seats, errors


def in_order(rows: Sequence[Row]) -> list[str]:
    """Every field in the order of the page."""
    return [f"seat-{number}-{field}" for number in range(len(rows)) for field in FIELDS]


def _still_open(button: str, place: int, rows: int) -> str:
    """The button to go on from: at either end the one that leads there is shut."""
    ends = {"up": (0, "down"), "down": (rows - 1, "up")}
    last, other = ends[button]
    return other if place == last else button


def _seat(row: Row, taken: set[str]) -> tuple[SeatPlan, dict[str, Refusal]]:
    filled = Filled(row)
    values = {field: filled.line(field, _LONGEST[field], needed=field in _NEEDED) for field in FIELDS}
    seat = SeatPlan(**values)
    if seat.code in taken:
        filled.wrong("code", Malformed("code_twice"))
    right = seat
    for _ in _POSSIBLE:  # each look finds one thing that is wrong
        try:
            check_seats([right])
        except Malformed as refusal:
            field = str(refusal.facts["field"])
            filled.wrong(field, refusal)
            right = replace(right, **{field: _POSSIBLE[field]})
    return seat, filled.errors
