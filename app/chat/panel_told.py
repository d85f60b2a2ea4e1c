"""What a party has been told by the moderator, for its panel. Sees no message to another party."""

from app.chat.aside_audience import PartyMessage, party_message
from app.records import messages
from app.records.reading import Snapshot


def told(session: Snapshot, slug: str, code: str) -> tuple[PartyMessage, ...]:
    """The messages to this party, oldest first."""
    said = messages.messages(session, slug, party=code)
    return tuple(seen for view in said if (seen := party_message(view, code)) is not None)
