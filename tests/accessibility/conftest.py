"""The scene and a real Chromium, once for every process of tests, and pages opened as anybody, in any light."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests import browsers
from tests.accessibility.keys import Keys
from tests.accessibility.scene import Scene, scene
from tests.accessibility.views import View
from tests.house import Held
from tests.running import held, program

__all__ = ["held", "program"]

PROBE = (Path(__file__).parent / "probe.js").read_text(encoding="utf-8")
"""What measures a page: ``probe`` in it."""

Look = Callable[..., Page]
Opener = Callable[[], AbstractContextManager[Look]]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--write-trees", action="store_true", help="write what a screen reader is told anew")


@pytest.fixture(scope="session")
def stage(program) -> Iterator[Scene]:
    made = scene(program)
    yield made
    made.close()


# Not for the whole session: while it is there its loop runs, and no asyncio test of another module could run beside it.
@pytest.fixture(scope="module")
def chrome() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**browsers.chromium("--lang=en-US"))
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def opener(stage: Scene, chrome: Browser) -> Opener:
    """For those who keep their pages open over several tests: ``with opener() as look``."""
    return lambda: _looking(stage, chrome)


@pytest.fixture
def look(opener: Opener) -> Iterator[Look]:
    """Open a page as it is described; whatever the browser complains of fails the test."""
    with opener() as look:
        yield look


@pytest.fixture
def sit(look: Look, held: Held) -> Callable[..., Keys]:
    """Sit down at a keyboard as somebody in a sitting of the test's own: ``sit(who, path)``."""

    def keys(who: str, path: str, **how: Any) -> Keys:
        return Keys(look(View(who, lambda stage: path), held=held, **how), PROBE)

    return keys


@contextmanager
def _looking(stage: Scene, chrome: Browser) -> Iterator[Look]:
    opened: list[BrowserContext] = []
    faults: list[str] = []

    def page(view: View, *, held: Held | None = None, **how: Any) -> Page:
        given = {"viewport": {"width": 1280, "height": 900}, "locale": "sv", "reduced_motion": "reduce"}
        context = chrome.new_context(base_url=stage.program.origin, **{**given, **how})
        opened.append(context)
        context.set_default_timeout(10_000)
        context.on("weberror", lambda wrong: faults.append(str(wrong.error)))
        if view.who != "citizen":
            works_in = held or sitting_of(stage, view)
            name, _, value = (works_in.cookie(view.who) or "").partition("=")
            context.add_cookies([{"name": name, "value": value, "url": stage.program.origin}])
        shown = context.new_page()
        reply = shown.goto(view.path(stage))
        assert reply is not None
        assert reply.status == view.status
        if view.act:
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
