"""The stage as fixtures: planned, or live, each test with a database of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.records.vocabulary import SittingState
from tests.fresh import fresh
from tests.routing import stage as stages
from tests.routing.stage import Stage


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Stage]:
    """Nothing planned yet."""
    stage, strike = stages.on(fresh(tmp_path))
    yield stage
    strike()


@pytest.fixture
def stage(empty: Stage) -> Stage:
    """A live sitting with three parties, whose answers are published after the moderator's look."""
    empty.plan()
    empty.bring(SittingState.LIVE)
    return empty


@pytest.fixture
def at_once(empty: Stage) -> Stage:
    """A live sitting that publishes at once."""
    empty.plan(publish_at_once=True)
    empty.bring(SittingState.LIVE)
    return empty
