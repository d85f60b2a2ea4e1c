"""What a page does to its reader's browser: nothing is complained of, fetched from elsewhere, moved about or kept without a choice."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Person
from tests.house import Held

pytestmark = [pytest.mark.browser, pytest.mark.proves("M34", "M36")]

SLOW_4G = {"offline": False, "latency": 150, "downloadThroughput": 204_800, "uploadThroughput": 96_000}

SHIFTED = """new Promise(done => {
  let sum = 0
  const watch = new PerformanceObserver(list => { for (const each of list.getEntries()) if (!each.hadRecentInput) sum += each.value })
  watch.observe({ type: "layout-shift", buffered: true })
  requestAnimationFrame(() => requestAnimationFrame(() => done(sum)))
})"""

WITHOUT_SIZE = (
    "[...document.images].filter(each => !each.getAttribute('width') && !each.matches('.house-logo')).length"
)


def paths(held: Held) -> dict[str, str]:
    """What a citizen opens, by what is found there."""
    held.published("När kommer bussen till Viksele?")
    receipt = held.asked("Blir det billigare?").path
    own = {"sitting": "", "form": "/ask", "rules": "/rules", "report": "/1/report", "screen": "/screen"}
    about = {"home": "/", "how": "/om", "accessibility": "/tillganglighet", "sign in": "/sign-in"}
    return {**{name: f"/{held.slug}{path}" for name, path in own.items()}, **about, "receipt": receipt}


def connected(page: Page) -> None:
    if page.locator("live-list").count():
        expect(page.locator("live-list")).to_have_attribute("data-connection", "open")


def test_nothing_is_complained_of_fetched_from_elsewhere_or_kept(held: Held, person: Person):
    page = person()
    said, failed, elsewhere = [], [], []
    ours = urlsplit(held.program.origin).netloc
    page.on("console", lambda line: said.append(line.text) if line.type in ("error", "warning") else None)
    page.on("response", lambda reply: failed.append(reply.url) if reply.status >= 400 else None)
    page.on(
        "request", lambda asked: elsewhere.append(asked.url) if urlsplit(asked.url).netloc != ours else None
    )

    for path in paths(held).values():
        page.goto(held.program.origin + path)
        connected(page)
        assert page.evaluate(WITHOUT_SIZE) == 0

    assert (said, failed, elsewhere) == ([], [], [])
    assert page.context.cookies() == []


def test_nothing_moves_about_while_it_loads_on_a_slow_telephone(held: Held, person: Person):
    page = person(viewport={"width": 390, "height": 844})
    line = page.context.new_cdp_session(page)
    line.send("Network.emulateNetworkConditions", SLOW_4G)
    line.send("Emulation.setCPUThrottlingRate", {"rate": 4})

    found = {}
    shown = paths(held)
    del shown["screen"]  # no telephone: it sets its text for the hall when it has measured it
    for name, path in shown.items():
        page.goto(held.program.origin + path)
        connected(page)
        page.evaluate("document.fonts.ready")
        found[name] = page.evaluate(SHIFTED)

    assert {name: shift for name, shift in found.items() if shift > 0.1} == {}


def test_the_choice_of_language_is_kept_and_nothing_else(held: Held, person: Person):
    page = person()
    page.goto(f"{held.program.origin}/{held.slug}")
    page.get_by_role("link", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")

    [kept] = page.context.cookies()
    assert (kept["name"], kept["value"], kept["sameSite"], kept["httpOnly"]) == ("lang", "en", "Lax", True)
    page.goto(held.program.origin + "/om")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("link", name="Svenska").click()
    page.goto(f"{held.program.origin}/{held.slug}")
    expect(page.locator("html")).to_have_attribute("lang", "sv")
    assert [each["value"] for each in page.context.cookies()] == ["sv"]
