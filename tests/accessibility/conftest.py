"""The scene and a real Chromium, once for every process of tests, and pages opened as anybody, in any light."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests import chromium
from tests.accessibility.scene import Scene, scene
from tests.accessibility.views import View
from tests.house import Held
from tests.running import program

__all__ = ["program"]

PROBE = (Path(__file__).parent / "probe.js").read_text(encoding="utf-8")
"""What measures a page: ``probe`` in it."""

Look = Callable[..., Page]
Opener = Callable[[], AbstractContextManager[Look]]


@pytest.fixture(scope="session")
def stage(program) -> Iterator[Scene]:
    made = scene(program)
    yield made
    made.close()


@pytest.fixture(scope="session")
def chrome() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.program(), args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def opener(stage: Scene, chrome: Browser) -> Opener:
    """For those who keep their pages open over several tests: ``with opener() as look``."""
    return lambda: _looking(stage, chrome)


@pytest.fixture
def look(opener: Opener) -> Iterator[Look]:
    """Open a page as it is described; whatever the browser complains of fails the test."""
    with opener() as look:
        yield look


@contextmanager
def _looking(stage: Scene, chrome: Browser) -> Iterator[Look]:
    opened: list[BrowserContext] = []
    faults: list[str] = []

    def page(view: View, *, act: bool = True, **how: Any) -> Page:
        given = {"viewport": {"width": 1280, "height": 900}, "locale": "sv", "reduced_motion": "reduce"}
        context = chrome.new_context(base_url=stage.program.origin, **{**given, **how})
        opened.append(context)
        context.set_default_timeout(10_000)
        context.on("weberror", lambda wrong: faults.append(str(wrong.error)))
        if view.who != "citizen":
            name, _, value = (sitting_of(stage, view).cookie(view.who) or "").partition("=")
            context.add_cookies([{"name": name, "value": value, "url": stage.program.origin}])
        shown = context.new_page()
        reply = shown.goto(view.path(stage))
        assert reply is not None
        assert reply.status == view.status
        if view.act and act:
            view.act(shown)
        return shown

    yield page
    for context in opened:
        context.close()
    assert faults == []


def sitting_of(stage: Scene, view: View) -> Held:
    """The sitting that the page is about: whoever works in it is signed in there."""
    first = urlsplit(view.path(stage)).path.split("/")[1]
    return stage.states.get(first, stage.live)
