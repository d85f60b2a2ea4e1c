"""The close at the desk (M19): one walk through what has no outcome, what the close will come to, and what it came to. Decides nothing."""

from dataclasses import dataclass
from typing import Annotated, Any, Final
from uuid import uuid4

from fastapi import APIRouter, Query
from starlette.responses import Response

from app.chat import audience, messages, refusals, replies
from app.chat.desk_moves import decide
from app.chat.desk_page import Desk, Number
from app.chat.forms import Fields, FieldsDep
from app.chat.house import House, HouseDep
from app.chat.messages import MOST_NUMBER
from app.chat.moves import facts_of, make
from app.chat.seen import DeskQuestion
from app.chat.statuses import status_of
from app.chat.visitor import Visitor, VisitorDep
from app.records import queries, search
from app.records.reading import Snapshot
from app.records.views import Counts, QuestionView, SittingView
from app.records.vocabulary import Actor, DeclineReason, Move, Refusal, State, Unknown
from app.routing.closing import WITHOUT_OUTCOME
from app.routing.lifecycle import open_moves, open_sitting_moves
from app.routing.rules import rules_of

router = APIRouter()

After = Annotated[int, Query(ge=0, le=MOST_NUMBER)]

OUTCOMES: Final = (Move.PUBLISH, Move.REFER, Move.MERGE, Move.DECLINE, Move.LAPSE)
"""The moves of the walk, in the order in which they stand. All others are at the desk."""


@dataclass(frozen=True, slots=True)
class Closing:
    """Before the close: what would lapse, and what parties have promised. After it: what became of every post."""

    sitting: SittingView
    counts: Counts
    lapsing: tuple[DeskQuestion, ...]
    promised: tuple[DeskQuestion, ...]
    moves: dict[int, tuple[Move, ...]]
    reasons: tuple[DeclineReason, ...]
    may_close: bool

    def turn(self, after: int) -> DeskQuestion | None:
        """The one to look at: the next after this number, or the first."""
        later = (each for each in self.lapsing if each.number > after)
        return next(later, self.lapsing[0] if self.lapsing else None)


@dataclass(frozen=True, slots=True)
class Tried:
    """A move that was refused, with what was typed. ``number``: of the question; None where it was the close."""

    move: str
    fields: Fields
    said: str
    number: int | None = None


def closing(session: Snapshot, slug: str, by: Actor) -> Closing:
    """How the sitting's posts stand. A promise to come back is an outcome. Raises ``Unknown``."""
    sitting = queries.sitting(session, slug)
    open_ones = search.in_states(session, slug, WITHOUT_OUTCOME)
    views = queries.questions(session, slug, open_ones) if open_ones != [] else []
    left = [view for view in views if view.state in WITHOUT_OUTCOME]
    without = [view for view in left if view.promised_on is None]
    return Closing(
        sitting=sitting,
        counts=queries.counts(session, slug),
        lapsing=tuple(map(audience.desk_question, without)),
        promised=tuple(audience.desk_question(view) for view in left if view.promised_on is not None),
        moves={view.number: _moves(sitting, view, by) for view in without},
        reasons=rules_of(sitting.rules_version).reasons,
        may_close=Move.CLOSE in open_sitting_moves(sitting.state, by, paused=sitting.paused),
    )


@router.get("/{sitting}/desk/closing")
async def closing_page(
    by: Desk, house: HouseDep, visitor: VisitorDep, sitting: str, after: After = 0, part: str | None = None
) -> Response:
    """What the close will come to, or has come to (M19), with the next question that has no outcome."""
    held = await house.reading.read(closing, sitting, by)
    if part == "left":
        return replies.fragment(visitor, "closing_live", closing=held, sitting=held.sitting)
    return _page(visitor, held, held.turn(after))


@router.post("/{sitting}/desk/closing/{number:int}/{move}")
async def outcome(
    by: Desk,
    house: HouseDep,
    visitor: VisitorDep,
    fields: FieldsDep,
    sitting: str,
    number: Number,
    move: str,
) -> Response:
    """Give a question its outcome, and go on to the next. Refused, it comes back with all that was typed."""
    if move not in OUTCOMES:
        raise Unknown("page")
    try:
        await decide(house, sitting, number, move, fields, by)
    except Refusal as refusal:
        held = await house.reading.read(closing, sitting, by)
        tried = Tried(move, fields, refusals.said(refusal, visitor.lang), number)
        turn = next((each for each in held.lapsing if each.number == number), held.turn(number))
        return _page(visitor, held, turn, tried, status=status_of(refusal))
    return replies.see_other(f"/{sitting}/desk/closing?after={number}#turn")


@router.post("/{sitting}/desk/close")
async def close(by: Desk, house: HouseDep, visitor: VisitorDep, fields: FieldsDep, sitting: str) -> Response:
    """End the sitting. How many lapse has been shown and said yes to; where it is another number by now, it is asked again."""
    try:
        made = await closed(house, sitting, fields, by)
    except Refusal as refusal:
        if visitor.wants_json or isinstance(refusal, Unknown):
            raise
        held = await house.reading.read(closing, sitting, by)
        tried = Tried(Move.CLOSE, fields, refusals.said(refusal, visitor.lang))
        return _page(visitor, held, held.turn(0), tried, status=status_of(refusal))
    if visitor.wants_json:
        return replies.told(200, **made)
    return replies.see_other(f"/{sitting}/desk/closing")


async def closed(house: House, sitting: str, fields: Fields, by: Actor) -> dict[str, Any]:
    """Close from a form: without a number that was said yes to, nothing may lapse. Raises ``Stale``."""
    agreed = {"lapsing": fields.get("lapsing") or "0", "words": fields.get("words", "")}
    message = messages.from_fields(Move.CLOSE, agreed, fields.get("ticket") or str(uuid4()))
    facts = facts_of(message, house.provisions)
    return await house.journal.write(make, sitting, message, by=by, facts=facts)


def _page(
    visitor: Visitor, held: Closing, turn: DeskQuestion | None, tried: Tried | None = None, status: int = 200
) -> Response:
    facts: dict[str, Any] = {"closing": held, "sitting": held.sitting, "turn": turn, "tried": tried}
    return replies.page(visitor, "desk_closing.html", status=status, states=tuple(State), **facts)


def _moves(sitting: SittingView, view: QuestionView, by: Actor) -> tuple[Move, ...]:
    rooted = view.root_state in (None, State.PUBLISHED)
    secret = view.provision is not None
    now = open_moves(view.state, sitting.state, by, secret=secret, rooted=rooted)
    return tuple(move for move in OUTCOMES if move in now)
