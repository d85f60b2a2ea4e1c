"""Two doors to the same database: one to write through, one to read through. Knows no table."""

import importlib
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlmodel import create_engine

READERS = 4

_WRITER = (
    *("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON", "busy_timeout=5000"),
    "recursive_triggers=ON",  # or REPLACE would delete a record without asking the triggers
)
_READER = ("busy_timeout=5000", "query_only=ON", "wal_autocheckpoint=0")


def writer(url: str) -> Engine:
    """The one connection that writes and checkpoints. Its transactions take SQLite's write lock at once.

    With SQLite older than 3.51.3 a second connection that writes or checkpoints could corrupt the file (R15): there is
    none, because this engine holds a single connection and readers neither write nor checkpoint. It is closed last.
    """
    return _engine(url, begin="BEGIN IMMEDIATE", pragmas=_WRITER, connections=1)


def reader(url: str) -> Engine:
    """Connections whose transactions see one snapshot and cannot write."""
    return _engine(url, begin="BEGIN", pragmas=_READER, connections=READERS)


def is_embedded(url: str) -> bool:
    """Whether the address is that of an SQLite file."""
    return url.startswith("sqlite")


def sqlite_version() -> str:
    """The version of SQLite that embedded databases are opened with."""
    return str(_sqlite_driver().sqlite_version)


def _engine(url: str, *, begin: str, pragmas: tuple[str, ...], connections: int) -> Engine:
    # What somebody wrote is in the parameters: it belongs in no error message and no log.
    options: dict[str, Any] = {"pool_size": connections, "max_overflow": 0, "hide_parameters": True}
    if not is_embedded(url):
        return _postgresql(url, reads_only=pragmas is _READER, **options)
    engine = create_engine(url, module=_sqlite_driver(), connect_args={"check_same_thread": False}, **options)

    @event.listens_for(engine, "connect")
    def _connect(driver: Any, _record: Any) -> None:
        driver.isolation_level = None  # or the driver begins transactions behind our back
        for pragma in pragmas:
            driver.execute(f"PRAGMA {pragma}").fetchall()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.connection.dbapi_connection.execute(begin)  # type: ignore[union-attr]  # it is there while it is used

    return engine


def _postgresql(url: str, *, reads_only: bool, **options: Any) -> Engine:
    """A reader sees one snapshot; the writer sees what others have committed, and row locks order who comes first."""
    level = "REPEATABLE READ" if reads_only else "READ COMMITTED"
    kept = {"postgresql_readonly": reads_only}
    return create_engine(url, isolation_level=level, pool_pre_ping=True, execution_options=kept, **options)


def _sqlite_driver() -> Any:
    """The newest SQLite at hand: the packaged one where there is a wheel for the machine, else Python's own."""
    try:
        return importlib.import_module("pysqlite3.dbapi2")
    except ImportError:
        return importlib.import_module("sqlite3")
