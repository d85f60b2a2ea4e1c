"""The registrar's register: every post, published or not, with state, texts and history (M23, M24). Shows no draft and no note."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from starlette.responses import Response

from app.chat import desk_history, office, register_terms
from app.chat.desk_history import Line
from app.chat.house import HouseDep
from app.chat.messages import MOST_NUMBER
from app.chat.office import Registering
from app.chat.shares_page import Shared, shared
from app.chat.visitor import VisitorDep
from app.records import queries, search
from app.records.reading import Snapshot
from app.records.register import Filed
from app.records.views import Counts, QuestionView, SittingView
from app.records.vocabulary import State, Unknown

router = APIRouter()

ON_A_PAGE = 100

Number = Annotated[int, Path(ge=1, le=MOST_NUMBER)]
Page = Annotated[int, Query(ge=1, le=MOST_NUMBER)]
Sought = Annotated[str, Query(max_length=200)]


class Shown(StrEnum):
    """Which posts are listed: all, those in one state, or those with a secrecy mark."""

    ALL = ""
    MARKED = "marked"
    RECEIVED = State.RECEIVED.value
    HELD = State.HELD.value
    ASSIGNED = State.ASSIGNED.value
    ANSWERED = State.ANSWERED.value
    PUBLISHED = State.PUBLISHED.value
    UNPUBLISHED = State.UNPUBLISHED.value
    DECLINED = State.DECLINED.value
    MERGED = State.MERGED.value
    REFERRED = State.REFERRED.value
    LAPSED = State.LAPSED.value

    @property
    def state(self) -> State | None:
        return None if self in (Shown.ALL, Shown.MARKED) else State(self.value)


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of the register. ``found``: how many posts there are in all that fit."""

    sitting: SittingView
    counts: Counts
    found: int
    page: int
    pages: int
    posts: tuple[QuestionView, ...]


@dataclass(frozen=True, slots=True)
class Dossier:
    """One post with everything that is kept of it."""

    sitting: SittingView
    filed: Filed
    history: tuple[Line, ...]


def listed(session: Snapshot, slug: str, words: str, shown: Shown, page: int) -> Listed:
    """The posts that fit, a hundred at a time; the last page where there are fewer. Raises ``Unknown``."""
    found = search.found(
        session, slug, words, state=shown.state, marked=shown is Shown.MARKED, page=page, most=ON_A_PAGE
    )
    return Listed(
        sitting=queries.sitting(session, slug),
        counts=queries.counts(session, slug),
        found=found.posts,
        page=found.page,
        pages=found.pages,
        posts=tuple(queries.questions(session, slug, found.numbers)) if found.numbers else (),
    )


def dossier(session: Snapshot, slug: str, number: int) -> Dossier:
    """A post with its texts and its history. Raises ``Unknown``."""
    sitting = queries.sitting(session, slug)
    found = queries.register(session, slug, (number,))
    if not found:
        raise Unknown("question", number=number)
    return Dossier(sitting, found[0], desk_history.lines(list(found[0].history)))


def shown(session: Snapshot, slug: str, words: str, which: Shown, page: int) -> tuple[Listed, Shared]:
    """A page of the register with how the questions are shared out, in one snapshot. Raises ``Unknown``."""
    return listed(session, slug, words, which, page), shared(session, slug)


@router.get("/{sitting}/register")
async def register(
    by: Registering,
    house: HouseDep,
    visitor: VisitorDep,
    sitting: str,
    q: Sought = "",
    state: Shown = Shown.ALL,
    page: Page = 1,
) -> Response:
    """Every post of the sitting, or those that are looked for."""
    found, shares = await house.reading.read(shown, sitting, q, state, page)
    facts: dict[str, Any] = {
        "listed": found,
        "sitting": found.sitting,
        "sought": q,
        "shown": state,
        "states": tuple(State),
        "now": house.clock(),
        "shared": shares,
    }
    return await office.page(house, visitor, by, "register.html", **facts)


@router.get("/{sitting}/register/{number:int}")
async def post(
    by: Registering, house: HouseDep, visitor: VisitorDep, sitting: str, number: Number
) -> Response:
    """One post: what came in, what was shown, what was answered, and everything that was done."""
    found = await house.reading.read(dossier, sitting, number)
    facts: dict[str, Any] = {
        "sitting": found.sitting,
        "question": found.filed.question,
        "texts": found.filed.texts,
        "history": found.history,
        "entries": found.filed.history,
        "say": register_terms.say(visitor.lang),
        "called": lambda field: register_terms.text_called(field, visitor.lang),
    }
    return await office.page(house, visitor, by, "dossier.html", **facts)
