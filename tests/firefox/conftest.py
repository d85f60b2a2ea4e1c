"""Debian's Firefox beside the running program; whatever it complains of fails the test."""

import os
import shutil
from collections.abc import Callable, Iterator

import pytest

from tests.accessibility.conftest import stage
from tests.firefox.bidi import Firefox, Window
from tests.house import Held, Program
from tests.running import held, program

__all__ = ["held", "program", "stage"]

Seat = Callable[..., Window]

LINE = ("Firefox can’t establish a connection", "The connection to ws")
"""A line that is cut is told by the page."""

NAMES = ("firefox-esr", "firefox")


def found() -> str:
    """The path of a Firefox: ``FIREFOX`` from the environment, else the first found on the PATH.

    Without one the calling test cannot run and says so; in an integration run (``CI``) it fails.
    """
    path = os.environ.get("FIREFOX") or next(filter(None, map(shutil.which, NAMES)), None)
    if path:
        return path
    missing = (
        "there is no Firefox on this machine: run `make browser` as root, or say FIREFOX=/path/to/firefox"
    )
    if os.environ.get("CI"):
        pytest.fail(missing)
    pytest.skip(missing)


@pytest.fixture(scope="session")
def firefox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    running = Firefox(found(), tmp_path_factory.mktemp("firefox"))
    yield running
    running.close()


@pytest.fixture
def seat(firefox: Firefox, program: Program) -> Iterator[Seat]:
    """A window of somebody's own: ``seat(who, held)``; without a sitting a citizen's."""
    firefox.faults.clear()
    opened: list[Window] = []

    def window(who: str = "citizen", held: Held | None = None) -> Window:
        opened.append(firefox.window(held.cookie(who) if held else None, program.origin))
        return opened[-1]

    yield window
    for each in opened:
        each.close()
    assert [fault for fault in firefox.faults if not fault.startswith(LINE)] == []
