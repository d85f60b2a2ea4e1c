"""The cast's moderator: what to do with each post and when. Decides from frames and script; knows no socket."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.records.vocabulary import DeclineReason, Move, State
from app.rehearsal.distribution import Desk
from app.rehearsal.frames import Post
from app.rehearsal.hall import Board, Hall, Recent
from app.rehearsal.lines import Line
from app.rehearsal.pace import Pace
from app.rehearsal.performer import Errand
from app.rehearsal.script import Script

_PERSONAL = frozenset({"personal_number", "coordination_number", "phone", "email", "address", "iban", "card"})
_OUT_OF_REACH = frozenset({State.DECLINED, State.MERGED, State.REFERRED, State.LAPSED})

Look = tuple[float, float]
"""From and to how many human seconds the moderator looks before the move."""

_GLANCE: Look = (0.8, 2.5)
_READ: Look = (2.0, 4.5)
_COMPARE: Look = (3.0, 6.0)
_SECOND_THOUGHT: Look = (20.0, 40.0)


@dataclass(frozen=True)
class Step:
    """A move with its terms, and how long it takes to decide on."""

    move: Move
    look: Look
    terms: Mapping[str, object] = field(default_factory=dict)


@dataclass
class Moderator:
    """One moderator's head."""

    script: Script
    board: Board
    hall: Hall
    pace: Pace
    desk: Desk
    numbers: dict[str, int] = field(default_factory=dict)
    held: Recent = field(default_factory=Recent)
    edited: Recent = field(default_factory=Recent)
    _due: dict[int, tuple[int, float]] = field(default_factory=dict)

    def hear(self, post: Post) -> None:
        """Remember which line a post was, so that repeats find it and nothing is asked twice after a restart."""
        line = self.script.recognise(post.body)
        if line is not None:
            self.hall.asked.add(line.id)
            if post.state not in _OUT_OF_REACH:
                self.numbers[line.id] = post.number
            if post.follow_up_to is not None:
                self.hall.followed.add(post.follow_up_to)
        self.hall.undecided = self.board.count(State.RECEIVED)
        self.desk.hear(post)

    def choose(self, now: float) -> Errand | None:
        """The next move and its time; None when there is nothing to do."""
        open_posts = self.board.unsettled()
        errands = [errand for post in open_posts if (errand := self._errand(post, now)) is not None]
        self._due = {
            errand.post.number: (errand.post.version, errand.at) for errand in errands if errand.post
        }
        if (announcement := self._announcement()) is not None:
            errands.append(announcement)
        return min(errands, key=lambda errand: errand.at, default=None)

    def _errand(self, post: Post, now: float) -> Errand | None:
        if self.hall.over and post.promised is None:
            return None
        if post.state is State.ANSWERED and not self.hall.publishes:
            return None
        step = self._step(post)
        if step is None:
            self.board.settle(post)
            return None
        version, at = self._due.get(post.number, (None, 0.0))
        if version != post.version:
            at = now + self.pace.rng.uniform(*step.look)
        return Errand(at, step.move, step.terms, post, lambda: self._made(step, post))

    def _made(self, step: Step, post: Post) -> None:
        if step.move is Move.HOLD:
            self.held.add(post.number)
        elif step.move is Move.EDIT:
            self.edited.add(post.number)
        elif step.move is Move.ASSIGN:
            self.desk.assigned(post, step.terms)

    def _step(self, post: Post) -> Step | None:
        line = self.script.recognise(post.body)
        match post.state:
            case State.RECEIVED | State.HELD:
                return self._sort(post, line)
            case State.ANSWERED:
                return _review(post, line)
            case State.PUBLISHED:
                return None if line is None else _regret(post, line)
            case _:
                return None

    def _sort(self, post: Post, line: Line | None) -> Step:
        if line is None:
            return self._sort_stranger(post)
        words = {} if line.words is None else {"words": line.words}
        if line.decline is not None:
            return Step(Move.DECLINE, _READ, {"reason": line.decline, **words})
        if line.refer is not None:
            return Step(Move.REFER, _COMPARE, {"to": line.refer, **words})
        if line.repeats is not None and self.numbers.get(line.repeats, post.number) != post.number:
            return Step(Move.MERGE, _COMPARE, {"into": self.numbers[line.repeats]})
        if line.edit is not None and post.number not in self.edited and post.body != line.wording:
            return Step(Move.EDIT, _COMPARE, {"body": line.shown, "reason": line.edit})
        if line.hold and post.state is State.RECEIVED and post.number not in self.held:
            return Step(Move.HOLD, _READ)
        look = _SECOND_THOUGHT if post.state is State.HELD else _GLANCE
        return Step(Move.ASSIGN, look, self.desk.terms(post, line.seats))

    def _sort_stranger(self, post: Post) -> Step:
        if _PERSONAL.intersection(post.flags):
            terms = {"reason": DeclineReason.PERSONAL_DATA, "words": self.script.cast.data_words}
            return Step(Move.DECLINE, _COMPARE, terms)
        return Step(Move.ASSIGN, _READ, self.desk.terms(post, 1))

    def _announcement(self) -> Errand | None:
        left = (each for each in self.script.announcements if each.body not in self.hall.announced)
        following = next(left, None)
        if following is None or not self.hall.takes_questions:
            return None
        body = following.body
        return Errand(
            following.after, Move.ANNOUNCE, {"body": body}, made=lambda: self.hall.announced.add(body)
        )


def _review(post: Post, line: Line | None) -> Step:
    if line is not None and line.first_try in {answer.body for answer in post.answers}:
        return Step(Move.RETURN, _COMPARE, {"note": line.note})
    return Step(Move.PUBLISH, _READ)


def _regret(post: Post, line: Line) -> Step | None:
    if line.unpublish is not None:
        return Step(Move.UNPUBLISH, _SECOND_THOUGHT, {"reason": line.unpublish})
    if line.correction is not None:
        for answer in post.answers:
            if answer.body in line.answers:
                terms = {
                    "of": answer.party,
                    "body": line.correction.body,
                    "reason": line.correction.reason,
                }
                return Step(Move.CORRECT, _SECOND_THOUGHT, terms)
    return None
