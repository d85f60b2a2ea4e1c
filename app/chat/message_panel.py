"""What a party says about a question in the chat protocol: its answer, and why there is none yet or none at all."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from app.chat.message_form import MOST_NUMBER, OnQuestion
from app.records.vocabulary import HandBackReason


class Answer(OnQuestion):
    """The party's answer; ``propose``: what a helper leaves to the member for approval.

    ``draft``: the version of the party's draft that was written on, 0 where there was none. Where a colleague has saved a
    newer one since, with other words, it is ``stale``; without a version nothing is compared.
    """

    do: Literal["answer", "propose"]
    body: str
    draft: Annotated[int, Field(ge=0, le=MOST_NUMBER)] | None = None


class Request(OnQuestion):
    """Ask for another wording of what the party has published."""

    do: Literal["request"]
    body: str


class HandBack(OnQuestion):
    """The party does not answer. ``words`` are for the moderator."""

    do: Literal["hand_back"]
    reason: HandBackReason
    words: str | None = None


class Promise(OnQuestion):
    """The party comes back with an answer, by a date."""

    do: Literal["promise"]
    by: date
