"""Databases in their newest form with nothing in them: made once for every process of tests, and copied."""

import tempfile
from functools import cache
from pathlib import Path

from app.records import database, migrate

NAME = "fragestund.db"
"""What the program calls the embedded database in its data folder."""


def fresh(folder: Path, name: str = NAME) -> Path:
    """A database of one's own in this folder, which is made where it is not there."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / name
    file.write_bytes(_migrated())
    return file


@cache
def _migrated() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / NAME
        engine = database.writer(f"sqlite:///{file}")
        migrate.upgrade(engine)
        engine.dispose()
        return file.read_bytes()
