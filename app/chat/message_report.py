"""What a moderator says of a reader's report in the chat protocol. Knows not what is allowed."""

from typing import Literal

from app.chat.message_form import OnQuestion
from app.records.reports import StandReason


class DismissReport(OnQuestion):
    """Let a reported question stand, and say why: every report of it is settled."""

    do: Literal["dismiss_report"]
    reason: StandReason
