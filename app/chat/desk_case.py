"""The question in hand at the desk: as it came, as it will be shown, what was done with it and what can be. Knows no request."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from app.chat import audience, desk_history
from app.chat.alike import Alikes
from app.chat.content import seen_sitting
from app.chat.desk_acts import Act, acts
from app.chat.desk_alike import MOST_LOOKED_AT, Alike, unlike_kin
from app.chat.desk_history import Line
from app.chat.desk_review import Check, as_public, checks, marks
from app.chat.desk_tried import Tried
from app.chat.differences import Piece, between
from app.chat.seen import DeskQuestion, PublicQuestion, SeenSitting
from app.records import notes, queries, reports
from app.records.notes import NoteView
from app.records.reading import Snapshot
from app.records.reports import ReportView
from app.records.turns import last_turn
from app.records.views import EntryView
from app.records.vocabulary import Actor, DeclineReason, Move, State
from app.routing.advice import Marked
from app.routing.distribution import Proposal, propose
from app.routing.lifecycle import open_moves
from app.routing.moves import DECIDES_NOTHING
from app.routing.rules import rules_of
from app.routing.undo import latest, ways_back


@dataclass(frozen=True, slots=True)
class Case:
    """``moves``: those that this moderator has on it now. ``undo``: the moves that would undo the last one; none: not offered.

    ``root``: what it follows up. ``into``: what it is merged into, ``merged``: what is merged into it, ``alike``: what it
    is like otherwise, the most alike first.
    """

    question: DeskQuestion
    history: tuple[Line, ...]
    proposal: Proposal
    moves: tuple[Move, ...]
    undo: tuple[Move, ...]
    reasons: tuple[DeclineReason, ...]
    root: DeskQuestion | None
    into: DeskQuestion | None
    merged: tuple[DeskQuestion, ...]
    alike: tuple[Alike, ...] = ()
    notes: tuple[NoteView, ...] = ()
    preview: PublicQuestion | None = None
    marks: tuple[Marked, ...] = ()
    checks: tuple[Check, ...] = ()
    difference: tuple[Piece, ...] = ()
    me: int | None = None
    tried: Tried | None = None
    reports: tuple[ReportView, ...] = ()

    @property
    def acts(self) -> tuple[Act, ...]:
        return acts(self.moves)

    @property
    def last(self) -> Line:
        """What was decided last."""
        return _last(self.history)

    @property
    def merge_into(self) -> int | None:
        """What the sheet for merging proposes: the one that it is very like, if there is one."""
        return next((each.into for each in self.alike if each.into and each.likeness == "very"), None)

    def after(self, tried: Tried) -> "Case":
        """The same case, with a move that was refused."""
        return replace(self, tried=tried)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a move came to: where the question stands, what was decided last, and what would undo it."""

    state: State
    version: int
    last: Line
    undo: tuple[Move, ...]


def outcome(session: Snapshot, seen: SeenSitting, number: int) -> Outcome:
    """The question after its move, in the same snapshot as its sitting. Raises ``Unknown``."""
    view = queries.question(session, seen.sitting.slug, number)
    entries = queries.entries(session, seen.sitting.slug, f"question/{number}")
    return Outcome(view.state, view.version, _last(desk_history.lines(entries)), _undo(seen, entries))


def _last(history: Sequence[Line]) -> Line:
    """Every question has at least been asked."""
    return next(line for line in reversed(history) if line.move not in DECIDES_NOTHING)


def case(session: Snapshot, slug: str, number: int, by: Actor, alikes: Alikes) -> tuple[SeenSitting, Case]:
    """One question with its sitting, for a moderator. Raises ``Unknown``."""
    seen = seen_sitting(session, slug, desk=True)
    return seen, in_hand(session, seen, number, by, alikes)


def in_hand(session: Snapshot, seen: SeenSitting, number: int, by: Actor, alikes: Alikes) -> Case:
    """The same where the sitting has been read already, in the same snapshot."""
    sitting = seen.sitting
    view = queries.question(session, sitting.slug, number)
    question = audience.desk_question(view)
    scores = dict(alikes.near(session, sitting.slug, number, MOST_LOOKED_AT))
    near = _near(session, sitting.slug, question, scores)
    entries = queries.entries(session, sitting.slug, f"question/{number}")
    root = near.get(question.follow_up_to or 0)
    reported = reports.waiting(session, sitting.slug, (number,)).get(number, ())
    return Case(
        question=question,
        history=desk_history.lines(entries),
        proposal=_proposal(session, seen, question, root),
        moves=_moves(seen, question, by, reported=bool(reported)),
        undo=_undo(seen, entries),
        reasons=rules_of(sitting.rules_version).reasons,
        root=root,
        into=near.get(question.into or 0),
        merged=tuple(near[each] for each in question.merged),
        alike=unlike_kin(question, near, scores),
        notes=tuple(notes.notes(session, sitting.slug, question=number)),
        preview=as_public(view, sitting),
        marks=marks(question.body, sitting),
        checks=checks(question, sitting),
        difference=between(question.body, question.shown) if question.shown != question.body else (),
        me=by.account,
        reports=reported,
    )


def _near(
    session: Snapshot, slug: str, question: DeskQuestion, alike: Collection[int]
) -> dict[int, DeskQuestion]:
    """The questions that it hangs together with, and those that it is like."""
    kin = (each for each in (question.follow_up_to, question.into) if each)
    numbers = {*question.merged, *kin, *alike}
    if not numbers:
        return {}
    found = queries.questions(session, slug, numbers)
    return {view.number: audience.desk_question(view) for view in found}


def turn(session: Snapshot, slug: str, number: int) -> Proposal:
    """Whose turn it is with this question, as things stand. Raises ``Unknown``."""
    question = audience.desk_question(queries.question(session, slug, number))
    root = question.follow_up_to
    before = None if root is None else audience.desk_question(queries.question(session, slug, root))
    return _proposal(session, seen_sitting(session, slug, desk=True), question, before)


def _proposal(
    session: Snapshot, seen: SeenSitting, question: DeskQuestion, root: DeskQuestion | None
) -> Proposal:
    """Whose turn it is with this question, among the parties that are not asked already (M15)."""
    sitting = seen.sitting
    return propose(
        sitting.distribution,
        [seat.code for seat in sitting.seats if seat.code not in question.parties],
        seen.loads or {},
        last_assigned=last_turn(session, sitting.slug),
        follow_up_parties=() if root is None else root.parties,
        seed=sitting.lottery_seed,
    )


def _moves(seen: SeenSitting, question: DeskQuestion, by: Actor, *, reported: bool) -> tuple[Move, ...]:
    return tuple(
        open_moves(
            question.state,
            seen.state,
            by,
            secret=question.provision is not None,
            promised=question.promised is not None,
            rooted=question.root_state in (None, State.PUBLISHED),
            together=question.together,
            requested=any(answer.correction is not None for answer in question.answers),
            reported=reported,
        )
    )


def _undo(seen: SeenSitting, entries: list[EntryView]) -> tuple[Move, ...]:
    last = latest(entries)
    return ways_back(last.move, last.facts, seen.state)
