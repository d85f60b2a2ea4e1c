"""A question that reaches the authority otherwise than through the page, and is entered by an official (M6). Knows no row."""

from datetime import datetime
from enum import StrEnum
from typing import Final

from app.records.vocabulary import Actor, Malformed, NotYours, Role

MAY: Final = frozenset({Role.MODERATOR, Role.ORGANISER})
"""Who enters what somebody else has said."""

_YEARS: Final = range(2000, 3000)


class Way(StrEnum):
    """How the question reached the authority."""

    PHONE = "phone"
    PAPER = "paper"
    EMAIL = "email"
    VISIT = "visit"


def entered(way: Way | None, stated: datetime | None, *, by: Actor, now: datetime) -> None:
    """Raises ``NotYours`` for anybody but those officials, and ``Malformed`` for a time that has not come or never was.

    ``stated``: when the official says that the question was received, where not now.
    """
    if way is None and stated is None:
        return
    if by.role not in MAY:
        raise NotYours("channel")
    if way is None:
        raise Malformed("channel", field="channel")
    if stated is not None and (stated.tzinfo is None or stated.year not in _YEARS):
        raise Malformed("time", field="stated")
    if stated is not None and stated > now:
        raise Malformed("future", field="stated")
