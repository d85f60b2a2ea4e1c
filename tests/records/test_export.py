"""What is taken out of the house: all that is a record, exactly as it was received, and nothing that is a draft or a note."""

import csv
import io
import itertools
import json
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.records import export, spreadsheet
from app.records.entries import canonical
from app.records.journal import Journal
from app.records.reading import Reading
from app.records.vocabulary import State, Unknown
from tests.records import deeds
from tests.records.conftest import Database

NOT_A_RECORD = "hemligt-utkast"

_slugs = (f"sitting-{number}" for number in itertools.count())

# Line ends are kept as LF, so no stored text holds a CR.
stored_texts = st.text(st.characters(codec="utf-8", exclude_characters="\r"), min_size=1, max_size=60)


def lines(reading: Reading, slug: str = deeds.SLUG) -> list[dict]:
    """The JSON Lines, cut at line feeds alone and also wherever Python would end a line: the same."""
    whole = b"".join(export.json_lines(reading, slug, at=deeds.START))
    cut = whole.split(b"\n")
    assert cut.pop() == b""
    assert [line.decode() for line in cut] == whole.decode().splitlines()
    return [json.loads(line) for line in cut]


def rows(parts) -> list[dict[str, str]]:
    whole = b"".join(parts).decode()
    read = list(csv.reader(io.StringIO(whole, newline=""), strict=True))
    return [dict(zip(read[0], map(spreadsheet.read_back, row), strict=True)) for row in read[1:]]


@pytest.fixture
def journal(database: Database) -> Journal:
    """A sitting with a post published, one unpublished again, one declined, one sent but not published, and one new."""
    journal = database.journal()
    journal.submit(deeds.create).result()
    for body in ("Ett", "Två", "Tre", "Fyra", "Fem"):
        journal.submit(deeds.ask, body, name=f"Namn {body}").result()
    for number in (1, 2, 4):
        journal.submit(deeds.assign, number, "C", "S").result()
        journal.submit(deeds.send, number, "C", NOT_A_RECORD, note=NOT_A_RECORD).result()
    journal.submit(deeds.publish, 1, C="Svar från C").result()
    journal.submit(deeds.publish, 2, C="Svar som togs bort").result()
    journal.submit(
        deeds.change, 2, state=State.UNPUBLISHED, reason="privacy", unpublished_at=deeds.START
    ).result()
    journal.submit(deeds.change, 3, state=State.DECLINED, reason="tone").result()
    journal.submit(deeds.change, 5, wording_draft=NOT_A_RECORD.encode()).result()
    journal.submit(deeds.draft, 4, "S", NOT_A_RECORD).result()
    return journal


def test_every_post_is_in_both_published_or_not(database: Database, journal: Journal):
    reading = database.reading()

    as_lines = [line for line in lines(reading) if line["kind"] == "question"]
    as_rows = rows(spreadsheet.posts(reading, deeds.SLUG))

    expected = [
        (1, "published", True),
        (2, "unpublished", False),
        (3, "declined", False),
        (4, "assigned", False),
        (5, "received", False),
    ]
    assert [(line["number"], line["state"], line["published"]) for line in as_lines] == expected
    assert [(int(row["number"]), row["state"], row["published"] == "yes") for row in as_rows] == expected
    assert [row["name"] for row in as_rows] == [line["name"] for line in as_lines]
    assert [row["name_public"] for row in as_rows] == ["yes", "no", "no", "no", "no"]


def test_a_published_answer_is_in_both_and_one_only_sent_in_neither(database: Database, journal: Journal):
    reading = database.reading()

    as_lines = [line for line in lines(reading) if line["kind"] == "question"]
    as_rows = rows(spreadsheet.posts(reading, deeds.SLUG))

    assert [[(a["party"], a["body"]) for a in line["answers"]] for line in as_lines] == [
        [("C", "Svar från C")],
        [("C", "Svar som togs bort")],
        *([[]] * 3),
    ]
    assert [row["answer_C"] for row in as_rows] == ["Svar från C", "Svar som togs bort", "", "", ""]
    assert {row["answer_S"] for row in as_rows} == {""}


def test_drafts_and_notes_are_in_neither(database: Database, journal: Journal):
    reading = database.reading()

    everything = b"".join(
        [
            *export.json_lines(reading, deeds.SLUG, at=deeds.START),
            *spreadsheet.posts(reading, deeds.SLUG),
            *spreadsheet.log(reading, deeds.SLUG),
        ]
    )

    assert NOT_A_RECORD.encode() not in everything
    assert sum(body == NOT_A_RECORD.encode() for (body,) in database.rows("SELECT body FROM draft")) == 1


