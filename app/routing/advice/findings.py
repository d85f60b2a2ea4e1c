"""What a detector can find, and where. Knows no detector."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """The kinds of personal data that a text is searched for."""

    PERSONAL_NUMBER = "personal_number"
    COORDINATION_NUMBER = "coordination_number"
    PHONE = "phone"
    EMAIL = "email"
    ADDRESS = "address"
    IBAN = "iban"
    CARD = "card"


@dataclass(frozen=True)
class Finding:
    """Personal data of one kind from `start` up to `end`, counted in code points."""

    kind: Kind
    start: int
    end: int
