"""A real Chromium beside the running program; whatever it complains of fails the test."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests import browsers
from tests.house import Held
from tests.running import held, own, program

__all__ = ["chrome", "held", "own", "person", "program", "rehearsed"]

Person = Callable[..., Page]

PATIENCE = 20_000
"""Milliseconds: a busy machine is slow, not wrong."""

expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="module")
def chrome() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**browsers.chromium())
        yield browser
        browser.close()


@pytest.fixture
def rehearsed(program) -> Iterator[Held]:
    """A live rehearsal, whose roles are taken by links as in the demo."""
    sitting = program.hold(rehearsal=True)
    yield sitting
    sitting.close()


@pytest.fixture
def person(chrome: Browser) -> Iterator[Person]:
    """Somebody with a browser of their own: call it for a page. ``script=False``: without JavaScript."""
    opened: list[BrowserContext] = []
    faults: list[str] = []

    def page(*, script: bool = True, **how: Any) -> Page:
        given = {"viewport": {"width": 1280, "height": 900}, "locale": "sv-SE", "reduced_motion": "reduce"}
        context = chrome.new_context(java_script_enabled=script, **{**given, **how})
        context.set_default_timeout(PATIENCE)
        context.on("weberror", lambda wrong: faults.append(str(wrong.error)))
        context.on(
            "console", lambda said: faults.append(said.text) if "Content Security" in said.text else None
        )
        opened.append(context)
        return context.new_page()

    yield page
    for context in opened:
        context.close()
    assert faults == []
