"""Brings a database to this program's form. Knows no address: it is handed the engine that writes."""

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from app.records.refusals import Unavailable

_SCRIPTS = Path(__file__).parent / "migrations"


class Newer(Unavailable):
    """The database was made by a later version of the program, which alone can use it (facts: ``found``, ``known``)."""


def upgrade(engine: Engine) -> None:
    """Bring the database to the newest form, in one transaction. Raises ``Newer``, and then changes nothing."""
    with engine.begin() as connection:
        if revision(connection) != newest():
            _refuse_newer(connection)
            command.upgrade(_config(connection), "head")


def revision(connection: Connection) -> str | None:
    """The form that the database has; None for an empty one."""
    return MigrationContext.configure(connection).get_current_revision()


@cache
def newest() -> str:
    """The newest form that this program knows."""
    return str(ScriptDirectory(str(_SCRIPTS)).get_current_head())


def check(engine: Engine) -> None:
    """Raise ``Newer`` or, for a form that is older than the program's, ``Unavailable`` (``unmigrated``)."""
    with engine.connect() as connection:
        found = revision(connection)
        if found != newest():
            _refuse_newer(connection)
            raise Unavailable("unmigrated", found=found, known=newest())


def _refuse_newer(connection: Connection) -> None:
    found = revision(connection)
    known = {script.revision for script in ScriptDirectory(str(_SCRIPTS)).walk_revisions()}
    if found is not None and found not in known:
        raise Newer("newer", found=found, known=newest())


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
