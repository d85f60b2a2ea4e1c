"""The data folder is one process's alone, and what stands in its way is said plainly."""

import json
import os
import stat
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from app.records import migrate, queries, storage
from app.records.journal import Journal
from app.records.reading import Reading
from tests.records import deeds
from tests.records.conftest import Database

NOW = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)


def _url(folder: Path) -> str:
    return f"sqlite:///{folder / 'fragestund.db'}"


def test_the_folder_and_what_is_in_it_are_the_owners_alone(tmp_path):
    folder = tmp_path / "new" / "data"

    opened = storage.opened(folder, _url(folder), now=NOW)
    Journal(opened.writer, clock=deeds.clock, ring=lambda heads: None).close()
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in [folder, *folder.iterdir()]}
    opened.close()

    assert modes["data"] == 0o700
    assert {name: oct(mode) for name, mode in modes.items() if name != "data" and mode & 0o077} == {}


def test_a_folder_open_to_others_is_closed_to_them(tmp_path):
    tmp_path.chmod(0o755)

    storage.opened(tmp_path, _url(tmp_path), now=NOW).close()

    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o700


def test_a_second_process_is_told_who_has_the_folder(tmp_path):
    opened = storage.opened(tmp_path, _url(tmp_path), now=NOW)

    told = _in_another_process(tmp_path)

    opened.close()
    assert told == {
        "detail": "in_use",
        "facts": {"pid": os.getpid(), "since": "2026-11-24T17:00:00+00:00", "purpose": "serve"},
    }
    assert _in_another_process(tmp_path) == {"detail": "", "facts": {}}


def test_the_holder_can_be_asked_for(tmp_path):
    assert storage.holder(tmp_path) is None

    opened = storage.opened(tmp_path, _url(tmp_path), now=NOW, purpose="demo")
    held = storage.holder(tmp_path)
    opened.close()

    assert held == {"pid": os.getpid(), "since": "2026-11-24T17:00:00+00:00", "purpose": "demo"}
    assert storage.holder(tmp_path) is None


def test_a_folder_that_cannot_be_written_in_is_named(tmp_path):
    (tmp_path / "file").write_text("in the way")
    folder = tmp_path / "file" / "data"

    with pytest.raises(storage.CannotOpen) as refused:
        storage.opened(folder, _url(folder), now=NOW)

    assert refused.value.detail == "folder"
    assert refused.value.facts == {"path": str(folder), "reason": "Not a directory"}


def test_a_read_only_folder_is_named(tmp_path_factory):
    folder = tmp_path_factory.mktemp("readonly")
    storage.opened(folder, _url(folder), now=NOW).close()
    for path in [*folder.iterdir(), folder]:
        path.chmod(0o500 if path.is_dir() else 0o400)

    told = _in_another_process(folder, as_nobody=True)

    assert told["detail"] == "folder"
    assert told["facts"]["path"] == str(folder)


def test_a_file_that_is_no_database_is_said_to_be_none(tmp_path):
    (tmp_path / "fragestund.db").write_bytes(b"something else entirely" * 100)

    with pytest.raises(storage.CannotOpen) as refused:
        storage.opened(tmp_path, _url(tmp_path), now=NOW)

    assert refused.value.detail == "database"
    assert refused.value.facts == {"reason": "file is not a database"}
    assert storage.holder(tmp_path) is None


def test_a_database_server_that_is_not_there_is_said_not_to_answer(tmp_path):
    url = f"postgresql+psycopg://postgres@/postgres?host={tmp_path}"

    with pytest.raises(storage.CannotOpen) as refused:
        storage.opened(tmp_path, url, now=NOW)

    assert refused.value.detail == "database"


def test_a_newer_database_lets_go_of_the_folder_again(tmp_path):
    opened = storage.opened(tmp_path, _url(tmp_path), now=NOW)
    with opened.writer.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    opened.close()

    with pytest.raises(migrate.Newer):
        storage.opened(tmp_path, _url(tmp_path), now=NOW)

    assert storage.holder(tmp_path) is None


def test_closing_puts_everything_in_the_databases_own_file(tmp_path):
    opened = storage.opened(tmp_path, _url(tmp_path), now=NOW)
    journal = Journal(opened.writer, clock=deeds.clock, ring=lambda heads: None)
    reading = Reading(opened.reader)
    journal.submit(deeds.create).result()
    title = reading.look(queries.sitting, deeds.SLUG).title

    reading.close()
    journal.close()
    opened.close()

    assert title == "Bussarna"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["fragestund.db", "lock"]


def test_the_epoch_stays_from_one_start_to_the_next(tmp_path):
    epochs = []
    for _ in range(2):
        opened = storage.opened(tmp_path, _url(tmp_path), now=NOW)
        epochs.append(Reading(opened.reader).look(queries.epoch))
        opened.close()

    assert epochs[0] == epochs[1] != ""


def test_a_reader_cannot_write(database: Database):
    def write(session: Session) -> None:
        session.connection().execute(text("INSERT INTO mark (name, value) VALUES ('a', 'b')"))

    with pytest.raises(DBAPIError):
        database.reading().look(write)

    assert database.rows("SELECT name FROM mark") == [("epoch",)]


def test_a_reader_sees_one_snapshot(database: Database):
    journal = database.journal()
    journal.submit(deeds.create).result()

    def read(session: Session) -> tuple[int, int]:
        before = queries.counts(session, deeds.SLUG).received
        journal.submit(deeds.ask).result()
        return before, queries.counts(session, deeds.SLUG).received

    reading = database.reading()

    assert reading.look(read) == (0, 0)
    assert reading.look(queries.counts, deeds.SLUG).received == 1


_OPEN = """
import json, sys
from datetime import UTC, datetime
from pathlib import Path
from app.records import storage

folder = Path(sys.argv[1])
try:
    storage.opened(folder, f"sqlite:///{folder / 'fragestund.db'}", now=datetime.now(UTC)).close()
    print(json.dumps({"detail": "", "facts": {}}))
except storage.CannotOpen as refused:
    print(json.dumps({"detail": refused.detail, "facts": refused.facts}))
"""


def _in_another_process(folder: Path, *, as_nobody: bool = False) -> dict:
    """What a second process is told. Root may write anywhere, so it steps down where rights are tried."""
    step_down = "import os; os.setgroups([]); os.setgid(65534); os.setuid(65534)\n"
    program = _OPEN
    if as_nobody and os.geteuid() == 0:
        program = _OPEN.replace("folder = Path", step_down + "folder = Path", 1)
        _give_away(folder)
    done = subprocess.run(
        [sys.executable, "-c", program, str(folder)],
        check=True,
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    told: dict = json.loads(done.stdout)
    return told


def _give_away(folder: Path) -> None:
    """Let nobody reach the folder, and own it without the right to write in it."""
    for path in [folder, *folder.iterdir()]:
        os.chown(path, 65534, 65534)
    for parent in folder.parents:
        if not parent.stat().st_mode & stat.S_IXOTH:
            parent.chmod(parent.stat().st_mode | stat.S_IXOTH)
