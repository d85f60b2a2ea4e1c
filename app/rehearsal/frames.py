"""What the cast reads from the chat protocol's frames, and nothing more. Knows no socket and no script."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from app.records.vocabulary import SittingState, State


class _Told(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Answer(_Told):
    """A party's part in a question, as this actor may see it: without a body it is asked and has not answered."""

    party: str
    body: str | None = None


class Post(_Told):
    """A question as it stands. What this actor may not see is absent.

    ``note`` is the moderator's to the own party: there while an answer has been returned and not been written anew.
    """

    number: int
    state: State
    version: int = 0
    body: str = ""
    wish: str | None = None
    follow_up_to: int | None = None
    parties: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    promised: Any = None
    answers: tuple[Answer, ...] = ()
    proposal: str | None = None
    note: str | None = None

    @property
    def answered_by(self) -> frozenset[str]:
        return frozenset(answer.party for answer in self.answers if answer.body)


class SittingNews(_Told):
    """Where the sitting stands. ``proposal`` is the party whose turn it is, told on the desk."""

    state: SittingState | None = None
    paused: bool = False
    proposal: str | None = None


class AnnouncementNews(_Told):
    """What the moderator has told every page."""

    body: str = ""


Thing = Post | SittingNews | AnnouncementNews | int
"""A frame's content; a number is that of a question that is gone from the channel."""

_KINDS: Mapping[str, type[Post] | type[SittingNews] | type[AnnouncementNews]] = {
    "question": Post,
    "sitting": SittingNews,
    "announcement": AnnouncementNews,
}


def thing_of(frame: Mapping[str, Any]) -> Thing | None:
    """What a frame tells; None for a heartbeat and for what the cast does not understand."""
    if isinstance(frame.get("drop"), int):
        return int(frame["drop"])
    for key, kind in _KINDS.items():
        if key in frame:
            try:
                return kind.model_validate(frame[key])
            except ValidationError:
                return None
    return None
