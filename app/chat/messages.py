"""What can be said to the server in the chat protocol: one model per move. Knows what can be read, not what is allowed.

Strict: no field is guessed at, none is passed over. How much a text may weigh is checked where it becomes bytes.
"""

from typing import Annotated, Any, Literal, Union, get_args

from pydantic import AwareDatetime, Field, TypeAdapter, ValidationError

from app.chat.aside_messages import ASIDES
from app.chat.message_ask import Ask as Ask
from app.chat.message_form import MOST_NUMBER as MOST_NUMBER
from app.chat.message_form import Code, Number, Party
from app.chat.message_form import Message as Message
from app.chat.message_form import OnQuestion as OnQuestion
from app.chat.message_panel import Answer, HandBack, Promise, Request
from app.chat.message_report import DismissReport
from app.chat.place import Kind
from app.chat.presence import Doing
from app.records.vocabulary import (
    DeclineReason,
    EditReason,
    Malformed,
    Override,
    ReferTo,
    UnpublishReason,
)


class Assign(OnQuestion):
    """Ask a party for an answer (its code) or several (a list of codes, or one text with spaces between), or others instead.

    ``reason``: why another than the proposed one. ``together``: ask all parties, or those named, and show their answers at
    once when all are in or it is ``by``, each of ``limit`` characters at most.
    """

    do: Literal["assign", "reassign"]
    party: (
        Annotated[str, Field(min_length=1, max_length=1000)]
        | Annotated[list[Party], Field(max_length=100)]
        | None
    ) = None
    reason: Override | None = None
    together: bool = False
    by: AwareDatetime | None = None
    limit: Annotated[int, Field(ge=1, le=MOST_NUMBER)] | None = None


class Plain(OnQuestion):
    """A move that needs nothing more."""

    do: Literal["take_back", "hold", "release", "reopen", "publish", "republish", "unmark", "end_round"]


class Decline(OnQuestion):
    """Do not publish. ``words`` are for the asker."""

    do: Literal["decline"]
    reason: DeclineReason
    words: str | None = None


class Merge(OnQuestion):
    """Let it be answered under another question."""

    do: Literal["merge"]
    into: Number


class Refer(OnQuestion):
    """Show the asker to those whose work it is."""

    do: Literal["refer"]
    to: ReferTo
    words: str | None = None


class Return(OnQuestion):
    """Send an answer back with a note, or decline the correction asked for; to one party where several were asked."""

    do: Literal["return", "dismiss"]
    note: str
    party: Party | None = None


class Edit(OnQuestion):
    """Prepare the question's wording as it will be published."""

    do: Literal["edit"]
    body: str
    reason: EditReason


class Correct(OnQuestion):
    """Correct what is published: ``of`` is ``question``, or the code of the party whose answer it is."""

    do: Literal["correct"]
    of: Party
    body: str
    reason: EditReason


class Unpublish(OnQuestion):
    """Take the question and its answers off the page."""

    do: Literal["unpublish"]
    reason: UnpublishReason


class Mark(OnQuestion):
    """Mark as secret, with the provision."""

    do: Literal["mark"]
    provision: Code


class Announce(Message):
    """Tell every page something."""

    do: Literal["announce"]
    body: str


class OnSitting(Message):
    """A move on the sitting itself."""

    do: Literal["open", "go_live", "resume", "archive"]


class Shut(Message):
    """Take no questions for now, or no more. ``words``: what every page says with it."""

    do: Literal["pause", "close_intake"]
    words: str | None = None


class Close(Message):
    """End the sitting. ``words``: what every page says with it. ``lapsing``: how many posts it was decided to let lapse; without it as many as there are."""

    do: Literal["close"]
    words: str | None = None
    lapsing: Annotated[int, Field(ge=0, le=MOST_NUMBER)] | None = None


class Extend(Message):
    """Move the end of the intake, or of the sitting."""

    do: Literal["extend"]
    intake_end: AwareDatetime | None = None
    end: AwareDatetime | None = None


class Follow(Message):
    """Be told what happens on a channel after a number. ``token``: of the receipt, for ``post``."""

    do: Literal["follow"]
    channel: Kind
    after: Annotated[int, Field(ge=0, le=MOST_NUMBER)]
    epoch: Annotated[str, Field(max_length=100)] | None = None
    token: Annotated[str, Field(max_length=100)] | None = None


class Here(Message):
    """Say that one is here, at the desk or in the party's panel, and what one does with which question; anew every minute.

    ``over``: take it over from whoever has it in hand. No record, and no lock: every move is open to everybody as before.
    """

    do: Literal["here"]
    doing: Doing = Doing.IDLE
    question: Number | None = None
    over: bool = False


ON_QUESTION = (
    *(Assign, Plain, Decline, Merge, Refer, Answer, Request, HandBack, Promise, Return, Edit, Correct),
    *(Unpublish, Mark, DismissReport),
)
EVERY = (Ask, *ON_QUESTION, *ASIDES, Announce, OnSitting, Shut, Close, Extend, Follow, Here)

_MESSAGE: TypeAdapter[Any] = TypeAdapter(
    Annotated[Union[EVERY], Field(discriminator="do")]  # type: ignore[arg-type]  # noqa: UP007 - made of a tuple
)


def read(frame: str | bytes) -> Message:
    """The message in a frame. Raises ``Malformed`` for what is not UTF-8, not JSON, or none of the messages."""
    try:
        message = _MESSAGE.validate_json(frame)
    except (ValidationError, UnicodeError):
        raise Malformed("message") from None
    assert isinstance(message, Message)  # noqa: S101 - what the adapter was made of
    return message


def from_fields(do: str, fields: dict[str, str], ticket: str) -> Message:
    """The message in a form's fields, read as strictly.

    Fields that are empty or none of the message's are passed over: a form has buttons and fields for its page as well.
    Raises ``Malformed`` (facts: ``field``, the first that cannot be read).
    """
    model = MODELS.get(do)
    if model is None:
        raise Malformed("message")
    given = {name: fields[name] for name in model.model_fields if fields.get(name)}
    try:
        return model.model_validate_strings({**given, "do": do, "ticket": ticket})
    except (ValidationError, UnicodeError) as error:
        where = error.errors()[0]["loc"] if isinstance(error, ValidationError) else ("body",)
        raise Malformed("message", field=str(where[0]) if where else None) from None


def _by_name() -> dict[str, type[Message]]:
    named: dict[str, type[Message]] = {}
    for model in EVERY:
        for do in get_args(model.model_fields["do"].annotation):
            named[str(do)] = model
    return named


MODELS: dict[str, type[Message]] = _by_name()
"""Which model each move is read with."""
