"""Opens the data folder and the database in it for one process alone, or says who has it. Knows no table and no setting."""

import fcntl
import json
import os
import time
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.exc import DatabaseError

from app.records import database, migrate
from app.records.refusals import Unavailable

LOCK = "lock"
_TRIES, _PAUSE = 10, 0.02


class CannotOpen(Unavailable):
    """The folder or the database cannot be used. ``detail`` says why, the facts hold the particulars.

    ``in_use`` by another process (``pid``, ``since``), ``folder`` that cannot be made or written in (``path``, ``reason``), or a
    ``database`` that does not answer or is none (``reason``). A newer form raises ``migrate.Newer``.
    """


class Storage:
    """A data folder held by this process, with the two doors to its database."""

    def __init__(self, lock: int, writer: Engine, reader: Engine) -> None:
        self._lock = lock
        self.writer = writer
        self.reader = reader

    def close(self) -> None:
        """Close the readers, then the writer, which puts all that was written in the database's own file. Then let go."""
        self.reader.dispose()
        if self.writer.dialect.name == "sqlite":
            with self.writer.connect() as connection:
                # At once and outside a transaction, where SQLite allows no checkpoint.
                connection.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        self.writer.dispose()
        os.close(self._lock)


def opened(folder: Path, url: str, *, now: datetime, purpose: str = "serve") -> Storage:
    """Hold the folder for this process and open its database, brought to the newest form.

    ``url``: the database's address; for the embedded one, a file in the folder. ``now`` and ``purpose`` are told to a
    second process that comes for the same folder. Raises ``CannotOpen`` or ``migrate.Newer``.
    """
    lock = _hold(folder, {"pid": os.getpid(), "since": now.isoformat(timespec="seconds"), "purpose": purpose})
    writer = database.writer(url)
    try:
        if database.is_embedded(url):
            _make_private(Path(writer.url.database or ""))
        migrate.upgrade(writer)
    except BaseException as error:
        writer.dispose()
        os.close(lock)
        if isinstance(error, DatabaseError):
            raise CannotOpen("database", reason=_reason(error)) from error
        raise
    return Storage(lock, writer, database.reader(url))


def holder(folder: Path) -> dict[str, Any] | None:
    """Who holds the folder (``pid``, ``since``, ``purpose``); None when nobody does."""
    try:
        lock = os.open(folder / LOCK, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    try:
        return None if _locked(lock) else _told(lock)
    finally:
        os.close(lock)


def _hold(folder: Path, told: dict[str, Any]) -> int:
    """The lock's descriptor. The system lets go of it when the process ends, however it ends."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(folder.stat().st_mode & 0o700)
        lock = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        if not _locked_soon(lock):
            raise _held_by_another(lock)
        os.ftruncate(lock, 0)
        os.pwrite(lock, json.dumps(told).encode(), 0)
    except OSError as error:
        raise CannotOpen("folder", path=str(folder), reason=error.strerror) from error
    return lock


def _locked_soon(lock: int) -> bool:
    """Tried for a moment: somebody may only be asking who holds it, or a process that was told to end may still be ending."""
    for _ in range(_TRIES - 1):
        if _locked(lock):
            return True
        time.sleep(_PAUSE)
    return _locked(lock)


def _locked(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _held_by_another(lock: int) -> CannotOpen:
    told = _told(lock)
    os.close(lock)
    return CannotOpen("in_use", pid=told.get("pid"), since=told.get("since"), purpose=told.get("purpose"))


def _told(lock: int) -> dict[str, Any]:
    """What the holder wrote. It may have begun this very moment and not have written yet."""
    try:
        told = json.loads(os.pread(lock, 4096, 0))
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _make_private(path: Path) -> None:
    """The database's file is the owner's alone; what SQLite lays beside it takes the same rights."""
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
        path.chmod(0o600)
    except OSError as error:
        raise CannotOpen("folder", path=str(path), reason=error.strerror) from error


def _reason(error: DatabaseError) -> str:
    return str(error.orig).strip().partition("\n")[0]
