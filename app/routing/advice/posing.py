"""Notices a sender whose name is like that of somebody in a seat. A hint to a human: people share names, and nobody is refused."""

import re
import unicodedata
from collections.abc import Iterable

_WORD = re.compile(r"[a-z]+")
_LEAST_TO_SLIP = 7


def poses_as(sender: str, names: Iterable[str]) -> str | None:
    """Whose name the sender's is like, if anybody's: the same words, or the first an initial, or one letter wrong.

    Accents, capitals and what stands around the name ("Anna Ek, C") change nothing. One name alone is nobody's.
    """
    said = _words(sender)
    return next((name for name in names if _alike(said, _words(name))), None) if len(said) > 1 else None


def _alike(said: list[str], name: list[str]) -> bool:
    if len(name) < 2:
        return False
    if set(name) <= set(said):
        return True
    first, *rest = said
    if len(first) == 1 and name[0].startswith(first) and rest[: len(name) - 1] == name[1:]:
        return True
    one, other = "".join(said), "".join(name)
    return min(len(one), len(other)) >= _LEAST_TO_SLIP and _one_slip(one, other)


def _words(name: str) -> list[str]:
    apart = unicodedata.normalize("NFKD", name.casefold())
    return _WORD.findall("".join(sign for sign in apart if not unicodedata.combining(sign)))


def _one_slip(one: str, other: str) -> bool:
    """Whether at most one letter is wrong, missing or too many, or two have changed places."""
    if one == other:
        return True
    if abs(len(one) - len(other)) > 1:
        return False
    at = next(
        (i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    if len(one) != len(other):
        longer, shorter = (one, other) if len(one) > len(other) else (other, one)
        return longer[at + 1 :] == shorter[at:]
    swapped = one[at : at + 2] == other[at : at + 2][::-1] and one[at + 2 :] == other[at + 2 :]
    return one[at + 1 :] == other[at + 1 :] or swapped
