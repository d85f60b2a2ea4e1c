"""A live sitting with a hub that hears its bell, for the tests of the live half."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from pathlib import Path

import httpx2
import pytest
import uvloop
from playwright.async_api import Browser, async_playwright

from app.records.vocabulary import Role, SittingState
from tests import browsers
from tests.chat.listening import Floor, floor
from tests.chat.offices import Office
from tests.chat.serving import serving
from tests.fresh import fresh

LOOPS = {"uvloop": uvloop.new_event_loop, "asyncio": asyncio.new_event_loop}
SOCKETS_ON = {
    "test_streams.py": ("uvloop",),
    "test_threshold.py": ("uvloop",),
    "test_upgrades.py": ("uvloop",),
    "test_handover.py": ("uvloop", "asyncio"),
    "test_listener.py": ("uvloop", "asyncio"),
}
"""What is closest to the sockets is tried on the loop that the program serves on; the lean protocol on any."""


def pytest_asyncio_loop_factories(
    config: pytest.Config, item: pytest.Item
) -> Mapping[str, Callable[[], asyncio.AbstractEventLoop]]:
    return {name: LOOPS[name] for name in SOCKETS_ON.get(item.path.name, ("asyncio",))}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A database of its own for the test, with its tables and nothing in them."""
    return fresh(tmp_path)


@pytest.fixture
async def house(file: Path) -> AsyncIterator[Floor]:
    """A live sitting with three parties, whose answers are published after the moderator's look."""
    async with floor(file) as made:
        await asyncio.to_thread(made.stage.plan)
        await asyncio.to_thread(made.stage.bring, SittingState.LIVE)
        yield made


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """A real Chromium."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(**browsers.chromium())
        yield browser
        await browser.close()


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    """The whole program in a real server, for those who work here."""
    async with serving(tmp_path) as served, (made := Office(served)).stack:
        yield made


@pytest.fixture
async def olle(office: Office) -> httpx2.AsyncClient:
    """The browser of an organiser."""
    return await office.browser(await office.account("olle", (Role.ORGANISER,), name="Olle Org"))
