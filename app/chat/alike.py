"""Which posts of a sitting are alike, for the desk: an index for each sitting in memory, read from the records. Decides nothing.

What is compared are the posts as they were received, which never change. So nobody has to tell what happens: what has come since
is read before something is asked, in the asker's own snapshot, and an index that is not here is made again. Which earlier post
one is most like is settled when it comes, for good: a row that says it never has to be told anew.
"""

import re
import threading
import unicodedata
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from app.records import queries
from app.records.reading import Snapshot
from app.records.views import QuestionView
from app.records.vocabulary import State
from app.routing.likeness import ALIKE, VERY_ALIKE, Index

MOST_SITTINGS: Final = 8
"""Indexes kept, those asked last: about 10 MB for a sitting of 2 000 posts."""

_OPEN: Final = frozenset({State.RECEIVED, State.HELD, State.ASSIGNED, State.ANSWERED})
"""Where somebody is still to decide, and is helped by knowing what a post is like."""


_SIGNS: Final = re.compile(r"[\W_]+")


def said_alike(text: str) -> str:
    """What is the same in texts that say the same: their words, whatever stands between them, in small letters."""
    return _SIGNS.sub(" ", unicodedata.normalize("NFC", text).casefold()).strip() or text


@dataclass(slots=True)
class _Shelf:
    """A sitting's posts up to ``read``, which earlier one those asked about are most like, and which say the same as one. Used under its lock."""

    index: Index = field(default_factory=Index)
    read: int = 0
    settled: dict[int, int | None] = field(default_factory=dict)
    first: dict[str, int] = field(default_factory=dict)
    same: dict[int, int] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def catch_up(self, session: Snapshot, slug: str) -> None:
        """Read what has come since. A snapshot may be older than what another one has brought here: that is no loss."""
        for number, text in queries.received_texts(session, slug, self.read):
            self.index.put(number, text)
            self.read = number
            if (first := self.first.setdefault(said_alike(text), number)) != number:
                self.same[number] = first

    def settle(self, view: QuestionView) -> int | None:
        """The earlier post that this one is very like, found once."""
        number = view.number
        if number not in self.settled and number in self.index:
            before = self.index.like_number(number, 2, VERY_ALIKE, below=number)
            self.settled[number] = next((like for like, _ in before if like != view.follow_up_to), None)
        return self.settled.get(number)


class Alikes:
    """Asked from the readers' threads, each in its own snapshot. ``least``: the likeness from which two posts are alike."""

    def __init__(self, least: float = ALIKE, *, kept: int = MOST_SITTINGS) -> None:
        self.least = least
        self._kept = kept
        self._shelves: OrderedDict[tuple[str, str], _Shelf] = OrderedDict()
        self._finding = threading.Lock()

    def near(self, session: Snapshot, slug: str, number: int, most: int) -> list[tuple[int, float]]:
        """The posts most like this one, earlier and later, each with its likeness, the most alike first. Raises ``Unknown``."""
        shelf = self._shelf(session, slug)
        with shelf.lock:
            shelf.catch_up(session, slug)
            return shelf.index.like_number(number, most, self.least) if number in shelf.index else []

    def earlier(self, session: Snapshot, slug: str, views: Iterable[QuestionView]) -> dict[int, int]:
        """For each of these that is still to be decided about and very like an earlier one: which.

        A follow-up is like what it follows up without saying so again. Raises ``Unknown``.
        """
        asked = [view for view in views if view.state in _OPEN]
        if not asked:
            return {}
        shelf = self._shelf(session, slug)
        with shelf.lock:
            if any(view.number not in shelf.settled for view in asked):
                shelf.catch_up(session, slug)
            found = {view.number: shelf.settle(view) for view in asked}
        return {number: like for number, like in found.items() if like is not None}

    def same(self, session: Snapshot, slug: str, views: Iterable[QuestionView]) -> dict[int, int]:
        """For each of these that says the same as an earlier one, word for word: which was the first. Raises ``Unknown``."""
        numbers = [view.number for view in views]
        if not numbers:
            return {}
        shelf = self._shelf(session, slug)
        with shelf.lock:
            if shelf.read < max(numbers):
                shelf.catch_up(session, slug)
            return {number: shelf.same[number] for number in numbers if number in shelf.same}

    def _shelf(self, session: Snapshot, slug: str) -> _Shelf:
        """The sitting's shelf; another one after a backup has been restored, when numbers may mean other posts."""
        name = (queries.epoch(session), slug)
        with self._finding:
            shelf = self._shelves.setdefault(name, _Shelf())
            self._shelves.move_to_end(name)
            if len(self._shelves) > self._kept:
                self._shelves.popitem(last=False)
        return shelf
