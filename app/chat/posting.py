"""Takes in a citizen's post, from a form or over a socket: flagged, stored, and acknowledged with its receipt. Knows no limit."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from app.chat.house import House
from app.chat.messages import Ask
from app.records import texts
from app.records.vocabulary import Actor, State
from app.routing import intake
from app.routing.advice.flags import flags
from app.routing.ombud import entered
from app.routing.receipts import Receipt, receipt

_LANGUAGE = "sv"


@dataclass(frozen=True, slots=True)
class Posted:
    """What the sender is told at once (M9). ``fresh`` is False for a post that had been received before."""

    number: int
    state: State
    fresh: bool
    receipt: Receipt
    url: str


async def post(
    house: House, sitting: str, message: Ask, *, by: Actor, arrived: datetime, channel: str
) -> Posted:
    """Store the post and return its receipt, once it is durable.

    ``arrived``: when the request's headers, or the frame, came. ``channel``: by which way, for the record,
    unless an official says how it was received. Raises ``NotYours``, ``Malformed``, ``TooLarge``, ``Closed``, ``Unknown``, ``Unavailable``.
    """
    body = texts.received(message.body, texts.POST)
    entered(message.channel, message.stated, by=by, now=house.clock())
    stated = None if message.stated is None else message.stated.astimezone(UTC)
    given = receipt(house.receipt_key, sitting, UUID(message.ticket), body)
    view = await house.board.sitting(sitting)
    people = [name for seat in view.seats for name in (seat.member, seat.substitute) if name]
    name = texts.received_if_any(message.name, texts.NAME)
    asked = await house.journal.write(
        intake.ask,
        sitting,
        by=by,
        arrived=arrived,
        body=body,
        receipt=given,
        name=name,
        wish=message.wish,
        follow_up_to=message.follow_up_to,
        about=message.about,
        lang=message.lang or _LANGUAGE,
        channel=message.channel or channel,
        stated=stated,
        flags=flags(body.decode(), view.advised_length, people, (name or b"").decode()),
    )
    return Posted(asked.number, asked.state, asked.fresh, given, f"{house.public_url}/receipt/{given.token}")
