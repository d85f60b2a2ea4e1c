"""Where the bench keeps what it makes: programs, environments, data. All of it can be thrown away."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
KEPT = ROOT / ".bench"
"""Survives a run: compiled programs and the environments of those that are compared."""

DOCS = ROOT / "docs"


@contextmanager
def data(name: str) -> Iterator[Path]:
    """An empty folder on the disk of the repository, so that fsync is a real one; gone afterwards."""
    KEPT.mkdir(exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=f"{name}-", dir=KEPT))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
