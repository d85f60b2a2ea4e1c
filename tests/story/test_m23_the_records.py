"""Every post, published or not, is on record from the moment it is received, and nothing is edited in place."""

import hashlib
import json
import sqlite3

import pytest

from app.records import queries
from tests.house import Held, Program


def rows(program: Program, statement: str, *values: object) -> list[tuple]:
    """What a statement finds, read past the program."""
    connection = sqlite3.connect(f"file:{program.folder / 'fragestund.db'}?mode=ro", uri=True)
    try:
        return connection.execute(statement, values).fetchall()
    finally:
        connection.close()


@pytest.mark.proves("M23", "R-02")
@pytest.mark.parametrize("way", ["form", "script", "chat"])
def test_a_post_is_on_record_when_its_receipt_is_given(held: Held, way: str):
    if way == "form":
        held.post("Är jag sparad?")
    elif way == "script":
        held.asked("Är jag sparad?")
    else:
        held.talker().make("ask", body="Är jag sparad?")

    [(value,)] = rows(
        held.program,
        "SELECT text.value FROM question JOIN text ON text.id = question.body_id"
        " JOIN sitting ON sitting.id = question.sitting_id WHERE sitting.slug = ?",
        held.slug,
    )
    assert value == "Är jag sparad?".encode()
    [entry] = held.program.look(queries.entries, held.slug, "question/1")
    assert (entry.move, entry.role, entry.actor, entry.facts["channel"]) == (
        "ask",
        "citizen",
        "citizen",
        "chat" if way == "chat" else "web",
    )


@pytest.mark.proves("M23")
def test_every_move_is_entered_with_when_what_and_by_whom(held: Held):
    receipt = held.published("Vad hände med mig?")
    held.does("moderator", "unpublish", receipt.number, reason="mistake")

    entries = held.program.look(queries.entries, held.slug, f"question/{receipt.number}")

    assert [(entry.move, entry.role) for entry in entries] == [
        ("ask", "citizen"),
        ("assign", "moderator"),
        ("answer", "politician"),
        ("publish", "moderator"),
        ("unpublish", "moderator"),
    ]
    assert [entry.at for entry in entries] == sorted(entry.at for entry in entries)
    assert len({entry.seq for entry in entries}) == 5


@pytest.mark.proves("M23")
def test_an_entry_holds_no_word_of_what_was_written(held: Held):
    receipt = held.published("Kanariefrågan", "Kanariesvaret", name="Kanariefågeln")
    held.does("moderator", "correct", receipt.number, of="C", body="Kanarierättelsen", reason="fact")

    entries = held.program.look(queries.entries, held.slug)

    assert [entry for entry in entries if b"anarie" in entry.entry] == []
    assert all(
        json.loads(entry.entry)["commit"] for entry in entries if entry.move in ("ask", "correct", "publish")
    )


@pytest.mark.proves("M23")
def test_a_correction_is_a_new_rendition_and_the_old_one_stands_as_it_was(held: Held):
    receipt = held.published("När?", "Klockan tio.")
    about = f"question/{receipt.number}"
    kept = "SELECT field, value, replaces FROM text JOIN sitting ON sitting.id = text.sitting_id" + (
        " WHERE sitting.slug = ? AND text.subject = ? ORDER BY text.id"
    )
    before = rows(held.program, kept, held.slug, about)

    held.does("moderator", "correct", receipt.number, of="C", body="Klockan elva.", reason="fact")
    after = rows(held.program, kept, held.slug, about)

    assert after[: len(before)] == before
    assert [(purpose, value) for purpose, value, _ in after[len(before) :]] == [
        ("answer/C", b"Klockan elva.")
    ]
    assert after[-1][2] is not None


@pytest.mark.proves("M23")
@pytest.mark.parametrize("table", ["entry", "text"])
@pytest.mark.parametrize("statement", ["DELETE FROM {}", "UPDATE {} SET {}"])
def test_the_database_itself_refuses_to_change_or_remove_a_record(own: Program, table: str, statement: str):
    held = own.hold()
    held.published("Rör mig inte")
    held.close()
    own.stop()
    change = {"entry": "move = 'hold'", "text": "value = x'00'"}[table]
    connection = sqlite3.connect(own.folder / "fragestund.db")
    before = connection.execute(f"SELECT * FROM {table}").fetchall()

    with pytest.raises(sqlite3.IntegrityError):
        connection.execute(statement.format(table, change))

    assert connection.execute(f"SELECT * FROM {table}").fetchall() == before
    connection.close()
    own.start()


@pytest.mark.proves("M23", "R-07", "S17")
def test_no_address_of_anybody_is_in_the_database(own: Program):
    held = own.hold()
    held.browser().post(
        f"/{held.slug}/questions", {"body": "Varifrån kom jag?"}, **{"User-Agent": "Kanarielasaren/7"}
    )
    held.close()
    own.stop()

    stored = b"".join(
        path.read_bytes() for path in own.folder.iterdir() if path.is_file() and "db" in path.name
    )

    assert "Varifrån kom jag?".encode() in stored
    assert [trace for trace in (b"127.0.0.1", b"Kanariel", b"User-Agent") if trace in stored] == []
    digests = [hashlib.sha256(b"127.0.0.1").digest(), hashlib.sha256(b"127.0.0.1").hexdigest().encode()]
    assert [digest for digest in digests if digest in stored] == []
    own.start()
