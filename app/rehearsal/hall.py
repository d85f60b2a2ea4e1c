"""What everybody in the cast knows of the sitting, and each board of what one of them sees. Decides nothing."""

import asyncio
from collections import OrderedDict
from dataclasses import dataclass, field

from app.records.vocabulary import SittingState, State
from app.rehearsal.frames import Post, SittingNews

KEEP = 600
"""How many questions are remembered at once: the oldest that need nothing more are forgotten first."""

_FAR_TOO_MANY = 4

_DONE = frozenset(
    {State.PUBLISHED, State.UNPUBLISHED, State.DECLINED, State.MERGED, State.REFERRED, State.LAPSED}
)
_TAKING = frozenset({SittingState.OPEN, SittingState.LIVE})


class Recent:
    """A set that forgets what was added longest ago."""

    def __init__(self, keep: int = KEEP) -> None:
        self._keep = keep
        self._members: OrderedDict[int, None] = OrderedDict()

    def add(self, number: int) -> None:
        self._members[number] = None
        while len(self._members) > self._keep:
            self._members.popitem(last=False)

    def __contains__(self, number: object) -> bool:
        return number in self._members


@dataclass
class Hall:
    """The sitting as the cast knows it together."""

    sitting: SittingNews = field(default_factory=SittingNews)
    asked: set[str] = field(default_factory=set)
    announced: set[str] = field(default_factory=set)
    followed: Recent = field(default_factory=Recent)
    handed_back: Recent = field(default_factory=Recent)
    undecided: int = 0
    desk_read: bool = False

    def hear(self, sitting: SittingNews) -> None:
        """Take in what a frame says of the sitting; what it leaves out stays as it was."""
        told = {name: getattr(sitting, name) for name in sitting.model_fields_set}
        self.sitting = self.sitting.model_copy(update=told)

    @property
    def takes_questions(self) -> bool:
        """Whether asking has a point; unknown counts as yes, the server decides."""
        return self.sitting.state in (None, *_TAKING) and not self.sitting.paused

    @property
    def publishes(self) -> bool:
        return self.sitting.state not in (SittingState.PLANNED, SittingState.OPEN, SittingState.ARCHIVED)

    @property
    def over(self) -> bool:
        return self.sitting.state in (SittingState.CLOSED, SittingState.ARCHIVED)


class Board:
    """The questions on one channel, as the frames have told, each considered once per version."""

    def __init__(self, keep: int = KEEP) -> None:
        self.changed = asyncio.Event()
        self._keep = keep
        self._posts: OrderedDict[int, Post] = OrderedDict()
        self._settled: dict[int, int] = {}

    def put(self, post: Post) -> None:
        """Take in a question as it stands; an older version than the known one is no news."""
        known = self._posts.get(post.number)
        if known is None or post.version >= known.version:
            self._posts[post.number] = post
            self._forget()
            self.changed.set()

    def drop(self, number: int) -> None:
        self._posts.pop(number, None)
        self._settled.pop(number, None)
        self.changed.set()

    def clear(self) -> None:
        self._posts.clear()
        self._settled.clear()
        self.changed.set()

    def settle(self, post: Post) -> None:
        """There is nothing more to do about this version."""
        self._settled[post.number] = post.version

    def reconsider(self) -> None:
        """Look at everything once more: what was refused may now be allowed."""
        self._settled.clear()
        self.changed.set()

    def get(self, number: int | None) -> Post | None:
        return None if number is None else self._posts.get(number)

    def unsettled(self) -> list[Post]:
        """What may need a move, oldest first."""
        return [
            post for number, post in sorted(self._posts.items()) if self._settled.get(number) != post.version
        ]

    def count(self, state: State) -> int:
        return sum(post.state is state for post in self._posts.values())

    def waiting(self, party: str) -> int:
        """How many questions the party has not answered."""
        return sum(
            post.state is State.ASSIGNED and party in post.parties and party not in post.answered_by
            for post in self._posts.values()
        )

    def _forget(self) -> None:
        excess = len(self._posts) - self._keep
        done = (number for number, post in self._posts.items() if post.state in _DONE)
        for number in [number for _, number in zip(range(excess), done, strict=False)]:
            self.drop(number)
        if len(self._posts) > _FAR_TOO_MANY * self._keep:
            self.drop(next(iter(self._posts)))
