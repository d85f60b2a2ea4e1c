"""When the machine is in trouble: a full or read-only disk, a folder that is taken, a clock set to another zone."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest

from tests.house import Program

NOT_NOW = "Just nu går det inte att spara. Ingenting är mottaget. Försök igen om en stund."
ROOT = Path(__file__).parents[2]


def tell_database(program: Program, pragma: str) -> int:
    """Tell the connection that writes something, between two writes."""
    connection = program.house.journal._engine.raw_connection()
    try:
        found = connection.cursor().execute(f"PRAGMA {pragma}").fetchone()
    finally:
        connection.close()
    return int(found[0]) if found else 0


@contextmanager
def full(program: Program) -> Iterator[None]:
    """The disk has no room for another page."""
    tell_database(program, f"max_page_count={tell_database(program, 'page_count')}")
    yield
    tell_database(program, "max_page_count=1073741823")


@contextmanager
def read_only(program: Program) -> Iterator[None]:
    """Nothing can be written."""
    tell_database(program, "query_only=1")
    yield
    tell_database(program, "query_only=0")


@pytest.mark.proves("M12", "R10")
@pytest.mark.parametrize("trouble", [full, read_only])
def test_when_nothing_can_be_stored_the_citizen_is_told_so_and_keeps_the_text(own: Program, trouble):
    held = own.hold()
    text, ticket = "Får jag plats? " + "å" * 3500, str(uuid4())

    with trouble(own):
        form = held.post(text, ticket=ticket, name="Åsa")
        while form.status == 303:  # the last page of the database may have room for one more
            form = held.post(text, ticket=str(uuid4()), name="Åsa")
        script = held.browser().send(f"/{held.slug}/questions", {"body": text, "ticket": ticket})
        chat = held.talker().say("ask", body=text)
        readable = [held.page().status, held.browser().get("/").status, held.browser().get("/healthz").status]
    again = held.browser().send(f"/{held.slug}/questions", {"body": text, "ticket": str(uuid4())})

    assert (form.status, form.at("problem").text) == (503, NOT_NOW)
    assert form.at("body").typed == text
    if script.status != 200:  # the same ticket may be one that was stored while there was room
        assert (script.status, script.facts["message"]) == (503, NOT_NOW)
    assert (chat["code"], chat["message"]) == ("unavailable", NOT_NOW)
    assert readable == [200, 200, 200]
    assert again.status == 201
    assert [question.number for question in held.questions()] == list(range(1, again.facts["number"] + 1))
    held.close()


@pytest.mark.proves("R10")
def test_a_moderator_whose_move_cannot_be_stored_is_told_so_and_keeps_the_words(own: Program):
    held = own.hold()
    receipt, moderator = held.asked("Kan detta avvisas?"), held.browser("moderator")

    with read_only(own):
        form = moderator.post(
            f"/{held.slug}/desk/{receipt.number}/decline", {"reason": "tone", "words": "Skriv om, tack."}
        )

    assert (form.status, "Skriv om, tack." in form.dom.raw) == (503, True)
    assert held.question(receipt.number).state == "received"
    held.close()


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "app.cli", *arguments],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_folder_that_another_process_serves_is_refused_and_the_process_is_named(own: Program):
    second = run("demo", "--port", "0", "--data", str(own.folder))

    assert second.returncode == 1
    assert second.stdout == ""
    assert f"Mappen används redan av en annan process: nummer {os.getpid()}, startad" in second.stderr
    assert "Traceback" not in second.stderr


def test_a_folder_that_cannot_be_written_in_is_told_in_a_sentence(tmp_path: Path):
    blocked = tmp_path / "fil"
    blocked.write_text("ingen mapp")

    refused = run("demo", "--port", "0", "--data", str(blocked))

    assert refused.returncode == 1
    assert f"Mappen {blocked} går inte att använda:" in refused.stderr
    assert "Traceback" not in refused.stderr


@pytest.mark.proves("M2")
def test_the_machines_own_zone_is_of_no_matter(program: Program, monkeypatch: pytest.MonkeyPatch):
    held = program.hold()
    before = [each.attrs["datetime"] for each in held.page().at("sitting").all("time")]

    monkeypatch.setenv("TZ", "Pacific/Auckland")
    time.tzset()
    try:
        receipt = held.published("Vad är klockan?")
        shown = held.page()
        given = held.browser("moderator").post(
            f"/{held.slug}/desk/extend", {"intake_end": "", "end": "2027-01-15T12:00"}
        )
    finally:
        monkeypatch.undo()
        time.tzset()

    assert [each.attrs["datetime"] for each in shown.at("sitting").all("time")] == before
    asked = shown.at(f"q-{receipt.number}").first("time").attrs["datetime"]
    assert asked.endswith("+01:00")
    assert held.question(receipt.number).received_at.utcoffset().total_seconds() == 0
    assert (given.status, held.sitting().ends_at.isoformat()) == (303, "2027-01-15T11:00:00+00:00")
    held.close()
