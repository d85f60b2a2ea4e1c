"""What is read on every page in both languages: words and never a code, and on an English page nothing in Swedish that does not say so."""

import re
from collections.abc import Iterator
from enum import StrEnum

import pytest

from app.records import materials, queries, vocabulary
from tests.accessibility.scene import Scene
from tests.accessibility.test_markup import AS_SERVED, fetched
from tests.accessibility.views import VIEWS
from tests.dom import Node

pytestmark = pytest.mark.proves("M36", "R-69")

SPOKEN = ("alt", "aria-label", "aria-description", "label", "placeholder", "title")
NOT_OURS = {"bdi", "code", "kbd", "optgroup", "pre", "script", "style", "template", "textarea"}
"""What is not read, what is for machines, and what holds names and texts of people; so does what finds its direction by itself."""

CODES = {
    each.value
    for kind in vars(vocabulary).values()
    if isinstance(kind, type) and issubclass(kind, StrEnum)
    for each in kind
    if each.value.isascii() and len(each.value) > 2
}
LEFT = re.compile(
    r"\b[a-z]+(?:_[a-z]+)+\b|\b(?:None|True|False|undefined|NaN)\b(?! [a-z])|\{\{|\{%|%\(\w+\)s|\{\w+\}|\b[A-Z]\w+\.[A-Z_]{3,}\b"
)
"""What a program leaves behind where words should be: codes, empty values, gaps that nothing filled."""
SWEDISH = re.compile(r"[åäöÅÄÖ]")
PRODUCT = ("Frågestund", "Meänkieli")


def read(node: Node, lang: str = "") -> Iterator[tuple[str, str, Node]]:
    """Every text of a page, also what is only spoken, with the language that it says it is in."""
    lang = node.attrs.get("lang", lang)
    if node.tag in NOT_OURS or node.attrs.get("dir") == "auto":
        return
    for name in SPOKEN:
        yield " ".join(node.attrs.get(name, "").split()), lang, node
    for child in node.children:
        if isinstance(child, str):
            yield " ".join(child.split()), lang, node
        else:
            yield from read(child, lang)


Shown = list[tuple[str, str, Node, str]]


@pytest.fixture(scope="module")
def shown(stage: Scene) -> dict[str, Shown]:
    """Every text of every page, by the reader's language: what it says, in which language, where, and on which page."""
    pages = {(view.who, view.path(stage)): name for name, view in AS_SERVED.items() if "patterns" not in name}
    return {
        lang: [
            (*said, name) for name in pages.values() for said in read(fetched(stage, VIEWS[name], lang).dom)
        ]
        for lang in ("sv", "en")
    }


def given(stage: Scene) -> list[str]:
    """What people have named in Swedish: sittings, parties, those who sit for them, whom to turn to. The longest first."""
    names = set(PRODUCT)
    for sitting in stage.program.look(queries.sittings):
        names |= {sitting.title, sitting.official, sitting.contact, sitting.afterwards, sitting.commission}
        names |= {name for seat in sitting.seats for name in (seat.name, seat.member)}
        for each in stage.program.look(materials.materials, sitting.slug):
            names |= {" ".join(each.alternative.split()), each.title, each.title.partition(",")[0]}
    return sorted(filter(None, names), key=len, reverse=True)


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_no_code_reaches_a_reader(shown: dict[str, Shown], lang: str):
    found = {
        (page, node.tag, text[:100])
        for text, _, node, page in shown[lang]
        if LEFT.search(text) or (lang == "sv" and text in CODES)
    }

    assert not found, "\n".join(map(str, sorted(found)))


def test_on_an_english_page_nothing_of_ours_is_swedish(stage: Scene, shown: dict[str, Shown]):
    named = given(stage)
    found = set()
    for text, lang, node, page in shown["en"]:
        if lang != "en" or not SWEDISH.search(text):
            continue
        ours = text
        for each in named:
            ours = ours.replace(each, "")
        if SWEDISH.search(ours):
            found.add((node.tag, text[:100], page))

    assert not found, "\n".join(map(str, sorted(found)))


@pytest.mark.parametrize(
    "text", ["hand_back", "för %(party)s", "State.RECEIVED", "Senast None", "{{ n }} kvar"]
)
def test_what_is_left_behind_is_found(text: str):
    assert LEFT.search(text)
