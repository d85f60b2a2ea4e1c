"""Takes a sitting out of the house as CSV: RFC 4180, UTF-8, and safe to open in a spreadsheet. Knows no page.

A spreadsheet runs a cell that begins with = + - @ or a control character as a formula, and a citizen may write one. Such a
cell, and one that begins with an apostrophe, gets an apostrophe before it. To read the text back, take away one leading
apostrophe (``read_back``).
"""

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from app.records import queries
from app.records.entries import canonical, stamp
from app.records.export import entries, filed_posts, post
from app.records.reading import Reading
from app.records.views import SittingView

Say = Callable[[str, str], str]
"""Puts a code in a reader's words: ``say("state", "declined")``, and a column's heading: ``say("column", "state")``."""

POST_COLUMNS = (
    *(
        "number",
        "state",
        "published",
        "received_at",
        "body",
        "name",
        "name_public",
        "lang",
        "channel",
        "wish",
    ),
    *("follow_up_to", "into", "asked", "flags", "reason", "words", "referred_to", "promised_on", "provision"),
    *("wording", "wording_reason", "published_at", "corrected_at", "unpublished_at", "position"),
)
ENTRY_COLUMNS = ("seq", "at", "subject", "move", "role", "actor", "facts", "entry")

_CODED = ("state", "lang", "channel", "reason", "referred_to", "provision", "wording_reason")
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠", "'")


def posts(reading: Reading, slug: str, *, say: Say = lambda column, code: code) -> Iterator[bytes]:
    """Every post, published or not, one a row, with a column for each party's published answer and one for the history.

    Raises ``Unknown``. ``say`` puts headings and codes in words; without it they are the codes of the JSON Lines.
    """
    sitting = reading.look(queries.sitting, slug)
    parties = _parties(reading, sitting)
    headings = [*POST_COLUMNS, *(f"answer_{party}" for party in parties), "history"]
    yield _row([say("column", heading) for heading in headings])
    for filed in filed_posts(reading, sitting):
        values = post(sitting, filed)
        answers = {answer["party"]: answer["body"] for answer in values["answers"]}
        history = "; ".join(
            f"{stamp(each.at)} {say('move', each.move)} ({say('role', each.role)})" for each in filed.history
        )
        cells = [_cell(name, values[name], say) for name in POST_COLUMNS]
        yield _row([*cells, *(answers.get(party, "") for party in parties), history])


def log(reading: Reading, slug: str, *, say: Say = lambda column, code: code) -> Iterator[bytes]:
    """The sitting's entries, one a row, each with its canonical form."""
    yield _row([say("column", heading) for heading in ENTRY_COLUMNS])
    for each in entries(reading, slug):
        facts = canonical(each.facts).decode()
        told = (each.subject, say("move", each.move), say("role", each.role), each.actor)
        yield _row([str(each.seq), stamp(each.at), *told, facts, each.entry.decode()])


def safe(cell: str) -> str:
    """The cell so that no spreadsheet takes it for a formula."""
    return f"'{cell}" if cell.startswith(_DANGEROUS) else cell


def read_back(cell: str) -> str:
    """What was written, from a cell of these files."""
    return cell[1:] if cell.startswith("'") else cell


def _parties(reading: Reading, sitting: SittingView) -> list[str]:
    """The parties of the sitting, and after them those that answered and have been taken away since."""
    return list(reading.look(queries.loads, sitting.slug))


def _cell(column: str, value: object, say: Say) -> str:
    match value:
        case None:
            return ""
        case bool():
            return say(column, "yes" if value else "no")
        case tuple() | list():
            return ", ".join(say(column, str(each)) for each in value)
    written = stamp(value) if isinstance(value, datetime) else str(value)
    return say(column, written) if column in _CODED else written


def _row(cells: Sequence[str]) -> bytes:
    line = io.StringIO(newline="")
    csv.writer(line, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerow([safe(cell) for cell in cells])
    return line.getvalue().encode()
