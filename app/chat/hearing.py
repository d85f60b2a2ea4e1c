"""Takes a chat frame apart before anything is believed of it: size, ticket, limits, then the message. Knows no move's rules."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from app.chat import messages
from app.chat.messages import Ask, Message
from app.records.vocabulary import TooLarge

LARGEST_FRAME = 64 * 1024
LARGEST_ANSWERED = 256 * 1024
"""What the server's WebSocket layer lets through (``ws_max_size``): up to here a frame that is too large is answered."""

_LOOKED_THROUGH = 4096
_TICKET = re.compile(
    rb'"ticket"\s*:\s*"([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12})"'
)


@dataclass(frozen=True, slots=True)
class Heard:
    """A frame as it arrived, and when. Of one that is ``too_large`` no more is kept than its ticket may stand in."""

    raw: bytes
    arrived: datetime
    too_large: bool = False

    @classmethod
    def noted(cls, said: str | bytes, arrived: datetime) -> "Heard":
        """``said``: text, or bytes that should be one."""
        raw = said if isinstance(said, bytes) else said.encode("utf-8", "surrogatepass")
        if len(raw) <= LARGEST_FRAME:
            return cls(raw, arrived)
        return cls(raw[:_LOOKED_THROUGH] + raw[-_LOOKED_THROUGH:], arrived, too_large=True)


def ticket_in(raw: bytes) -> str | None:
    """The ticket of a frame that is not decoded, so that a refusal can name it; None where none can be read."""
    found = _TICKET.search(raw, 0, _LOOKED_THROUGH) or _TICKET.search(raw, max(0, len(raw) - _LOOKED_THROUGH))
    return found[1].decode() if found else None


def understand(heard: Heard, let_in: Callable[[], None]) -> Message:
    """The message in a frame. ``let_in`` counts a post, or raises ``TooFast``, before the frame is decoded.

    Raises ``TooLarge`` before anything else, ``TooFast``, ``Malformed``.
    """
    if heard.too_large:
        raise TooLarge("frame")
    raw = heard.raw
    looks_like_a_post = b'"ask"' in raw
    if looks_like_a_post:
        let_in()
    message = messages.read(raw)
    if isinstance(message, Ask) and not looks_like_a_post:  # written with escapes
        let_in()
    return message
