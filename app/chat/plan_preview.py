"""How the top of the public page will read, from a plan while it is filled in, right or wrong. Saves nothing, knows no page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Preview:
    """The times that can be read so far. Clock times are those of the sitting's own zone."""

    day: date | None
    start: str
    last: str
    end: str
    feedback_by: date | None


def of(typed: Mapping[str, str]) -> Preview:
    """What the fields hold that can be shown: a time that cannot be read is left out."""
    starts, feedback = _moment(typed, "live_at"), _moment(typed, "feedback_by")
    return Preview(
        day=starts.date() if starts else None,
        start=_clock(starts),
        last=_clock(_moment(typed, "intake_ends_at")),
        end=_clock(_moment(typed, "ends_at")),
        feedback_by=feedback.date() if feedback else None,
    )


def _moment(typed: Mapping[str, str], name: str) -> datetime | None:
    try:
        return datetime.fromisoformat(typed.get(name, ""))
    except ValueError:
        return None


def _clock(moment: datetime | None) -> str:
    return moment.strftime("%H.%M") if moment else "–"
