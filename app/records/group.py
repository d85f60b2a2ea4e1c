"""What the calls of one group commit hold in common. Decides nothing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from app.records.pending import Mark, Pending
from app.records.prepared import Door
from app.records.tables import Seat, Sitting


def _nothing_to_save(_mark: Mark) -> None:
    """A transaction by itself has no savepoint."""


@dataclass(slots=True)
class Shared:
    """Their way to the database, what the calls hold locked, what they keep back (None: nothing is), and how one of them opens its savepoint."""

    door: Door
    pending: Pending | None = None
    save: Callable[[Mark], None] = _nothing_to_save
    sittings: dict[str, Sitting] = field(default_factory=dict)
    seats: dict[str, Sequence[Seat]] = field(default_factory=dict)
    salts: list[bytes] = field(default_factory=list)
