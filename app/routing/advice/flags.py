"""What the moderator is told about a post. Advice: knows no decision and refuses nothing (R-09)."""

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from functools import lru_cache

from app.routing.advice.contact import email_addresses, phone_numbers, street_addresses
from app.routing.advice.findings import Finding
from app.routing.advice.health import tells_of_health
from app.routing.advice.payments import account_numbers, card_numbers
from app.routing.advice.personal_numbers import personal_numbers
from app.routing.advice.posing import poses_as
from app.routing.advice.signs import LETTER
from app.routing.advice.tone import repeated_signs, shouting

# Where two lay claim to the same signs the first has them: the most sensitive, then the most certain. Each with the fewest
# digits that it finds anything in, so that most texts are not searched at all.
_DETECTORS = (
    (personal_numbers, 10),
    (email_addresses, 0),
    (account_numbers, 2),
    (card_numbers, 13),
    (phone_numbers, 8),
    (street_addresses, 1),
)
_DIGIT = re.compile("[0-9]")

_LABEL = f"0-9{LETTER}\\-"
_LINK = re.compile(
    f"https?://|(?<![{_LABEL}.@])www\\.[{_LABEL}]"
    f"|(?<![{_LABEL}.@_])(?:[{_LABEL}]{{1,63}}\\.){{1,4}}(?:se|com|org|net|eu)(?![{_LABEL}@])"
)

_TO_SPACE = re.compile(r"\S*")
_AFTER_LINKS = ".,;:!?)]\"'"

_IN_LINKS = ("://", "www.", ".se", ".com", ".org", ".net", ".eu")
"""One of these stands in every link; most texts hold none and are not searched."""


class Flag(StrEnum):
    """What a post may be flagged for; the writer is shown those up to `long` before sending."""

    PERSONAL_NUMBER = "personal_number"
    COORDINATION_NUMBER = "coordination_number"
    PHONE = "phone"
    EMAIL = "email"
    ADDRESS = "address"
    IBAN = "iban"
    CARD = "card"
    SHOUTING = "shouting"
    LONG = "long"
    LINK = "link"
    HEALTH = "health"
    REPEATED_SIGN = "repeated_sign"
    NAMED = "named"
    POSING = "posing"


def find(text: str) -> list[Finding]:
    """The personal data in `text` (M8), in the order of the text, none overlapping another."""
    digits = len(_DIGIT.findall(text))
    found = [each for detect, fewest in _DETECTORS if digits >= fewest for each in detect(text)]
    if not found:
        return []
    return sorted(_undisputed(found, bytearray(len(text))), key=lambda found: found.start)


def _undisputed(findings: Iterable[Finding], taken: bytearray) -> Iterator[Finding]:
    for found in findings:
        if not any(taken[found.start : found.end]):
            taken[found.start : found.end] = b"\1" * (found.end - found.start)
            yield found


def flags(text: str, advised_length: int, names: Sequence[str] = (), sender: str = "") -> list[Flag]:
    """What to tell the moderator about `text`, each thing once, in the order of `Flag`.

    `advised_length` is the sitting's, in code points; `names` are the people of its seats, for `named` and, with the
    `sender`'s own name, for `posing`.
    """
    told = {Flag(found.kind.value) for found in find(text)} | _told_of_form(text, advised_length)
    if tells_of_health(text):
        told.add(Flag.HEALTH)
    if _names_one_of(names, text):
        told.add(Flag.NAMED)
    if sender and poses_as(sender, names):
        told.add(Flag.POSING)
    return [flag for flag in Flag if flag in told] if told else []


def _told_of_form(text: str, advised_length: int) -> set[Flag]:
    told = {
        Flag.SHOUTING: shouting(text),
        Flag.LONG: len(text) > advised_length,
        Flag.LINK: any(sign in text for sign in _IN_LINKS) and _LINK.search(text) is not None,
        Flag.REPEATED_SIGN: repeated_signs(text),
    }
    return {flag for flag, holds in told.items() if holds}


def links(text: str) -> list[tuple[int, int]]:
    """Where links stand, each to its end."""
    if not any(sign in text for sign in _IN_LINKS):
        return []
    found: list[tuple[int, int]] = []
    for match in _LINK.finditer(text):
        if not found or match.start() >= found[-1][1]:
            rest = _TO_SPACE.match(text, match.end())
            found.append((match.start(), match.end() + len(rest[0].rstrip(_AFTER_LINKS) if rest else "")))
    return found


def named(text: str, names: Sequence[str]) -> list[tuple[int, int]]:
    """Where one of the names stands. None where a letter is another number of signs when it is small."""
    wanted = _any_of(tuple(name.lower() for name in names if name.strip()))
    small = text.lower()
    return [] if wanted is None or len(small) != len(text) else [m.span() for m in wanted.finditer(small)]


def _names_one_of(names: Sequence[str], text: str) -> bool:
    wanted = _any_of(tuple(name.lower() for name in names if name.strip()))
    return wanted is not None and wanted.search(text.lower()) is not None


@lru_cache(maxsize=64)
def _any_of(names: tuple[str, ...]) -> re.Pattern[str] | None:
    """Finds any of a sitting's people."""
    one_of = "|".join(map(re.escape, names))
    return re.compile(f"(?<![{LETTER}])(?:{one_of})s?(?![{LETTER}])") if names else None
