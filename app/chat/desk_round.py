"""The form that asks all parties at once: minutes from now, as the chat protocol's time. Makes no move."""

from datetime import datetime, timedelta
from typing import Final

from app.chat.forms import Fields
from app.records.vocabulary import Malformed

MOST_MINUTES: Final = 1440
MINUTES: Final = 15
LIMIT: Final = 600
"""What the form proposes: a quarter of an hour, and about a hundred words."""


def with_time(fields: Fields, now: datetime) -> Fields:
    """The fields, with ``minutes`` as the time that they lead to, on the whole minute. Raises ``Malformed``."""
    if not fields.get("together") or fields.get("by"):
        return fields
    raw = fields.get("minutes", "").strip()
    minutes = int(raw) if raw.isascii() and raw.isdecimal() and len(raw) < 6 else 0
    if not 1 <= minutes <= MOST_MINUTES:
        raise Malformed("minutes", field="minutes", most=MOST_MINUTES)
    until = (now + timedelta(minutes=minutes, seconds=59)).replace(second=0, microsecond=0)
    return {**fields, "by": until.isoformat()}
