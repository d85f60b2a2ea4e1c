"""What was changed in a published question and its answers, as far as everybody may see it. Shows nothing that is not published."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse

from app.access.doors import Door, Through
from app.chat import audience, replies
from app.chat.desk_page import Number
from app.chat.differences import Change, Rendition, for_all, for_own
from app.chat.house import HouseDep
from app.chat.seen import PublicQuestion
from app.chat.visitor import VisitorDep
from app.records import queries
from app.records.reading import Snapshot
from app.records.renditions import wordings
from app.records.views import SittingView
from app.records.vocabulary import Actor, Unknown

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Changes:
    """``of_question``, and for each party ``of_answers``: the steps, latest first."""

    sitting: SittingView
    question: PublicQuestion
    of_question: tuple[Change, ...]
    of_answers: dict[str, tuple[Change, ...]]


def changes(session: Snapshot, slug: str, number: int) -> Changes:
    """What everybody may see of the changes. Raises ``Unknown`` where the question is not on the page, or nothing was changed."""
    sitting = queries.sitting(session, slug)
    question = audience.public_question(queries.question(session, slug, number), sitting)
    if question is None:
        raise Unknown("question", number=number)
    of_answers = {
        answer.party: for_all(renditions(session, slug, number, f"answer/{answer.party}"))
        for answer in question.answers
    }
    of_question = for_all(renditions(session, slug, number, "wording"))
    if not of_question and not any(of_answers.values()):
        raise Unknown("question", number=number)
    return Changes(sitting, question, of_question, of_answers)


def own_changes(session: Snapshot, slug: str, number: int) -> tuple[Change, ...]:
    """What was changed in the question, whole: for the one who asked it."""
    return for_own(renditions(session, slug, number, "wording"))


def renditions(session: Snapshot, slug: str, number: int, field: str) -> tuple[Rendition, ...]:
    """The wordings, first to last."""
    found = wordings(session, slug, number, field)
    return tuple(Rendition(each.value, each.made_at, each.reason) for each in found)


@router.get("/{sitting}/changes/{number:int}")
async def changes_page(
    _by: Annotated[Actor, Depends(Through(Door.PUBLIC))],
    house: HouseDep,
    visitor: VisitorDep,
    sitting: str,
    number: Number,
) -> HTMLResponse:
    """The changes of one question and its answers."""
    found = await house.reading.read(changes, sitting, number)
    return replies.page(visitor, "changes.html", changes=found, sitting=found.sitting)
