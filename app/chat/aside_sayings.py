"""Notes and messages as the server says them, as models for the documentation and the tests. Sends nothing."""

from pydantic import AwareDatetime

from app.chat.sayings_of_things import Saying


class NoteSaid(Saying):
    """A moderator's note on a post."""

    number: int
    question: int
    body: str
    at: AwareDatetime
    who: str | None


class ToldPartySaid(Saying):
    """A party that was told. ``absent``: nobody was signed in there then. ``acknowledged``: when it said OK, and ``who`` did."""

    party: str
    absent: bool
    acknowledged: AwareDatetime | None
    who: str | None


class ToldSaid(Saying):
    """A moderator's message to parties. The desk is given ``to``, a party when it said OK itself."""

    number: int
    body: str
    at: AwareDatetime
    to: list[ToldPartySaid] | None = None
    acknowledged: AwareDatetime | None = None
