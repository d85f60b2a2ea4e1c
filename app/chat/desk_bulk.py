"""One decision about many questions: each is a move of its own, and what came of each is told (M13). Decides nothing itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from fastapi import APIRouter
from starlette.responses import Response

from app.chat import desk_history, refusals, render, replies
from app.chat.desk_acts import LETTERS
from app.chat.desk_case import turn
from app.chat.desk_history import Line
from app.chat.desk_marked import LOOK, PROPOSE, UNDO, Marked, Wish, marked, wish
from app.chat.desk_page import Desk
from app.chat.forms import Fields, FieldsDep
from app.chat.house import House, HouseDep
from app.chat.moves import facts_of, make
from app.chat.statuses import status_of
from app.chat.visitor import Visitor, VisitorDep
from app.records import queries
from app.records.reading import Snapshot
from app.records.views import QuestionView, SittingView
from app.records.vocabulary import Actor, Malformed, Refusal
from app.routing import undo
from app.routing.rules import rules_of

router = APIRouter()

_NEEDED: Final = {"party": "party", "reason": "reason", "into": "question"}
"""What to say where a field is missing or cannot be read."""


@dataclass(frozen=True, slots=True)
class Tried:
    """One of them, as it was seen. ``refusal``: why its move was not made; None where it was, or none was to be."""

    number: int
    seen: int
    refusal: Refusal | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """The same to be read: how the question stands now, what was done last with it, and why one's own was not done.

    ``done``: it is no longer as it was seen, and nothing was refused.
    """

    number: int
    done: bool
    version: int | None
    state: str | None
    line: Line | None
    said: str | None
    code: str | None


@router.post("/{sitting}/desk/moves")
async def moves(by: Desk, house: HouseDep, visitor: VisitorDep, fields: FieldsDep, sitting: str) -> Response:
    """Make the same decision about every marked question, one after another: one that is refused keeps none of the others."""
    try:
        wanted = _readable(house, wish(fields))
    except Malformed as refusal:
        if visitor.wants_json:
            raise
        return await _page(house, visitor, sitting, fields, refusal=refusal)
    tried = [await _one(house, sitting, wanted, each, by) for each in wanted.marked]
    told = await house.reading.read(_told, sitting, tried, visitor.lang)
    if not visitor.wants_json:
        return await _page(house, visitor, sitting, fields, told=told)
    view = await house.reading.read(queries.sitting, sitting)
    return replies.told(200, results=[_in_words(visitor, view, each) for each in told])


def _readable(house: House, wanted: Wish) -> Wish:
    """The wish, if every message in it can be read: what is missing is told before anything is done. Raises ``Malformed``."""
    try:
        for each in () if wanted.do in (UNDO, PROPOSE, LOOK) else wanted.marked:
            facts_of(wanted.message(each), house.provisions)
    except Malformed as refusal:
        field = str(refusal.facts.get("field"))
        raise Malformed(_NEEDED.get(field, refusal.detail), field=field) from None
    return wanted


async def _one(house: House, sitting: str, wanted: Wish, one: Marked, by: Actor) -> Tried:
    try:
        if wanted.do != LOOK:
            await _make(house, sitting, wanted, one, by)
    except Refusal as refusal:
        # A ticket that was used for it before: this one was done, and went to the party whose turn it was then.
        if not (wanted.do == PROPOSE and refusal.detail == "ticket"):
            return Tried(one.number, one.seen, refusal)
    return Tried(one.number, one.seen)


async def _make(house: House, sitting: str, wanted: Wish, one: Marked, by: Actor) -> None:
    """Make the move on one of them. Raises ``Refusal``."""
    if wanted.do == UNDO:
        await house.journal.write(undo.undo, sitting, one.number, by=by, seen=one.seen)
        return
    given = {}
    if wanted.do == PROPOSE:
        proposal = await house.reading.read(turn, sitting, one.number)
        if proposal.party is None:
            raise Malformed("party", field="party")
        given["party"] = proposal.party
    message = wanted.message(one, **given)
    await house.journal.write(make, sitting, message, by=by, facts=facts_of(message, house.provisions))


def _told(session: Snapshot, slug: str, tried: Sequence[Tried], lang: str) -> tuple[Told, ...]:
    found = {view.number: view for view in queries.questions(session, slug, [one.number for one in tried])}
    return tuple(_how_it_went(session, slug, one, found.get(one.number), lang) for one in tried)


def _how_it_went(session: Snapshot, slug: str, one: Tried, view: QuestionView | None, lang: str) -> Told:
    entries = [] if view is None else queries.entries(session, slug, f"question/{one.number}")
    return Told(
        number=one.number,
        done=one.refusal is None and view is not None and view.version != one.seen,
        version=None if view is None else view.version,
        state=None if view is None else view.state,
        line=desk_history.lines(entries[-1:])[0] if entries else None,
        said=None if one.refusal is None else refusals.said(one.refusal, lang),
        code=None if one.refusal is None else one.refusal.code,
    )


def _in_words(visitor: Visitor, sitting: SittingView, told: Told) -> dict[str, object]:
    html = render.part("bulk_told", visitor.lang, sitting=sitting, told=told)
    shown = {"number": told.number, "done": told.done, "version": told.version, "state": told.state}
    return {**shown, "html": html} if told.code is None else {**shown, "code": told.code, "html": html}


async def _page(
    house: House,
    visitor: Visitor,
    sitting: str,
    fields: Fields,
    *,
    told: Sequence[Told] = (),
    refusal: Refusal | None = None,
) -> Response:
    """What came of it, for whoever has no script. Where nothing could be read, all that was marked is marked still."""
    view = await house.reading.read(queries.sitting, sitting)
    return replies.page(
        visitor.at(f"/{sitting}/desk"),
        "desk_bulk.html",
        status=200 if refusal is None else status_of(refusal),
        sitting=view,
        told=told,
        marked=_still_marked(fields) if refusal else (),
        error=None if refusal is None else refusals.said(refusal, visitor.lang),
        why=fields.get("reason", ""),
        into=fields.get("into", ""),
        words=fields.get("words", ""),
        undoable=fields.get("do") != UNDO and any(each.done for each in told),
        letters=LETTERS,
        reasons=rules_of(view.rules_version).reasons,
    )


def _still_marked(fields: Fields) -> tuple[Marked, ...]:
    try:
        return marked(fields)
    except Malformed:
        return ()
