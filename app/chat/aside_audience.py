"""Who sees what of what staff say among themselves: the desk all of it, a party what it was told itself. Pure."""

from dataclasses import dataclass
from datetime import datetime

from app.records.messages import MessageView


@dataclass(frozen=True, slots=True)
class PartyMessage:
    """A message as the party sees it that it went to: not whom else it went to, nor what they have read.

    ``who``: whoever in the party said OK.
    """

    number: int
    body: str
    at: datetime
    acknowledged_at: datetime | None
    who: str | None


def party_message(view: MessageView, code: str) -> PartyMessage | None:
    """The message as this party sees it; None where it went to others."""
    told = view.told(code)
    if told is None:
        return None
    return PartyMessage(view.number, view.body, view.at, told.acknowledged_at, told.who)
