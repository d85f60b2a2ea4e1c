"""The screen in the hall, the frame on another site, the stream and asking about a picture, in real Chromium."""

import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Page, expect

from tests.chat.handing import KIND, form
from tests.house import Held, Program
from tests.routing.files import png

pytestmark = pytest.mark.browser

LONG = "\n\n".join(["Vi vill att fler ska kunna åka kollektivt, också kvällar och helger. " * 4] * 6)


class Site:
    """Another site, on this machine under another name, whose one page shows the sitting as the snippet says."""

    def __init__(self, server: ThreadingHTTPServer) -> None:
        self._server = server
        self.html = ""

    def origin(self, name: str = "localhost") -> str:
        return f"http://{name}:{self._server.server_port}"

    def shows(self, held: Held) -> None:
        ours = held.program.origin
        self.html = (
            f'<!doctype html><title>Region</title><iframe src="{ours}/{held.slug}/embed" title="Frågestund"'
            f' data-fragestund width="100%" height="300"></iframe><script src="{ours}/static/embed.js" async></script>'
        )


@pytest.fixture
def site() -> Iterator[Site]:
    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = made.html.encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Quietly."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        made = Site(server)
        serving = threading.Thread(target=server.serve_forever)
        serving.start()
        yield made
        server.shutdown()
        serving.join()


@pytest.fixture
def framed(tmp_path, site: Site) -> Iterator[Held]:
    with Program(tmp_path, embed_origins=site.origin()) as running:
        held = running.hold()
        site.shows(held)
        yield held
        held.close()


def on_screen(page: Page) -> str:
    shown = page.locator("#threads > li[data-on-screen]")
    expect(shown).to_be_visible()
    return shown.get_attribute("id") or ""


@pytest.mark.proves("M35")
def test_a_long_answer_is_turned_page_by_page_with_the_arrows(held: Held, person):
    held.published("Vad vill ni?", LONG)
    held.published("Och sedan?", LONG)
    page = person()
    page.goto(f"{held.program.origin}/{held.slug}/screen?question=1")
    shown = page.locator("[data-page-of]")
    expect(shown).to_have_text(re.compile(r"^sida 1 av [2-9]$"))
    last = int(shown.inner_text()[-1])
    pages = page.locator("[data-pages]")
    assert pages.evaluate("each => each.scrollHeight <= each.clientHeight + 1")

    for number in range(2, last + 1):
        page.keyboard.press("ArrowRight")
        expect(shown).to_have_text(f"sida {number} av {last}")
    page.keyboard.press("ArrowLeft")
    expect(shown).to_have_text(f"sida {last - 1} av {last}")

    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.wait_for_url("**/screen?question=2")
    page.keyboard.press("Home")
    page.wait_for_url("**/screen")


def test_the_screen_shows_the_first_answer_as_it_is_published(held: Held, person):
    page = person()
    page.goto(f"{held.program.origin}/{held.slug}/screen")
    expect(page.locator("live-list")).to_have_attribute("data-connection", "open")

    held.published("När kommer bussen?", "Klockan tio.")

    assert on_screen(page) == "q-1"


def test_what_the_moderator_puts_up_is_shown_at_once_and_what_is_new_waits(held: Held, person):
    held.published("Ett?", "Ja.")
    held.published("Två?", "Ja.")
    page = person()
    page.goto(f"{held.program.origin}/{held.slug}/screen")
    expect(page.locator("live-list")).to_have_attribute("data-connection", "open")
    assert on_screen(page) == "q-2"

    with page.expect_navigation():
        held.browser("moderator").post(f"/{held.slug}/desk/screen", {"question": "1"})
    assert on_screen(page) == "q-1"
    expect(page.locator("live-list")).to_have_attribute("data-connection", "open")
    held.published("Tre?", "Ja.")
    expect(page.locator("#q-3")).to_be_attached()
    assert on_screen(page) == "q-1"


def test_a_correction_is_seen_on_the_screen_without_a_reload(held: Held, person):
    held.published("När?", "Klockan tio.")
    page = person()
    page.goto(f"{held.program.origin}/{held.slug}/screen")
    expect(page.locator("live-list")).to_have_attribute("data-connection", "open")

    held.does("moderator", "correct", 1, of="C", body="Klockan elva.", reason="fact")

    expect(page.locator("#q-1[data-on-screen]")).to_contain_text("Klockan elva.")


