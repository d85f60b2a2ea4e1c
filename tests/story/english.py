"""Finds what a page in English says in Swedish: by the words that only the Swedish texts of the catalogue have."""

import re
from collections.abc import Iterator

from tests.chat.test_catalogues import GAP, forms
from tests.dom import Node
from tests.house import Page
from tools import languages

ENGLISH = languages.catalogue(languages.ROOT / "web" / "locale" / "en.po")

DATA = re.compile(r"Exempel|\b[A-Z0-9]{3}-[A-Z0-9]{3}\b|https?://\S+|\b[\w.]+\.se\b|\(/\S+\)")
"""The surname of those who work here, the codes of receipts, and addresses: their secrets are random letters."""
SHOWN_IN = {"alt", "aria-label", "aria-description", "label", "placeholder", "title"}


def swedish(page: Page) -> list[str]:
    """What a page in English says in Swedish: text by text, and in what its scripts will say."""
    assert page.dom.first("html").attrs["lang"] == "en"
    assert page.reply.headers["Content-Language"] == "en"
    return [text for text in said(page.dom) if is_swedish(text)]


def said(node: Node, lang: str = "en") -> Iterator[str]:
    """Every text that somebody may read, in the language of the page."""
    for name, value in node.attrs.items():
        if value and (name in SHOWN_IN or name.startswith("data-")):
            yield value
    for child in node.children:
        if isinstance(child, Node):
            if child.tag != "code" and child.attrs.get("lang", lang) == lang:
                yield from said(child, lang)
        elif child.strip():
            yield " ".join(child.split())


def is_swedish(text: str) -> bool:
    return bool(words(DATA.sub("", text)) & ONLY_SWEDISH)


def words(text: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]{2,}", GAP.sub(" ", text).lower()))


def _only_swedish() -> set[str]:
    """The words of the Swedish texts that no English one has."""
    entries = [(forms(each.id), forms(each.string)) for each in ENGLISH if each.id]
    swedish, english = (
        set[str]().union(*(words(" ".join(said)) for said in each)) for each in zip(*entries, strict=True)
    )
    return swedish - english


ONLY_SWEDISH = _only_swedish()
