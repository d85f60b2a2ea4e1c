"""The running program, and everything that it writes in its log."""

import logging
from collections.abc import Iterator

import pytest

from tests.running import held, own, program

__all__ = ["held", "log", "own", "program"]


@pytest.fixture
def log() -> Iterator[list[str]]:
    """What the log holds: warnings of everybody, and all that the program itself says."""
    lines: list[str] = []

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(logging.Formatter("%(levelname)s %(name)s: %(message)s").format(record))

    ear, root, ours = Ear(), logging.getLogger(), logging.getLogger("fragestund")
    root.addHandler(ear)
    ours.setLevel(logging.DEBUG)
    yield lines
    root.removeHandler(ear)
    ours.setLevel(logging.NOTSET)
