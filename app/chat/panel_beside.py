"""What stands beside the editor: the page as citizens see it, and the answer as it will be shown. Changes nothing."""

import re
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query
from markupsafe import Markup
from starlette.responses import Response

from app.chat import audience, panel_page, panel_task, replies, standing
from app.chat.forms import FieldsDep
from app.chat.house import HouseDep
from app.chat.messages import MOST_NUMBER
from app.chat.panel_page import Number, Panel
from app.chat.panel_tried import Tried
from app.chat.standing import Standing
from app.chat.visitor import VisitorDep
from app.records import channels, queries, texts
from app.records.reading import Snapshot
from app.records.views import AnswerView, QuestionView, SittingView
from app.records.vocabulary import Actor, Move, State

router = APIRouter()

NEWEST: Final = 6
"""Threads that are shown: enough to see what has just been published."""

_NAMED = re.compile(r' (id|for|aria-labelledby|aria-describedby)="([^"]*)"')
_HERE = re.compile(r' href="#q-')


@dataclass(frozen=True, slots=True)
class Beside:
    """The newest threads as citizens see them, newest first. ``head``: the number on the public channel that they stand at."""

    head: int
    threads: tuple[Markup, ...] = ()


def beside(session: Snapshot, slug: str, lang: str, after: int | None = None) -> Beside:
    """The page beside the editor; without threads where nothing has been told since ``after``. Raises ``Unknown``."""
    head = queries.head(session, channels.public(slug))
    if after is not None and after >= head:
        return Beside(head)
    page = standing.standing(session, slug)
    newest = standing.threads(page, lang)[-NEWEST:]
    return Beside(page.head, tuple(_apart(html, slug) for html in reversed(newest)))


@router.get("/{sitting}/party/{code}/public")
async def public(
    _by: Panel,
    house: HouseDep,
    visitor: VisitorDep,
    sitting: str,
    code: str,
    after: Annotated[int | None, Query(ge=0, le=MOST_NUMBER)] = None,
) -> Response:
    """The page as citizens see it now; nothing where nothing has been told since ``after``."""
    page = await house.reading.read(beside, sitting, visitor.lang, after)
    if after is not None and after >= page.head:
        return Response(status_code=204, headers=replies.PRIVATE)
    return replies.fragment(visitor, "panel_public", beside=page, sitting_slug=sitting)


@router.post("/{sitting}/party/{code}/{number:int}/preview")
async def preview(
    by: Panel,
    house: HouseDep,
    visitor: VisitorDep,
    fields: FieldsDep,
    sitting: str,
    code: str,
    number: Number,
) -> Response:
    """The answer as it will stand on the page: made as the page itself is made. Keeps nothing."""
    body = (texts.received_if_any(fields.get("body", ""), texts.ANSWER) or b"").decode()
    html = await house.reading.read(shown, sitting, number, body, house.clock(), visitor.lang, by)
    if visitor.wants_json:
        return replies.told(200, html=html)
    page = await house.reading.read(panel_page.on_panel, sitting, number, None, by)
    if page.task is not None:
        tried = Tried(Move.ANSWER, fields, "", None, clash=False)
        page = replace(page, task=replace(page.task, tried=tried, preview=html))
    return panel_page.whole(house, visitor, page, by)


def shown(
    session: Snapshot, slug: str, number: int, body: str, now: datetime, lang: str, by: Actor
) -> Markup:
    """The question with the seat's own answer, as both will be published. Raises ``Unknown`` for one that is not the party's."""
    sitting = queries.sitting(session, slug)
    task = panel_task.task(session, sitting, number, by)
    panel_task.of_party(task)
    view = queries.question(session, slug, number)
    seen = audience.public_question(_as_published(view, sitting, body, now, by), sitting)
    assert seen is not None  # noqa: S101 - published by the line before
    page = Standing(sitting, 0, "", (seen,), (), ())
    return _apart(standing.threads(page, lang)[0], slug, "preview-")


def _as_published(
    view: QuestionView, sitting: SittingView, body: str, now: datetime, by: Actor
) -> QuestionView:
    """The question as it would be on the page with this answer alone: no other party's is in it before it is published."""
    name = panel_task.answers_for(panel_task.seated(sitting, by.seat or ""), by.capacity)
    told: dict[str, Any] = {"body": body, "published_at": now, "answers_for": name, "corrected_at": None}
    answers: list[AnswerView] = [replace(each, **told) for each in view.answers if each.party == by.seat]
    return replace(
        view,
        state=State.PUBLISHED,
        root_state=None,
        follow_up_to=None,
        position=view.position or 1,
        published_at=view.published_at or now,
        wording=view.wording if view.wording_draft is None else view.wording_draft,
        together=False,
        answers=tuple(answers),
    )


def _apart(html: Markup, slug: str, prefix: str = "public-") -> Markup:
    """The same with names of its own, because the page that it stands on has questions with these names already."""
    named = _NAMED.sub(lambda found: f' {found[1]}="{_prefixed(found[2], prefix)}"', html)
    return Markup(_HERE.sub(f' href="/{slug}#q-', named))  # noqa: S704 - rendered with autoescape


def _prefixed(names: str, prefix: str) -> str:
    return " ".join(prefix + name for name in names.split())
