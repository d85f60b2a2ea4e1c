"""How the cast's moderator shares the questions out: the server's proposal, else who has fewest waiting (M15)."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field

from app.records.vocabulary import Override, State
from app.rehearsal.frames import Post
from app.rehearsal.hall import KEEP, Board, Hall

_ENOUGH = 5
"""A party with this many waiting gets no more until it has answered: a person may sit there and only watch."""


@dataclass
class Desk:
    """The parties as the moderator sees them."""

    parties: tuple[str, ...]
    board: Board
    hall: Hall
    given: dict[str, int] = field(default_factory=dict)
    _asked: OrderedDict[int, set[str]] = field(default_factory=OrderedDict)

    def hear(self, post: Post) -> None:
        """Remember who answers in a thread, for its follow-ups."""
        if post.state in (State.ASSIGNED, State.ANSWERED, State.PUBLISHED):
            self._remember(post.number, post.parties)

    def assigned(self, post: Post, terms: Mapping[str, object]) -> None:
        """Count what was given out."""
        party = terms["party"]
        for code in [party] if isinstance(party, str) else list(party) if isinstance(party, list) else []:
            self.given[code] = self.given.get(code, 0) + 1

    def terms(self, post: Post, seats: int) -> dict[str, object]:
        """Whom to ask, and why when it is not the one whose turn it is."""
        proposed = post.proposal or self.hall.sitting.proposal
        first, reason = self._first(post, proposed)
        if seats > 1:
            others = [code for code in self._by_load() if code != first]
            return {"party": [first, *others[: seats - 1]], **_because(reason, first, proposed)}
        return {"party": first, **_because(reason, first, proposed)}

    def _first(self, post: Post, proposed: str | None) -> tuple[str, Override]:
        before = self._asked.get(post.number, set())
        answered_root = self._asked.get(post.follow_up_to or 0, set())
        for code in self.parties:
            if code in answered_root and code not in before:
                return code, Override.FOLLOW_UP
        # Every other wish is granted: the moderator decides.
        if (
            post.wish in self.parties
            and post.wish not in before
            and post.number % 2
            and self._has_room(post.wish)
        ):
            return str(post.wish), Override.WISH
        if proposed in self.parties and proposed not in before and self._has_room(proposed):
            return str(proposed), Override.OTHER
        free = [code for code in self._by_load() if code not in before] or list(self.parties)
        return free[0], Override.OTHER if before else Override.LOAD

    def _has_room(self, party: str | None) -> bool:
        return party is not None and self.board.waiting(party) < _ENOUGH

    def _by_load(self) -> list[str]:
        return sorted(
            self.parties,
            key=lambda code: (self.board.waiting(code), self.given.get(code, 0), self.parties.index(code)),
        )

    def _remember(self, number: int, parties: tuple[str, ...]) -> None:
        self._asked.setdefault(number, set()).update(parties)
        while len(self._asked) > KEEP:
            self._asked.popitem(last=False)


def _because(reason: Override, chosen: str, proposed: str | None) -> dict[str, object]:
    return {} if proposed is None or proposed == chosen else {"reason": reason}
