"""How soon a key's effect is painted at the moderator's desk, in a real browser with many posts in the queue."""

import contextlib
import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

from playwright.sync_api import Page, sync_playwright

from bench.compiled import CannotMeasure
from bench.figures import Figure, Measurement, Row, at_most
from bench.growth import filled
from bench.product import Product

CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "chromium-headless-shell")
LIMIT = 100.0
"""Milliseconds within which somebody feels that a key did it."""

FETCHED = "the next question's case is there, J"
DECLINED = "declined, committed, and the next question's case is there"
WAITING = frozenset({FETCHED, DECLINED})
"""What waits for the server: told, and not held against the limit. That the key was taken is shown before."""

_PAUSE = 120
"""Milliseconds between two keys, for what the first one brings."""

UNREAD = 0.75
"""Seconds: a key about what nobody has had time to read is not taken."""

_PROBE = """
(() => {
  let began = 0
  const note = event => { began = event.timeStamp }
  for (const kind of ["keydown", "pointerdown"]) addEventListener(kind, note, true)
  const stands = () => `${window.taken ? document.querySelector(".post > [aria-current]")?.href : document.querySelector("#hand")?.dataset.number} ${document.querySelector(".posts")?.dataset.tab}`
    + ` ${document.querySelectorAll(":checked").length} ${document.querySelectorAll("[data-out]").length}`
    + ` ${window.taken && document.querySelectorAll("[data-sending]").length}`
    + ` ${document.querySelector("#acts details[open]") !== null}`
  window.expectChange = (taken = false) => {
    window.taken = taken
    const before = stands()
    window.painted = new Promise(done => {
      const look = () => {
        if (stands() === before) return
        watch.disconnect()
        requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - began)))
      }
      const watch = new MutationObserver(look)
      watch.observe(document.body, { subtree: true, childList: true, attributes: true })
    })
  }
})()
"""
"""From the moment of the press to the second frame after what is shown has changed."""


@dataclass(frozen=True)
class Extent:
    """How many posts are in the queue, and how often each thing is done."""

    posts: int = 500
    times: int = 20
    loads: int = 5


def measure(extent: Extent) -> Measurement:
    """Milliseconds until it is painted, for what a moderator does all the time."""
    with filled(extent.posts) as running, _desk(running) as page:
        loads = [_loaded(page, running) for _ in range(extent.loads)]
        found = {name: _painted(page, name, extent.times) for name in _ACTS}
    return _table(extent, found, loads)


def _table(extent: Extent, found: dict[str, list[float]], loads: list[float]) -> Measurement:
    rows = tuple(Row(name, Figure.of(samples)) for name, samples in found.items())
    late = max(_late(samples) for name, samples in found.items() if name not in WAITING)
    return Measurement(
        "desk",
        "The desk",
        "ms",
        rows,
        how=(
            f"real Chromium, {extent.posts} posts in the queue, {extent.times} times each: from the press to the second frame "
            "after what is shown has changed"
        ),
        goals=(
            at_most("a key's effect is painted within 100 ms, 19 times of 20", late, LIMIT, " ms"),
            at_most("the whole desk is loaded within 1 000 ms", Figure.of(loads).median, 1000.0, " ms"),
        ),
    )


def _late(samples: list[float]) -> float:
    """The time that nineteen of twenty keep within."""
    return sorted(samples)[max(0, len(samples) * 19 // 20 - 1)]


@contextmanager
def _desk(running: Product) -> Iterator[Page]:
    """The desk in a browser of its own. Raises ``CannotMeasure`` where there is no Chromium."""
    program = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUM)), None)
    if not program:
        raise CannotMeasure("no Chromium on this machine")
    name, _, value = running.cookie(running.links["moderator"][0]).partition("=")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="sv-SE")
        context.add_cookies([{"name": name, "value": value, "url": running.origin}])
        context.add_init_script(_PROBE)
        page = context.new_page()
        yield page
        with contextlib.suppress(Exception):
            browser.close()


def _loaded(page: Page, running: Product) -> float:
    page.goto(f"{running.origin}/{running.sitting}/desk")
    page.wait_for_selector("live-list[data-connection=open]")
    return float(page.evaluate("performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd"))


def _painted(page: Page, name: str, times: int) -> list[float]:
    samples: list[float] = []
    for _ in range(times):
        page.evaluate("expectChange", name not in WAITING)
        _ACTS[name](page)
        samples.append(float(page.evaluate("painted")))
        page.locator("#acts[data-sending]").wait_for(state="detached")
        page.wait_for_timeout(_PAUSE)
    return samples


def _key(key: str) -> Callable[[Page], None]:
    return lambda page: page.keyboard.press(key)


def _mark(page: Page) -> None:
    page.keyboard.press("m")


def _other_tab(page: Page) -> None:
    shown = page.locator(".posts").get_attribute("data-tab")
    page.locator(f".tabs > [data-tab={'all' if shown == 'received' else 'received'}]").press("Enter")


def _another_case(page: Page) -> None:
    page.locator(".post:not(:has([aria-current])) > a").nth(3).click()


def _declined(page: Page, *, taken: bool) -> None:
    """The second of the two keys; between them and before them there is time to read.

    ``taken``: until it is shown that the key was taken, else until the next case is there.
    """
    time.sleep(UNREAD)
    page.keyboard.press("x")
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    page.evaluate("expectChange", taken)
    page.keyboard.press("n")


_ACTS: dict[str, Callable[[Page], None]] = {
    FETCHED: _key("j"),
    "to the next question, J": _key("j"),
    "back, K": _key("k"),
    "another part of the queue": _other_tab,
    "a case opened": _another_case,
    "a mark, M": _mark,
    "declined, X and a letter: taken": partial(_declined, taken=True),
    DECLINED: partial(_declined, taken=False),
}
