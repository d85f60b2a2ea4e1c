"""A politician of the cast: which of the own party's questions comes next and what is said. Knows no other party."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

from app.records.vocabulary import Move, State
from app.rehearsal.frames import Post
from app.rehearsal.hall import Board, Hall, Recent
from app.rehearsal.lines import Line
from app.rehearsal.pace import Pace
from app.rehearsal.performer import Errand
from app.rehearsal.script import Script

_EAGER_FOR = 45.0
"""For so many human seconds everybody answers as fast as can be: a page must live soon."""

_EAGER = (6.0, 9.0)
_NOTHING = (0, 0.0)
_READING, _SIGNS_A_SECOND, _LONGEST = 5.0, 22.0, 45.0


@dataclass
class Politician:
    """One party's chair."""

    party: str
    script: Script
    board: Board
    hall: Hall
    pace: Pace
    today: Callable[[], date]
    tried: Recent = field(default_factory=Recent)
    _at_work: tuple[int, float] = _NOTHING

    def choose(self, now: float) -> Errand | None:
        """The own party's oldest question and when the answer to it is written; None when there is none."""
        for post in self.board.unsettled():
            if self._is_mine(post):
                return self._errand(post, now)
        return None

    def _is_mine(self, post: Post) -> bool:
        asked = post.state is State.ASSIGNED and self.party in post.parties
        # What was returned stays visible to the party, with the moderator's note.
        unanswered = self.party not in post.answered_by or post.note is not None
        return asked and unanswered and (post.promised is not None) is self.hall.over

    def _errand(self, post: Post, now: float) -> Errand:
        move, terms, made = self._reaction(post)
        number, at = self._at_work
        if number != post.number:
            at = now + self._writing(str(terms.get("body", "")), now)
            self._at_work = (post.number, at)
        return Errand(at, move, terms, post, lambda: self._sent(made))

    def _sent(self, made: Callable[[], None]) -> None:
        """Whatever comes next is written from the beginning; what was refused only because others wrote too is not."""
        self._at_work = _NOTHING
        made()

    def _writing(self, text: str, now: float) -> float:
        if now < _EAGER_FOR or not text:
            return self.pace.rng.uniform(*_EAGER)
        return min(_READING + len(text) / _SIGNS_A_SECOND, _LONGEST) * self.pace.rng.uniform(0.8, 1.3)

    def _reaction(self, post: Post) -> tuple[Move, dict[str, object], Callable[[], None]]:
        line = self.script.recognise(post.body)
        if line is not None and line.hand_back is not None and post.number not in self.hall.handed_back:
            terms: dict[str, object] = {"reason": line.hand_back, "words": line.hand_back_words}
            return Move.HAND_BACK, terms, lambda: self.hall.handed_back.add(post.number)
        if line is not None and line.promise is not None and post.promised is None:
            by = self.today() + timedelta(days=line.promise)
            return Move.PROMISE, {"by": by.isoformat()}, lambda: None
        body = self._words(post, line)
        return Move.ANSWER, {"body": body}, lambda: self.tried.add(post.number)

    def _words(self, post: Post, line: Line | None) -> str:
        if line is not None and line.repeats is not None:
            line = self.script.by_id[line.repeats]
        if line is None or not line.answers:
            replies = self.script.cast.replies
            return replies[(post.number + self.script.parties.index(self.party)) % len(replies)]
        if line.first_try is not None and post.number not in self.tried:
            return line.first_try
        return line.answer_of(post.parties.index(self.party))
