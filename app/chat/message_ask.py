"""A question as it is asked, by a citizen or by an official who received it otherwise: what can be read, not what is allowed."""

from typing import Annotated, Literal

from pydantic import AwareDatetime, Field

from app.chat.message_form import Message, Number, Party
from app.routing.ombud import Way


class Ask(Message):
    """A citizen's question or view. ``follow_up_to``: the number of a published question. ``about``: of a picture
    or plan that is shown. ``lang``: of the text.

    For moderators and organisers, who enter what was received otherwise: ``channel``, and ``stated``, when it was received.
    """

    do: Literal["ask"]
    body: str
    name: str | None = None
    wish: Party | None = None
    follow_up_to: Number | None = None
    about: Number | None = None
    lang: Annotated[str, Field(max_length=35)] | None = None
    channel: Way | None = None
    stated: AwareDatetime | None = None
