"""Debian's Firefox beside the running program; whatever it complains of fails the test."""

from collections.abc import Callable, Iterator

import pytest

from tests import browsers
from tests.accessibility.conftest import stage
from tests.firefox.bidi import Firefox, Window
from tests.house import Held, Program
from tests.running import held, program

__all__ = ["held", "program", "stage"]

Seat = Callable[..., Window]

LINE = ("Firefox can’t establish a connection", "The connection to ws")
"""A line that is cut is told by the page."""


@pytest.fixture(scope="session")
def firefox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    running = Firefox(browsers.program("Firefox"), tmp_path_factory.mktemp("firefox"))
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
