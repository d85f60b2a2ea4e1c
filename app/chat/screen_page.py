"""The screen in the hall (M35): one question with its answers, large, and how to ask one. Knows no form and no role's page."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse
from markupsafe import Markup
from starlette.responses import Response

from app.access.doors import Door, Through
from app.chat import code_page, qr, render, replies, standing
from app.chat.forms import FieldsDep
from app.chat.house import HouseDep
from app.chat.messages import MOST_NUMBER
from app.chat.standing import Standing
from app.chat.visitor import VisitorDep
from app.records.vocabulary import Actor, Malformed
from app.routing.reach import put_on_screen

router = APIRouter()

Public = Annotated[Actor, Depends(Through(Door.PUBLIC))]
Desk = Annotated[Actor, Depends(Through(Door.DESK))]


@dataclass(frozen=True, slots=True)
class Chosen:
    """The question to show, and its neighbours in the order in which they came on the page; None where there is none."""

    number: int | None
    before: int | None = None
    after: int | None = None


@router.get("/{sitting}/screen")
async def page(
    _by: Public, house: HouseDep, visitor: VisitorDep, sitting: str, question: int | None = None
) -> HTMLResponse:
    """The question asked for, else the one that the moderator has put up, else the latest. Kept current by the public line."""
    page = await house.reading.read(standing.standing, sitting)
    chosen = choose(page, question)
    where = code_page.address(house, page.sitting)
    threads = standing.threads(page, visitor.lang, only=chosen.number)
    return replies.page(
        visitor,
        "screen.html",
        page=page,
        sitting=page.sitting,
        state=Markup(render.part("state", visitor.lang, sitting=page.sitting)),  # noqa: S704 - rendered with autoescape
        threads=threads,
        chosen=chosen,
        fixed=chosen.number is not None and chosen.number == question,
        address=code_page.spoken(where),
        squares=qr.path(rows := qr.squares(where)),
        side=len(rows) + 8,
    )


def choose(page: Standing, wanted: int | None) -> Chosen:
    """Which question stands on the screen. One that is no longer on the page makes way for the latest."""
    roots = sorted(
        (each for each in page.questions if each.follow_up_to is None), key=lambda each: each.position
    )
    numbers = [each.number for each in roots]
    if not numbers:
        return Chosen(None)
    number = next((each for each in (wanted, page.sitting.on_screen) if each in numbers), numbers[-1])
    at = numbers.index(number or 0)
    return Chosen(number, numbers[at - 1] if at else None, numbers[at + 1] if at + 1 < len(numbers) else None)


@router.post("/{sitting}/desk/screen")
async def show(by: Desk, house: HouseDep, visitor: VisitorDep, fields: FieldsDep, sitting: str) -> Response:
    """Put a published question on the screen in the hall; without a number: always the latest."""
    raw = fields.get("question", "")
    if raw and not (raw.isascii() and raw.isdecimal() and 0 < int(raw[:16]) <= MOST_NUMBER):
        raise Malformed("question")
    number = int(raw) if raw else None
    await house.journal.keep(put_on_screen, sitting, number, by=by)
    if visitor.wants_json:
        return replies.told(200)
    return replies.see_other(f"/{sitting}/desk/{number}" if number else f"/{sitting}/desk")
