"""No frame is larger than 15 KB, whatever is written, and what cannot be shown keeps nothing else from anybody."""

import json
from typing import Any

import pytest

from app.chat import telling
from app.chat.content import Content
from app.chat.frames import html_frame
from app.chat.newsroom import JSON, html
from app.chat.place import Place
from app.chat.seen import SeenSitting
from app.chat.tail import LARGEST_FRAME
from app.records import pieces
from app.records.views import AnnouncementView, QuestionView, SeatView
from app.records.vocabulary import State
from tests.chat.views import AT, answer, published, question, sitting

CODES = ("S", "M", "SD", "C", "V", "KD", "L", "MP")
SIGNS = ["å", '"', "\x01", "<", "\u202e", "😀", "a "]
EVERYWHERE = ["x/public", "x/desk", "x/party/C", "x/post/37"]


def seats() -> tuple[SeatView, ...]:
    return tuple(
        SeatView(code, f"Partiet {code} med ett långt namn", "#123456", "", order, "Namn", "", "")
        for order, code in enumerate(CODES)
    )


def content(channel: str, view: QuestionView, announced: str = "") -> Content:
    stands = SeenSitting(sitting(seats=seats()))
    return Content(Place.named(channel), stands, {37: view}, {2: AnnouncementView(2, announced, AT)})


def worst(sign: str, *, share: float = 1.0) -> QuestionView:
    """A question where everybody has written as much as there is room for."""
    body = sign * int(8192 * share / len(sign.encode()))
    said = sign * int(16384 * share / len(sign.encode()))
    name = sign * (200 // len(sign.encode()))
    words = sign * (2048 // len(sign.encode()))
    own = {"answers_for": "Ett namn", "note": words, "hand_back_words": words}
    answers = [answer(code, **own, body=said, published_at=AT) for code in CODES]
    return question(
        State.PUBLISHED, *answers, body=body, wording=body, name=name, words=words, flags=("phone", "link")
    )


def size(frame: dict[str, Any]) -> int:
    return len(json.dumps(frame, ensure_ascii=False, separators=(",", ":")).encode()) + len('"seq":1234567,')


def things_of(channel: str, view: QuestionView) -> list[str]:
    texts = [(pieces.QUESTION, view.shown), *((each.party, each.body or "") for each in view.answers)]
    parts = pieces.parts(view.number, texts) if channel == "x/public" else []
    return ["question/37", *parts, "sitting" if channel != "x/desk" else "question/37"]


@pytest.mark.parametrize("share", [1.0, 0.2, 0.05, 0.02])
@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize("channel", EVERYWHERE)
def test_no_frame_is_larger_than_15_kb(channel: str, sign: str, share: float) -> None:
    view = worst(sign, share=share)
    stands = content(channel, view)

    in_html = [html_frame(stands, "sv", thing) for thing in things_of(channel, view)]
    in_json = [message for thing in things_of(channel, view) for message in telling.messages(stands, thing)]

    assert max(size(frame) for frame in in_html) <= LARGEST_FRAME
    assert max(size({"channel": "public", **message}) for message in in_json) <= LARGEST_FRAME


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize("channel", EVERYWHERE[:3])
def test_no_announcement_is_larger_than_15_kb(channel: str, sign: str) -> None:
    body = sign * (16384 // len(sign.encode()))
    stands = content(channel, question(State.RECEIVED), body)
    told = ["announcement/2", *pieces.announcement_parts(2, body)][: None if channel == "x/public" else 1]

    in_html = [html_frame(stands, "sv", thing) for thing in told]
    in_json = [message for thing in told for message in telling.messages(stands, thing)]

    assert max(size(frame) for frame in in_html) <= LARGEST_FRAME
    assert max(size({"channel": "public", **message}) for message in in_json) <= LARGEST_FRAME


def test_a_long_text_in_json_is_its_pieces_joined() -> None:
    view = worst('"')

    *before, last = telling.messages(content("x/public", view), "question/37")

    joined: dict[str, str] = {}
    for each in before:
        of = each["piece"]["of"]
        joined[of] = joined.get(of, "") + each["piece"]["body"]
    assert joined == {"question": view.shown, **{each.party: each.body or "" for each in view.answers}}
    assert set(last["question"]["pieces"]) == set(joined)


def test_the_parts_of_a_page_have_a_place_that_their_shell_brings() -> None:
    view = worst("å")
    stands = content("x/public", view)

    frames = [html_frame(stands, "sv", thing) for thing in things_of("x/public", view)[:-1]]

    brought = set()
    for frame in frames:
        if frame["in"] is not None:
            assert frame["in"] in brought
        brought |= {part.split('"')[0] for part in frame["html"].split('id="')[1:]}


@pytest.mark.parametrize("form", [html("sv"), JSON])
def test_hostile_text_is_text(form: str) -> None:
    view = question(State.PUBLISHED, published("C"), wording="<script>alert(1)</script>\u202e")

    if form == JSON:
        told = telling.messages(content("x/public", view), "question/37")[0]["question"]["body"]
        assert told == "<script>alert(1)</script>\u202e"
    else:
        told = html_frame(content("x/public", view), "sv", "question/37")["html"]
        assert "<script>" not in told
        assert "\u202e" not in told
