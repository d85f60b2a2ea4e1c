"""Which write functions look for a post by its receipt, so that those of one commit are looked for at once. Knows no function."""

from collections.abc import Callable, Mapping
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


def receives_by(receipt_of: Callable[..., str]) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Mark a write function that looks for a post by its receipt, which ``receipt_of`` finds among its keyword arguments.

    Then the journal looks for those of all calls that share a commit at once.
    """

    def mark(fn: Callable[P, R]) -> Callable[P, R]:
        _foretelling[fn] = receipt_of
        return fn

    return mark


def foretold(fn: Callable[..., Any], facts: Mapping[str, Any]) -> str | None:
    """The receipt that the write function will look for, if it is one that does."""
    receipt_of = _foretelling.get(fn)
    return None if receipt_of is None else receipt_of(**facts)


_foretelling: dict[Callable[..., Any], Callable[..., str]] = {}
