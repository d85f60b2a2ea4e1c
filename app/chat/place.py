"""A channel's name, taken apart: whose sitting, which audience. Knows no reader."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Self


class Kind(StrEnum):
    """The audiences that have channels of their own."""

    PUBLIC = "public"
    DESK = "desk"
    PARTY = "party"
    POST = "post"


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is told. ``code`` is set for a party's channel, ``number`` for a post's."""

    sitting: str
    kind: Kind
    code: str = ""
    number: int = 0

    @classmethod
    def named(cls, channel: str) -> Self:
        """The place behind a channel's name (``app.records.channels``). Raises ``ValueError``."""
        match channel.split("/"):
            case [sitting, (Kind.PUBLIC | Kind.DESK) as kind]:
                return cls(sitting, Kind(kind))
            case [sitting, Kind.PARTY, code]:
                return cls(sitting, Kind.PARTY, code=code)
            case [sitting, Kind.POST, number]:
                return cls(sitting, Kind.POST, number=int(number))
        raise ValueError("no channel has this name")
