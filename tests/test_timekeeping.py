"""The timekeeper looks at the clock again and again, and into the records only when somebody has written there."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from app import timekeeping
from app.records import queries
from app.records.reading import Kept
from app.records.vocabulary import SittingState
from tests.chat.bureau import Bureau, bureau
from tests.routing.stage import SLUG


@pytest.fixture
async def at(tmp_path: Path) -> AsyncIterator[Bureau]:
    async with bureau(tmp_path) as made:
        yield made


class Noticing(Kept[timekeeping.AllSittings]):
    """Notes every snapshot that it gives, once."""

    def __init__(self, *of: Any) -> None:
        super().__init__(*of)
        self.given: list[timekeeping.AllSittings] = []

    async def read(self, *args: Any, **kwargs: Any) -> timekeeping.AllSittings:
        found: timekeeping.AllSittings = await super().read(*args, **kwargs)
        if not any(found is each for each in self.given):
            self.given.append(found)
        return found


async def test_a_move_falls_due_by_the_clock_alone_and_is_made_without_another_reading(at: Bureau) -> None:
    kept = Noticing(at.served.house.reading)
    async with asyncio.timeout(5):
        while at.served.house.reading.stamp() is None:  # noqa: ASYNC110 - nobody is told when it can be told
            await asyncio.sleep(0)
    await timekeeping.look(at.served.house, kept)
    await timekeeping.look(at.served.house, kept)
    assert len(kept.given) == 1

    at.served.clock.now += timedelta(hours=5)
    await timekeeping.look(at.served.house, kept)

    assert len(kept.given) == 1
    assert (await at.served.look(queries.sitting, SLUG)).state is SittingState.CLOSED
