"""Fixtures: the program, once for every process of tests, and a sitting of its own for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house import Held, Program


@pytest.fixture(scope="session")
def program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    with Program(tmp_path_factory.mktemp("program")) as running:
        yield running


@pytest.fixture
def held(program: Program) -> Iterator[Held]:
    """A live sitting with the eight seats, whose answers are published after the moderator's look."""
    sitting = program.hold()
    yield sitting
    sitting.close()


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Program]:
    """A program of the test's own, to stop and to start again."""
    with Program(tmp_path) as running:
        yield running
