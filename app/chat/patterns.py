"""What the patterns page shows: an invented sitting with a question in every state, seen by each audience. Knows no row.

The views are those of the product and the parts are drawn by the product: what changes there changes here.
"""

import json
from collections.abc import Mapping
from dataclasses import MISSING, fields
from functools import cache
from types import UnionType
from typing import Any, Final, TypeVar, Union, get_args, get_origin, get_type_hints

from pydantic import TypeAdapter

from app.chat import frames, render
from app.chat.content import Content
from app.chat.place import Place
from app.chat.seen import SeenSitting
from app.records import channels
from app.records.views import AnnouncementView, AnswerView, Counts, Load, QuestionView, SeatView, SittingView
from app.records.vocabulary import SittingState, State

V = TypeVar("V")

SLUG: Final = "patterns"
_FILE: Final = render.WEB / "patterns.json"
_ASKED_AT: Final = "2026-11-24T17:12:00Z"


@cache
def sitting(state: str = "live", **changed: Any) -> SittingView:
    """The sitting in one of its states."""
    read = _read()
    seats = [
        {"code": code, "name": name, "colour": colour, "member": member, "order": order}
        for order, (code, name, colour, member) in enumerate(read["seats"])
    ]
    chairs = tuple(_view(SeatView, seat) for seat in seats)
    return _view(SittingView, {**read["sitting"], "seats": chairs, "state": SittingState(state), **changed})


@cache
def questions() -> Mapping[int, QuestionView]:
    """A question in every state, by its number."""
    read = _read()
    made = [_question({**read["defaults"], **each}) for each in read["questions"]]
    return {each.number: each for each in made}


def frame(channel: str, thing: str, lang: str, state: str = "live", **changed: Any) -> str:
    """A thing as the product draws it for the audience of a channel (``public``, ``desk``, ``party/C``, ``post/8``)."""
    return str(frames.html_frame(content(channel, state, **changed), lang, thing).get("html", ""))


def content(channel: str, state: str = "live", **changed: Any) -> Content:
    """Everything there is on a channel."""
    shown = sitting(state, **changed)
    seen = SeenSitting(shown, loads(), "V", counts()) if channel == "desk" else SeenSitting(shown)
    announced = [_view(AnnouncementView, each) for each in _read()["announcements"]]
    return Content(
        place=Place.named(f"{SLUG}/{channel}"),
        seen=seen,
        questions=dict(questions()),
        announcements={each.number: each for each in announced},
        like={3: 1},
        noted={4: 2},
    )


def loads() -> dict[str, Load]:
    """Each party's share, unlike enough to see how the strip shows it."""
    return {
        seat.code: Load(4 + at % 3, at % 3, at % 2, 3, int(at == 3), sitting().live_at if at % 3 else None)
        for at, seat in enumerate(sitting().seats)
    }


def counts() -> Counts:
    """The sitting in numbers."""
    by_state = {state: sum(each.state is state for each in questions().values()) for state in State}
    return Counts(len(questions()), by_state, {"personal_data": 1}, 1, 1)


def threads(lang: str) -> list[str]:
    """What stands on the public page: threads, and the line where one was withdrawn."""
    shown = [frame("public", channels.question(number), lang) for number in (8, 9, 15)]
    return [*shown, frame("public", channels.withdrawn(10), lang)]


def receipts(lang: str) -> list[tuple[str, str]]:
    """Each state with the receipt's words for it. One question stands for several in the same state."""
    first = {each.state: each.number for each in reversed(list(questions().values()))}
    return [
        (state, frame(f"post/{number}", channels.question(number), lang)) for state, number in first.items()
    ]


def rows(lang: str) -> list[str]:
    """The desk's queue, a row for every question."""
    return [frame("desk", channels.question(number), lang) for number in questions()]


def cards(lang: str) -> list[str]:
    """What a party has: waiting, promised, returned, sent, published, withdrawn."""
    return [frame("party/C", channels.question(number), lang) for number in (4, 5, 6, 7, 8, 10)]


@cache
def _read() -> dict[str, Any]:
    read: dict[str, Any] = json.loads(_FILE.read_text(encoding="utf-8"))
    return read


def _question(given: dict[str, Any]) -> QuestionView:
    answers = tuple(
        _view(AnswerView, {"asked": True, "asked_at": _ASKED_AT, **answer})
        for answer in given.get("answers", ())
    )
    return _view(QuestionView, {**given, "answers": answers})


def _view(kind: type[V], given: Mapping[str, Any]) -> V:
    """A view with nothing in what is not given."""
    hints = get_type_hints(kind)
    wanted = [each for each in fields(kind) if each.default is MISSING or each.name in given]  # type: ignore[arg-type]  # views are dataclasses
    filled = {each.name: given.get(each.name, _nothing(hints[each.name])) for each in wanted}
    return TypeAdapter(kind).validate_python(filled)


def _nothing(hint: Any) -> Any:
    """What a field of this type holds when it holds nothing."""
    if get_origin(hint) in (Union, UnionType) and type(None) in get_args(hint):
        return None
    return {bool: False, int: 0, str: ""}.get(hint, ())
