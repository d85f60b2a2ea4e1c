"""The moderator's desk as a page: the sitting, the queue and the question in hand (M13). Makes no move."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path
from fastapi.responses import HTMLResponse
from markupsafe import Markup

from app.access.doors import Door, Through
from app.chat import audience, presence_telling, render, replies, strip_telling
from app.chat.alike import Alikes
from app.chat.content import seen_sitting
from app.chat.desk_acts import LETTERS, keyed
from app.chat.desk_case import Case, case, in_hand
from app.chat.desk_decided import Decided, decided
from app.chat.desk_rows import row
from app.chat.frames import for_staff
from app.chat.house import House, HouseDep
from app.chat.messages import MOST_NUMBER
from app.chat.presence import Here
from app.chat.presence_page import Name, mark_reading
from app.chat.seen import DeskQuestion, SeenSitting
from app.chat.visitor import Visitor, VisitorDep
from app.records import channels, messages, notes, queries, reports
from app.records.messages import MessageView
from app.records.reading import Snapshot
from app.records.reports import ReportView
from app.records.views import AnnouncementView
from app.records.vocabulary import Actor, State
from app.routing.rules import rules_of

router = APIRouter()

Desk = Annotated[Actor, Depends(Through(Door.DESK))]
Number = Annotated[int, Path(ge=1, le=MOST_NUMBER)]


class Tab(StrEnum):
    """The parts of the queue."""

    RECEIVED = "received"
    ASSIGNED = "assigned"
    ANSWERED = "answered"
    PUBLISHED = "published"
    ENDED = "ended"
    ALL = "all"


TABS: dict[Tab, tuple[State, ...]] = {
    Tab.RECEIVED: (State.RECEIVED, State.HELD),
    Tab.ASSIGNED: (State.ASSIGNED,),
    Tab.ANSWERED: (State.ANSWERED,),
    Tab.PUBLISHED: (State.PUBLISHED,),
    Tab.ENDED: (State.UNPUBLISHED, State.DECLINED, State.MERGED, State.REFERRED, State.LAPSED),
    Tab.ALL: tuple(State),
}
"""Which states each part of the queue shows; the style sheet says the same."""


@dataclass(frozen=True, slots=True)
class OnDesk:
    """Everything on the page, read in one snapshot with the number it was read at."""

    seen: SeenSitting
    head: int
    epoch: str
    rows: tuple[DeskQuestion, ...]
    announcements: tuple[AnnouncementView, ...]
    like: Mapping[int, int]
    same: Mapping[int, int]
    noted: Mapping[int, int]
    reported: Mapping[int, tuple[ReportView, ...]]
    decided: Mapping[int, Decided]
    messages: tuple[MessageView, ...]
    case: Case | None
    me: int | None = None


def on_desk(session: Snapshot, slug: str, number: int | None, by: Actor, alikes: Alikes) -> OnDesk:
    """The desk, with a question in hand or none. Raises ``Unknown``."""
    head, epoch = queries.head(session, channels.desk(slug)), queries.epoch(session)
    seen = seen_sitting(session, slug, desk=True)
    views = queries.questions(session, slug)
    return OnDesk(
        seen=seen,
        head=head,
        epoch=epoch,
        rows=tuple(map(audience.desk_question, views)),
        announcements=tuple(for_staff(each) for each in queries.announcements(session, slug)),
        like=alikes.earlier(session, slug, views),
        same=alikes.same(session, slug, views),
        noted=notes.noted(session, slug),
        reported=reports.waiting(session, slug),
        decided=decided(session, slug, seen.state),
        messages=tuple(messages.messages(session, slug)),
        case=None if number is None else in_hand(session, seen, number, by, alikes),
        me=by.account,
    )


@router.get("/{sitting}/desk")
async def desk(
    by: Desk,
    name: Name,
    house: HouseDep,
    visitor: VisitorDep,
    sitting: str,
    tab: Tab = Tab.RECEIVED,
    part: str | None = None,
) -> HTMLResponse:
    """The desk with nothing in hand; ``part=case`` gives the empty place of a case alone."""
    mark_reading(house, channels.desk(sitting), by, name, None)
    if part == "case":
        seen = await house.reading.read(seen_sitting, sitting, desk=True)
        return replies.fragment(visitor, "case", **_case_facts(house, seen, None, tab))
    page = await house.reading.read(on_desk, sitting, None, by, house.alikes)
    return whole(house, visitor, page, tab)


@router.get("/{sitting}/desk/{number:int}")
async def chosen(
    by: Desk,
    name: Name,
    house: HouseDep,
    visitor: VisitorDep,
    sitting: str,
    number: Number,
    tab: Tab | None = None,
    part: str | None = None,
) -> HTMLResponse:
    """The desk with a question in hand; ``part=case`` gives its case alone, for the script."""
    if part == "case":
        seen, in_this = await house.reading.read(case, sitting, number, by, house.alikes)
        mark_reading(house, channels.desk(sitting), by, name, number)
        return replies.fragment(visitor, "case", **_case_facts(house, seen, in_this, tab))
    page = await house.reading.read(on_desk, sitting, number, by, house.alikes)
    mark_reading(house, channels.desk(sitting), by, name, number)
    return whole(house, visitor, page, tab)


def whole(
    house: House, visitor: Visitor, page: OnDesk, tab: Tab | None, *, status: int = 200
) -> HTMLResponse:
    """The page, on the given part of the queue or the one where the question in hand stands."""
    tab = tab or (Tab.RECEIVED if page.case is None else _tab_of(page.case.question.state))
    sitting, lang = page.seen.sitting, visitor.lang
    facts: dict[str, Any] = {
        "page": page,
        "tab": tab,
        "tabs": {each: (states, _count(page.seen, states)) for each, states in TABS.items()},
        "here": _safe(presence_telling.who_is_here(house, channels.desk(sitting.slug), sitting, lang)),
        "strip_now": _safe(strip_telling.part(strip_telling.inside(house, sitting), lang)),
        "head": _safe(render.part("desk_sitting", lang, sitting=sitting, seen=page.seen)),
        "rows": [_safe(_row(page, each, lang)) for each in page.rows],
        "case_part": case_part(house, visitor, page.seen, page.case, tab),
        "sitting": sitting,
        "letters": LETTERS,
        "reasons": rules_of(sitting.rules_version).reasons,
        "keyed": keyed(),
    }
    return replies.page(visitor, "desk.html", status=status, **facts)


def case_part(
    house: House, visitor: Visitor, seen: SeenSitting, in_hand: Case | None, tab: Tab | None
) -> Markup:
    """The case alone."""
    facts = _case_facts(house, seen, in_hand, tab)
    return _safe(render.part("case", visitor.lang, visitor=visitor, **facts))


def _case_facts(house: House, seen: SeenSitting, in_hand: Case | None, tab: Tab | None) -> dict[str, Any]:
    return {
        "sitting": seen.sitting,
        "seen": seen,
        "case": in_hand,
        "tab": tab,
        "provisions": house.provisions,
        "claims": _claims(house, seen, in_hand),
        "letters": LETTERS,
    }


def _claims(house: House, seen: SeenSitting, in_hand: Case | None) -> tuple[Here, ...]:
    """Who has the question in hand now, the reader too."""
    if in_hand is None:
        return ()
    channel = channels.desk(seen.sitting.slug)
    return house.presence.at(channel, in_hand.question.number, house.clock())


def _row(page: OnDesk, question: DeskQuestion, lang: str) -> str:
    number, sitting = question.number, page.seen.sitting
    like, same = page.like.get(number), page.same.get(number)
    noted, decided = page.noted.get(number, 0), page.decided.get(number)
    held_against = page.reported.get(number, ())
    return row(
        lang, sitting, question, like=like, same=same, noted=noted, decided=decided, reports=held_against
    )


def _tab_of(state: State) -> Tab:
    return next(tab for tab, states in TABS.items() if state in states)


def _count(seen: SeenSitting, states: tuple[State, ...]) -> int:
    return 0 if seen.counts is None else sum(seen.counts.by_state[state] for state in states)


def _safe(html: str) -> Markup:
    return Markup(html)  # noqa: S704 - rendered with autoescape
