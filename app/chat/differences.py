"""What differs between two wordings of a text, word by word, and how much of it may be shown to whom. Pure; knows no page.

Where words were struck because nobody should read them, the public is shown that something was struck and why, never what: not
in this step and not in any before it, because the words stood in those too.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import pairwise
from typing import Final

from app.records.vocabulary import EditReason

SHOWN_TO_ALL: Final = frozenset({EditReason.WORDING, EditReason.FACT})
"""The reasons for which the words that were replaced may be read by everybody."""

_WORD: Final = re.compile(r"\s+|[^\W_]+|.", re.S)

_LONGEST_COMPARED: Final = 2_000
"""Words. Beyond that the texts are shown as one replaced by the other: nobody reads so long a difference."""


class Kind(StrEnum):
    """What became of some words. ``STRUCK``: taken away, and not to be shown."""

    KEPT = "kept"
    ADDED = "added"
    REMOVED = "removed"
    STRUCK = "struck"


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words and what became of them. ``text`` is empty where they were struck."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Rendition:
    """A wording of a text: when it was made, and why it stands in place of the one before; None for the first."""

    value: str
    made_at: datetime
    reason: str | None


@dataclass(frozen=True, slots=True)
class Change:
    """One step from a wording to the next, as it may be shown. ``whole``: the words that went are shown too."""

    at: datetime
    reason: str
    pieces: tuple[Piece, ...]
    whole: bool


def between(before: str, after: str) -> tuple[Piece, ...]:
    """The whole difference: for whoever may read both."""
    return tuple(_joined(_in_runs(_compared(before, after))))


def without_struck(before: str, after: str) -> tuple[Piece, ...]:
    """The later wording, with a mark where something was struck. Nothing of the earlier one that is not in the later."""
    pieces = (
        Piece(Kind.STRUCK, "") if piece.kind is Kind.REMOVED else Piece(Kind.KEPT, piece.text)
        for piece in between(before, after)
        if piece.kind is not Kind.REMOVED or piece.text.strip()
    )
    return tuple(_joined(pieces))


def for_all(renditions: Sequence[Rendition]) -> tuple[Change, ...]:
    """The steps from the first wording to the last, latest first, as far as everybody may see them."""
    changes: list[Change] = []
    for before, after in reversed(list(pairwise(renditions))):
        reason = after.reason or EditReason.MISTAKE
        whole = reason in SHOWN_TO_ALL
        compare = between if whole else without_struck
        changes.append(Change(after.made_at, reason, compare(before.value, after.value), whole))
        if not whole:
            break
    return tuple(changes)


def for_own(renditions: Sequence[Rendition]) -> tuple[Change, ...]:
    """From the first wording to the last in one step: for whoever wrote the first one."""
    if len(renditions) < 2:
        return ()
    first, last = renditions[0], renditions[-1]
    reason = last.reason or EditReason.MISTAKE
    return (Change(last.made_at, reason, between(first.value, last.value), True),)


def _compared(before: str, after: str) -> Iterator[Piece]:
    old, new = _WORD.findall(before), _WORD.findall(after)
    if max(len(old), len(new)) > _LONGEST_COMPARED:
        yield Piece(Kind.REMOVED, before)
        yield Piece(Kind.ADDED, after)
        return
    for what, a, b, c, d in SequenceMatcher(None, old, new).get_opcodes():
        if what == "equal":
            yield Piece(Kind.KEPT, "".join(new[c:d]))
            continue
        if b > a:
            yield Piece(Kind.REMOVED, "".join(old[a:b]))
        if d > c:
            yield Piece(Kind.ADDED, "".join(new[c:d]))


def _in_runs(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Words changed one after another as one change: "från C" becomes "om 20", not each word for itself."""
    run: list[Piece] = []
    for piece in pieces:
        if piece.kind is not Kind.KEPT or (run and not piece.text.strip()):
            run.append(piece)
            continue
        yield from _run(run)
        yield piece
        run = []
    yield from _run(run)


def _run(run: list[Piece]) -> Iterator[Piece]:
    ends_kept = bool(run) and run[-1].kind is Kind.KEPT
    changed = run[:-1] if ends_kept else run
    removed = "".join(piece.text for piece in changed if piece.kind is not Kind.ADDED)
    added = "".join(piece.text for piece in changed if piece.kind is not Kind.REMOVED)
    if removed.strip() and added.strip():
        yield Piece(Kind.REMOVED, removed)
        yield Piece(Kind.ADDED, added)
        yield from run[len(changed) :]
    else:
        yield from run


def _joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Pieces of one kind beside each other as one."""
    last: Piece | None = None
    for piece in pieces:
        if last is not None and last.kind is piece.kind:
            last = Piece(last.kind, last.text + piece.text)
            continue
        if last is not None:
            yield last
        last = piece
    if last is not None:
        yield last
