"""A real Chromium for the tests of what runs in the browser."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, async_playwright

from tests import browsers
from tests.web.line import Line, started


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(**browsers.chromium())
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="module")
async def line() -> AsyncIterator[Line]:
    line = Line()
    server = await started(line)
    yield line
    server.close()
    await server.wait_closed()


@pytest.fixture
def faults() -> list[str]:
    """What the browser complained about while the test ran."""
    return []


@pytest_asyncio.fixture(loop_scope="module")
async def page(browser: Browser, faults: list[str]) -> AsyncIterator[Page]:
    context = await browser.new_context(viewport={"width": 800, "height": 600}, reduced_motion="reduce")
    page = await context.new_page()
    page.set_default_timeout(10_000)
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    await context.close()
