"""The patterns pages: every part in every state, for whoever designs and builds. Closed in production unless a setting opens them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends
from fastapi.responses import PlainTextResponse
from markupsafe import Markup
from starlette.responses import Response

from app.access.doors import Door, Through
from app.chat import citizen, form_terms, legibility, patterns, patterns_work, replies, tokens
from app.chat.asking import UNTOUCHED
from app.chat.house import House, HouseDep
from app.chat.languages import N_
from app.chat.profile import COLOURS
from app.chat.visitor import Visitor, VisitorDep
from app.records.vocabulary import Actor, Malformed, SittingState, State, Unknown

router = APIRouter()

Public = Annotated[Actor, Depends(Through(Door.PUBLIC))]

_WAYS: Final = (
    ("/patterns", N_("Grunden")),
    ("/patterns/public", N_("Medborgarens sida")),
    ("/patterns/receipt", N_("Kvittot")),
    ("/patterns/desk", N_("Moderatorbordet")),
    ("/patterns/panel", N_("Partiets panel")),
)
_TYPED: Final = {
    "title": "",
    "opens_at": "2026-11-20T12:00",
    "names": True,
    "colour": "",
    "distribution": "fewest",
}
_SPACES: Final = tuple(f"--space-{step}" for step in range(1, 8))
_ICONS: Final = (
    *(
        "info",
        "caution",
        "stop",
        "check",
        "clock",
        "pause",
        "person",
        "people",
        "lock",
        "hold",
        "pencil",
        "return",
    ),
    *(
        "reply",
        "merge",
        "refer",
        "undo",
        "search",
        "up",
        "down",
        "copy",
        "print",
        "link",
        "voice",
        "line",
        "keys",
        "seal",
    ),
)


@dataclass(frozen=True, slots=True)
class Token:
    """A meaning with its value in each scheme, and the lowest contrast of what it is used with; None for what is only looked at."""

    name: str
    light: str
    dark: str
    lowest: Mapping[str, float]


@router.get("/patterns")
async def ground(_by: Public, house: HouseDep, visitor: VisitorDep) -> Response:
    """Tokens with their measured contrast, type, space, dashes, controls, fields, notices."""
    values = tokens.ours().shown(tokens.LIGHT)
    facts: dict[str, Any] = {
        "tokens": _tokens(house),
        "spaces": [(name, values[name]) for name in _SPACES],
        "icons": _ICONS,
        "typed": _TYPED,
        "errors": {
            name: form_terms.said(Malformed(why), visitor.lang)
            for name, why in (("title", "empty"), ("colour", "colour"))
        },
        "first": None,
        "theirs": None,
        "meant": {},
    }
    return _page(house, visitor, "patterns.html", **facts)


@router.get("/patterns/public")
async def public(
    _by: Public,
    house: HouseDep,
    visitor: VisitorDep,
    state: SittingState = SittingState.LIVE,
    paused: bool = False,
) -> Response:
    """What citizens meet: the sitting in each of its states, the bench, the form, threads."""
    lang = visitor.lang
    sitting = patterns.sitting(state.value, paused=paused)
    facts: dict[str, Any] = {
        **UNTOUCHED,
        "sitting": sitting,
        "states": tuple(SittingState),
        "head": _safe(patterns.frame("public", "sitting", lang, state.value, paused=paused)),
        "threads": [_safe(each) for each in patterns.threads(lang)],
        "announcement": _safe(patterns.frame("public", "announcement/1", lang)),
    }
    return _page(house, visitor, "patterns_public.html", **facts)


@router.get("/patterns/receipt")
async def receipt(
    _by: Public, house: HouseDep, visitor: VisitorDep, state: State = State.ASSIGNED
) -> Response:
    """The receipt in each state of its question."""
    shown = dict(patterns.receipts(visitor.lang))
    steps = _safe(shown[state])
    return _page(house, visitor, "patterns_receipt.html", steps=steps, states=tuple(State), state=state)


@router.get("/patterns/desk")
async def desk(_by: Public, house: HouseDep, visitor: VisitorDep) -> Response:
    """What a moderator works with: the strip of parties, the queue, a post in hand."""
    facts = {
        "head": _safe(patterns.frame("desk", "sitting", visitor.lang)),
        "rows": [_safe(row) for row in patterns.rows(visitor.lang)],
        "case": _safe(patterns_work.case(7, visitor)),
    }
    return _page(house, visitor, "patterns_desk.html", **facts)


@router.get("/patterns/panel")
async def panel(_by: Public, house: HouseDep, visitor: VisitorDep) -> Response:
    """What a party works with: the question in hand, and its piles."""
    facts = {
        "task": _safe(patterns_work.task(6, visitor.lang)),
        "cards": [_safe(card) for card in patterns.cards(visitor.lang)],
    }
    return _page(house, visitor, "patterns_panel.html", **facts)


@router.get("/patterns/parties.css")
async def parties(_by: Public, house: HouseDep) -> PlainTextResponse:
    """The invented assembly's colours."""
    _open(house)
    return citizen.colours(patterns.sitting())


def _tokens(house: House) -> list[Token]:
    """Every colour, as it stands with the authority's profile where there is one."""
    given = house.authority.profile.sheet if house.authority.profile else tokens.Sheet()
    light, dark = legibility.seen("light", given), legibility.seen("dark", given)
    lowest: dict[str, dict[str, float]] = {}
    for pair in legibility.pairs(given):
        found = lowest.setdefault(pair.what, {})
        found[pair.scheme] = min(pair.contrast, found.get(pair.scheme, 21.0))
    return [Token(name, light[name].hex, dark[name].hex, lowest.get(name, {})) for name in COLOURS]


def _page(house: House, visitor: Visitor, name: str, **facts: Any) -> Response:
    _open(house)
    facts.setdefault("sitting", patterns.sitting())
    return replies.page(visitor, name, ways=_WAYS, **facts)


def _open(house: House) -> None:
    if not house.patterns:
        raise Unknown("page")


def _safe(html: str) -> Markup:
    return Markup(html)  # noqa: S704 - rendered with autoescape
