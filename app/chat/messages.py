"""What can be said to the server in the chat protocol: one model per move. Knows what can be read, not what is allowed.

Strict: no field is guessed at, none is passed over. How much a text may weigh is checked where it becomes bytes.
"""

from datetime import date
from typing import Annotated, Any, Literal, Union, get_args
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from app.chat.place import Kind
from app.records.vocabulary import (
    DeclineReason,
    EditReason,
    HandBackReason,
    Malformed,
    Override,
    ReferTo,
    UnpublishReason,
)

MOST_NUMBER = 2**53 - 1
"""The largest whole number that every JSON reader keeps exactly."""


def _ticket(value: str) -> str:
    """A UUID as it was written: the reply names it the same way."""
    UUID(value)
    return value


Ticket = Annotated[str, Field(min_length=36, max_length=36, json_schema_extra={"format": "uuid"})]
Number = Annotated[int, Field(ge=1, le=MOST_NUMBER)]
Version = Annotated[int, Field(ge=1, le=MOST_NUMBER)]
Party = Annotated[str, Field(min_length=1, max_length=40)]
Code = Annotated[str, Field(min_length=1, max_length=40)]


class Message(BaseModel):
    """Anything that can be said. ``ticket`` comes back with the reply."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, hide_input_in_errors=True)

    ticket: Annotated[Ticket, AfterValidator(_ticket)]


class Ask(Message):
    """A citizen's question or view. ``follow_up_to``: the number of a published question. ``lang``: of the text."""

    do: Literal["ask"]
    body: str
    name: str | None = None
    wish: Party | None = None
    follow_up_to: Number | None = None
    lang: Annotated[str, Field(max_length=35)] | None = None


class OnQuestion(Message):
    """A move on a question, by its number. ``seen``: the version decided on; without it the move is tried as things stand."""

    question: Number
    seen: Version | None = None


class Assign(OnQuestion):
    """Ask a party for an answer (its code) or several (a list of codes, or one text with spaces between), or others instead.

    ``reason``: why another than the proposed one.
    """

    do: Literal["assign", "reassign"]
    party: (
        Annotated[str, Field(min_length=1, max_length=1000)] | Annotated[list[Party], Field(max_length=100)]
    )
    reason: Override | None = None


class Plain(OnQuestion):
    """A move that needs nothing more."""

    do: Literal["take_back", "hold", "release", "reopen", "publish", "republish", "unmark"]


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


class Answer(OnQuestion):
    """The party's answer."""

    do: Literal["answer"]
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


class Return(OnQuestion):
    """Send an answer back with a note; to one party where several were asked."""

    do: Literal["return"]
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

    do: Literal["open", "go_live", "pause", "resume", "close_intake", "close", "archive"]


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


ON_QUESTION = (
    *(Assign, Plain, Decline, Merge, Refer, Answer, HandBack, Promise, Return, Edit, Correct),
    *(Unpublish, Mark),
)
EVERY = (Ask, *ON_QUESTION, Announce, OnSitting, Extend, Follow)

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
