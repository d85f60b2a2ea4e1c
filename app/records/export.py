"""Takes a sitting out of the house: as JSON Lines and as CSV, page by page. Holds no draft and no note, and decides nothing.

What is exported is the official register: every post, published or not, with the name that was given. ``published`` and
``name_public`` tell what the public has seen on the page; what is not public is marked so on every line.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from app.records import materials, queries
from app.records.entries import stamp
from app.records.materials import MaterialView
from app.records.protocols import protocols
from app.records.reading import Reading
from app.records.register import Filed, TextView
from app.records.views import AnswerView, EntryView, SittingView

FORM = 1
PAGE = 200
"""Posts or entries read in one snapshot: none is held for longer than a moment, however large the sitting."""


def json_lines(reading: Reading, slug: str, *, at: datetime) -> Iterator[bytes]:
    """The sitting, its posts in number order, its announcements, its material and its entries, one JSON object a line.

    A text is the stored bytes exactly once it is decoded again. An entry, written canonically, is the stored entry. Raises
    ``Unknown``.
    """
    sitting = reading.look(queries.sitting, slug)
    yield _line("sitting", {"form": FORM, "exported_at": at, **asdict(sitting)})
    for filed in filed_posts(reading, sitting):
        yield _line("question", post(sitting, filed))
    for announcement in reading.look(queries.announcements, slug):
        yield _line("announcement", asdict(announcement))
    for shown in reading.look(materials.materials, slug, gone=True):
        yield _line("material", _material(reading, slug, shown))
    for each in reading.look(protocols, slug):
        yield _line("protocol", asdict(each))
    for entry in entries(reading, slug):
        yield b'{"kind":"entry","entry":%s}\n' % entry.entry


def filed_posts(reading: Reading, sitting: SittingView) -> Iterator[Filed]:
    """The sitting's posts, a page of them at a time."""
    for first in range(1, sitting.last_number + 1, PAGE):
        numbers = range(first, min(first + PAGE, sitting.last_number + 1))
        yield from reading.look(queries.register, sitting.slug, numbers)


def entries(reading: Reading, slug: str) -> Iterator[EntryView]:
    """The log's entries, a page of them at a time."""
    after = 0
    while page := reading.look(queries.entries, slug, after=after, limit=PAGE):
        yield from page
        after = page[-1].seq


def post(sitting: SittingView, filed: Filed) -> dict[str, Any]:
    """A post as it is exported: what is kept of it, what became of it, and what of it is public."""
    view = filed.question
    plain = (
        *(
            "number",
            "state",
            "received_at",
            "body",
            "name",
            "lang",
            "channel",
            "flags",
            "wish",
            "follow_up_to",
        ),
        *(
            "into",
            "merged",
            "reason",
            "words",
            "referred_to",
            "promised_on",
            "provision",
            "position",
            "wording",
        ),
        *("wording_reason", "published_at", "corrected_at", "unpublished_at"),
    )
    return {
        "published": view.on_page,
        "name_public": view.on_page and sitting.names and view.name is not None,
        **{name: getattr(view, name) for name in plain},
        "asked": view.asked_of,
        "answers": [_answer(answer) for answer in view.answers if answer.body is not None],
        "texts": [_text(text) for text in filed.texts],
        "history": [_history(entry) for entry in filed.history],
    }


def _answer(answer: AnswerView) -> dict[str, Any]:
    """An answer that has been published. One that was only sent is a draft inside the authority (TF 2:12)."""
    names = ("party", "body", "answers_for", "written_by", "capacity", "published_at", "corrected_at")
    return {name: getattr(answer, name) for name in names}


def _material(reading: Reading, slug: str, shown: MaterialView) -> dict[str, Any]:
    """A picture or a plan by what tells its file from all others. The bytes are fetched from the sitting's own pages."""
    kept = asdict(shown)
    return {
        "file": materials.file_name(slug, shown.number, shown.kind),
        "media_type": kept.pop("kind"),
        **kept,
        "sha256": reading.look(materials.digest, slug, shown.number),
    }


def _text(text: TextView) -> dict[str, Any]:
    return asdict(text)


def _history(entry: EntryView) -> dict[str, Any]:
    names = ("seq", "at", "move", "role", "actor", "facts")
    return {name: getattr(entry, name) for name in names}


def _line(kind: str, values: dict[str, Any]) -> bytes:
    line = json.dumps({"kind": kind, **values}, ensure_ascii=False, separators=(",", ":"), default=_written)
    # Some readers of lines end them at these as well.
    for sign, escaped in (("\u2028", "\\u2028"), ("\u2029", "\\u2029"), ("\x85", "\\u0085")):
        line = line.replace(sign, escaped)
    return line.encode() + b"\n"


def _written(value: object) -> str:
    if isinstance(value, datetime):
        return stamp(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"no form for {type(value).__name__}")