def test_the_pause_is_pressed_with_the_space_bar(held: Held, person):
    held.published("Vad?", LONG)
    page = person()
    page.goto(f"{held.program.origin}/{held.slug}/screen")
    pause = page.locator("[data-screen-pause]")
    expect(pause).to_be_attached()

    page.keyboard.press("Space")
    expect(pause).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Space")
    expect(pause).to_have_attribute("aria-pressed", "false")


@pytest.mark.proves("M35")
def test_in_a_frame_the_page_has_its_height_and_takes_a_question_without_a_cookie(framed: Held, site, person):
    framed.published("Vad?", LONG)
    page = person()
    page.goto(site.origin())
    frame = page.frame_locator("iframe")
    expect(frame.locator("#q-1")).to_be_visible()
    page.wait_for_function("document.querySelector('iframe').getBoundingClientRect().height > 600")

    frame.get_by_role("button", name="Skriv en fråga").click()
    frame.get_by_label("Din fråga eller synpunkt").fill("Går det härifrån?")
    frame.get_by_role("button", name="Skicka frågan").click()

    expect(frame.locator("[data-thanks]")).to_be_visible()
    assert framed.question(2).body == "Går det härifrån?"
    framed.published("Nytt?", "Ja.")
    expect(frame.locator("#q-3")).to_be_attached()
    assert page.context.cookies(framed.program.origin) == []


@pytest.mark.proves("S5")
def test_a_site_that_is_not_named_shows_nothing(framed: Held, site, chrome):
    context = chrome.new_context()
    page = context.new_page()
    page.goto(site.origin("elsewhere.localhost"))
    page.wait_for_load_state("networkidle")

    inside = page.frames[1]

    assert inside.locator("#threads").count() == 0
    assert page.locator("iframe").evaluate("each => each.getBoundingClientRect().height") < 310
    context.close()


@pytest.mark.proves("M34")
def test_nothing_is_fetched_from_the_provider_before_the_reader_presses(held: Held, person):
    fields = {"stream": "https://play.example/embed/1", "stream_by": "Sundmark Play"}
    held.browser("organiser").post(f"/{held.slug}/settings/reach/stream", fields)
    page = person()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.route(
        "https://play.example/**",
        lambda route: route.fulfill(body="<p>Sändning</p>", content_type="text/html; charset=utf-8"),
    )
    page.goto(f"{held.program.origin}/{held.slug}")
    expect(page.locator("live-list")).to_have_attribute("data-connection", "open")
    before = [url for url in asked if "play.example" in url]

    page.get_by_role("link", name="Visa sändningen från Sundmark Play").click()

    inner = page.frame_locator("[data-stream] > iframe").frame_locator("iframe")
    expect(inner.get_by_text("Sändning")).to_be_visible()
    assert before == []
    page.get_by_role("link", name="Stäng sändningen").click()
    expect(page.locator("[data-stream] > iframe")).to_have_count(0)


@pytest.mark.proves("M34")
def test_a_question_is_asked_about_a_picture_with_and_without_a_script(held: Held, person):
    body = form({"title": "Plan över torget", "alternative": "Tre träd"}, file=png())
    held.browser("organiser").post(f"/{held.slug}/settings/material", body, **{"Content-Type": KIND})
    page, plain = person(), person(script=False)
    for each in (page, plain):
        each.goto(f"{held.program.origin}/{held.slug}")
        each.get_by_role("link", name="fråga om den här").click()
        expect(each.locator("[data-about-note]")).to_have_text(
            re.compile("^Din fråga gäller Plan över torget")
        )
        each.get_by_label("Din fråga eller synpunkt").fill("Varför bara tre?")
        each.get_by_role("button", name="Skicka frågan").click()

    expect(page.locator("[data-thanks]")).to_be_visible()
    plain.wait_for_url("**/receipt/*")
    about = [question.about for question in held.questions()]
    assert [each and each.number for each in about] == [1, 1]
    page.get_by_role("button", name="Ställ en fråga till").click()
    expect(page.locator("[data-about-note]")).to_be_hidden()
