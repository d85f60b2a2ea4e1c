"""The HTML that the server sends: valid, in the reader's language, under a title of its own."""

import re

import pytest

from tests.accessibility import markup
from tests.accessibility.conftest import sitting_of
from tests.accessibility.scene import Scene
from tests.accessibility.views import KINDS, VIEWS, View
from tests.house import Page

pytestmark = pytest.mark.proves("M36", "M34")

AS_SERVED = {name: view for name, view in VIEWS.items() if view.act is None or "everything" not in name}


def fetched(stage: Scene, view: View, lang: str = "sv") -> Page:
    path = view.path(stage)
    joined = f"{path}{'&' if '?' in path else '?'}lang={lang}"
    browser = sitting_of(stage, view).browser(view.who)
    reply = browser.get(joined)
    if reply.status == 303:
        reply = browser.get(f"{reply.reply.headers['location']}&lang={lang}")
    assert reply.status == view.status
    return reply


@pytest.mark.parametrize(
    ("name", "lang"),
    [(name, lang) for name in sorted(AS_SERVED) for lang in ("sv", "en") if lang == "sv" or name in KINDS],
)
def test_the_html_is_valid_and_says_its_language(stage: Scene, name: str, lang: str):
    page = fetched(stage, VIEWS[name], lang)

    assert markup.faults(page.html) == []
    assert re.search(r'<html lang="([^"]*)"', page.html)[1] == lang  # type: ignore[index]  # there is one
    assert page.reply.headers["content-language"] == lang


def test_no_two_kinds_of_pages_have_the_same_title(stage: Scene):
    plain = [name for name in KINDS if VIEWS[name].act is None or name in ("desk", "panel")]
    titles = {name: fetched(stage, VIEWS[name]).dom.first("title").text for name in plain}

    assert sorted(titles.values()) == sorted(set(titles.values())), titles
