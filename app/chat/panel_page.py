"""A party's panel as a page: the sitting, one question to answer, and what became of the others (M20, M21). Makes no move."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query
from fastapi.responses import HTMLResponse
from markupsafe import Markup

from app.access.doors import Door, Through
from app.chat import audience, panel_task, panel_told, presence_telling, render, replies, terms
from app.chat.aside_audience import PartyMessage
from app.chat.frames import for_staff, is_heavy
from app.chat.house import House, HouseDep
from app.chat.messages import MOST_NUMBER
from app.chat.panel_task import Task
from app.chat.panel_turn import place_in_turn
from app.chat.piles import Pile, pile_of
from app.chat.seen import PartyQuestion
from app.chat.visitor import Visitor, VisitorDep
from app.records import channels, queries
from app.records.reading import Snapshot
from app.records.views import AnnouncementView, SittingView
from app.records.vocabulary import Actor
from app.routing.times import local_date

router = APIRouter()

Panel = Annotated[Actor, Depends(Through(Door.PANEL))]
Number = Annotated[int, Path(ge=1, le=MOST_NUMBER)]
Chosen = Annotated[int | None, Query(ge=1, le=MOST_NUMBER)]

MISSING = 404


@dataclass(frozen=True, slots=True)
class OnPanel:
    """Everything on the page, read in one snapshot with the number it was read at.

    ``task``: the question in hand; None where nothing waits. ``done``: a question that something was just done with.
    ``turn``: which place the party has in turn, where nothing waits.
    """

    sitting: SittingView
    code: str
    head: int
    epoch: str
    cards: tuple[PartyQuestion, ...]
    announcements: tuple[AnnouncementView, ...]
    task: Task | None
    done: PartyQuestion | None
    messages: tuple[PartyMessage, ...] = ()
    turn: int | None = None

    def pile(self, pile: Pile) -> list[PartyQuestion]:
        return [card for card in self.cards if pile_of(card) is pile]


def on_panel(
    session: Snapshot, slug: str, chosen: int | None, done: int | None, by: Actor, after: int | None = None
) -> OnPanel:
    """The panel with the chosen question in hand, or whichever comes next, or comes ``after``. Raises ``Unknown``."""
    code = by.seat or ""
    head, epoch = queries.head(session, channels.party(slug, code)), queries.epoch(session)
    sitting = queries.sitting(session, slug)
    panel_task.seated(sitting, code)
    views = queries.questions(session, slug, party=code)
    cards = [card for view in views if (card := audience.party_question(view, sitting, code))]
    number = chosen or panel_task.next_number(cards, sitting, by, after)
    waiting = [each for each in panel_task.in_turn(cards, sitting, by) if each != number]
    task = None if number is None else panel_task.task(session, sitting, number, by)
    return OnPanel(
        sitting=sitting,
        code=code,
        head=head,
        epoch=epoch,
        cards=tuple(cards),
        announcements=tuple(queries.announcements(session, slug)),
        task=None if task is None else replace(task, others=len(waiting)),
        done=next((card for card in cards if card.number == done), None),
        messages=panel_told.told(session, slug, code),
        turn=place_in_turn(session, sitting, code) if task is None else None,
    )


@router.get("/{sitting}/party/{code}")
async def panel(
    by: Panel,
    house: HouseDep,
    visitor: VisitorDep,
    sitting: str,
    code: str,
    question: Chosen = None,
    done: Chosen = None,
    after: Chosen = None,
    part: str | None = None,
) -> HTMLResponse:
    """The panel. ``question`` chooses what is in hand, ``after`` the next one, ``done`` confirms; ``part=task``: the task alone."""
    page = await house.reading.read(on_panel, sitting, question, done, by, after)
    if part == "task":
        return replies.fragment(visitor, "task", **_task_facts(house, visitor, page, by))
    missing = page.task is not None and page.task.question is None
    return whole(house, visitor, page, by, status=MISSING if missing else 200)


def whole(house: House, visitor: Visitor, page: OnPanel, by: Actor, *, status: int = 200) -> HTMLResponse:
    """The page."""
    sitting, lang = page.sitting, visitor.lang
    facts: dict[str, Any] = {
        "page": page,
        "sitting": sitting,
        "seat": panel_task.seated(sitting, page.code),
        "code": page.code,
        "capacity": by.capacity,
        "me": by.account,
        "waits": house.waits,
        "here": _safe(
            presence_telling.who_is_here(house, channels.party(sitting.slug, page.code), sitting, lang)
        ),
        "state": _safe(render.part("party_sitting", lang, sitting=sitting, code=page.code)),
        "announcements": _announcements(page, lang),
        "task_part": task_part(house, visitor, page, by),
        "piles": {pile: [_card(page, card, lang) for card in page.pile(pile)] for pile in Pile},
    }
    return replies.page(visitor, "panel.html", status=status, **facts)


def task_part(house: House, visitor: Visitor, page: OnPanel, by: Actor) -> Markup:
    """The question in hand alone."""
    return _safe(render.part("task", visitor.lang, **_task_facts(house, visitor, page, by)))


def _task_facts(house: House, visitor: Visitor, page: OnPanel, by: Actor) -> dict[str, Any]:
    return {
        "sitting": page.sitting,
        "code": page.code,
        "task": page.task,
        "done": page.done,
        "turn": page.turn,
        "others": _others(page),
        "answers_for": panel_task.answers_for(panel_task.seated(page.sitting, page.code), by.capacity),
        "capacity": by.capacity,
        "reasons": terms.choices("hand_back", visitor.lang),
        "today": local_date(house.clock(), page.sitting.zone),
        "names": {seat.code: seat.name for seat in page.sitting.seats},
    }


def _others(page: OnPanel) -> list[str]:
    """What another party and its people are called: the editor reminds of whom the answer is for (M21)."""
    seats = (seat for seat in page.sitting.seats if seat.code != page.code)
    return [name for seat in seats for name in (seat.name, seat.member, seat.substitute) if name]


def _card(page: OnPanel, card: PartyQuestion, lang: str) -> Markup:
    return _safe(render.part("card", lang, sitting=page.sitting, question=card, brief=is_heavy(card)))


def _announcements(page: OnPanel, lang: str) -> Iterable[Markup]:
    for announcement in page.announcements:
        shown = for_staff(announcement)
        facts = {"announcement": shown, "sitting": page.sitting, "in_parts": False}
        yield _safe(render.part("announcement", lang, **facts))


def _safe(html: str) -> Markup:
    return Markup(html)  # noqa: S704 - rendered with autoescape
