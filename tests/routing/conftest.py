"""The stage as fixtures: planned, or live, each test with a database of its own."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.records import database, migrate
from app.records.vocabulary import SittingState
from tests.routing import stage as stages
from tests.routing.stage import Stage


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("migrated") / "fragestund.db"
    engine = database.writer(f"sqlite:///{path}")
    migrate.upgrade(engine)
    engine.dispose()
    return path


@pytest.fixture
def empty(migrated: Path, tmp_path: Path) -> Iterator[Stage]:
    """Nothing planned yet."""
    shutil.copy(migrated, tmp_path / "fragestund.db")
    stage, strike = stages.on(tmp_path / "fragestund.db")
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