def test_each_post_carries_its_history_and_every_text_that_is_a_record(database: Database, journal: Journal):
    first = next(line for line in lines(database.reading()) if line["kind"] == "question")

    assert [each["move"] for each in first["history"]] == ["ask", "assign", "publish"]
    assert [each["seq"] for each in first["history"]] == [2, 7, 10]
    assert [(each["field"], each["value"]) for each in first["texts"]] == [
        ("body", "Ett"),
        ("name", "Namn Ett"),
        ("answer/C", "Svar från C"),
    ]


def test_the_entries_are_exported_exactly_as_they_are_stored(database: Database, journal: Journal):
    reading = database.reading()
    stored = [entry for (entry,) in database.rows("SELECT entry FROM entry ORDER BY seq")]

    as_lines = [canonical(line["entry"]) for line in lines(reading) if line["kind"] == "entry"]
    as_rows = [row["entry"].encode() for row in rows(spreadsheet.log(reading, deeds.SLUG))]

    assert as_lines == as_rows == [bytes(entry) for entry in stored]


def test_codes_and_headings_are_put_in_the_readers_words(database: Database, journal: Journal):
    def say(column: str, code: str) -> str:
        return {"state": "läge", "declined": "publiceras inte", "tone": "hård ton", "no": "nej"}.get(
            code, code
        )

    third = rows(spreadsheet.posts(database.reading(), deeds.SLUG, say=say))[2]

    assert (third["läge"], third["reason"], third["published"]) == ("publiceras inte", "hård ton", "nej")


def test_announcements_and_dates_are_exported(database: Database, journal: Journal):
    journal.submit(deeds.announce, "Paus.").result()
    journal.submit(deeds.change, 4, promised_on=date(2026, 12, 1)).result()
    reading = database.reading()

    found = [line for line in lines(reading) if line["kind"] == "announcement"]
    promised = [row["promised_on"] for row in rows(spreadsheet.posts(reading, deeds.SLUG))]

    assert [(line["number"], line["body"]) for line in found] == [(1, "Paus.")]
    assert promised == ["", "", "", "2026-12-01", ""]
    assert lines(reading)[4]["promised_on"] == "2026-12-01"


def test_a_sitting_larger_than_a_page_is_exported_whole(sqlite: Database):
    journal = sqlite.journal()
    journal.submit(deeds.create).result()
    asked = [journal.submit(deeds.ask, f"Fråga {number}") for number in range(1, 2 * export.PAGE + 2)]
    [each.result() for each in asked]
    reading = sqlite.reading()

    kinds = [line["kind"] for line in lines(reading)]

    assert kinds == ["sitting", *["question"] * (2 * export.PAGE + 1), *["entry"] * (2 * export.PAGE + 2)]
    assert len(rows(spreadsheet.posts(reading, deeds.SLUG))) == 2 * export.PAGE + 1


def test_an_unknown_sitting_is_not_exported(sqlite: Database):
    with pytest.raises(Unknown):
        list(export.json_lines(sqlite.reading(), "unknown", at=deeds.START))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(bodies=st.lists(stored_texts, min_size=1, max_size=6))
def test_every_text_comes_back_byte_for_byte(sqlite: Database, bodies: list[str]):
    journal, reading, slug = sqlite.journal(), sqlite.reading(), next(_slugs)
    journal.submit(deeds.create, slug).result()
    for body in bodies:
        journal.submit(deeds.ask, body, name=body, slug=slug).result()

    as_lines = [line for line in lines(reading, slug) if line["kind"] == "question"]
    as_rows = rows(spreadsheet.posts(reading, slug))

    sent = [body.encode() for body in bodies]
    assert [line["body"].encode() for line in as_lines] == sent
    assert [line["name"].encode() for line in as_lines] == sent
    assert [row["body"].encode() for row in as_rows] == sent
    sqlite.close()


@given(st.text(st.characters(codec="utf-8")))
def test_a_cell_is_never_taken_for_a_formula_and_reads_back(text: str):
    cell = spreadsheet.safe(text)

    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert spreadsheet.read_back(cell) == text


@pytest.mark.parametrize(
    "text", ["=1+1", "+46", "-1", "@SUM(A1)", "\t=1", "\r=1", "'=1", "=cmd|' /C calc'!A0"]
)
def test_a_cell_that_a_spreadsheet_would_run_gets_an_apostrophe(text: str):
    assert spreadsheet.safe(text) == "'" + text
