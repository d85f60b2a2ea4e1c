"""The sitting in the hall and on other sites: screen, code, short address, frame, material and stream, over real HTTP."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.chat import qr
from tests.chat.handing import KIND, form
from tests.dom import LivePage
from tests.house import Held, Page, Program
from tests.routing.files import PDF, png
from tests.running import held, program

__all__ = ["held", "program"]

SITE = "https://www.sundmark.example"
WORDS = {"title": "Plan över torget", "alternative": "Tre träd i norr"}


@pytest.fixture(scope="module")
def framed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """A program that other sites may show."""
    folder: Path = tmp_path_factory.mktemp("framed")
    with Program(folder, embed_origins=f"{SITE}, https://intranet.sundmark.example") as running:
        yield running


def policy(page: Page) -> dict[str, str]:
    said = page.reply.headers["content-security-policy"]
    return {part.split()[0]: " ".join(part.split()[1:]) for part in said.split(";")}


def handed(held: Held, content: bytes = png(), *, who: str = "organiser", **words: str) -> Page:
    body = form({**WORDS, **words}, file=content)
    return held.browser(who).post(f"/{held.slug}/settings/material", body, **{"Content-Type": KIND})


# -- the screen


@pytest.mark.proves("M35")
def test_the_screen_shows_the_latest_question_with_its_answer_and_how_to_ask(held: Held):
    held.published("Varför är bussen sen?", "Det snöar.")
    held.published("När kommer bussen?", "Klockan tio.", name="Ylva")

    page = held.browser().get(f"/{held.slug}/screen")

    assert [thread.attrs["id"] for thread in page.dom.all("li", "thread")] == ["q-2"]
    assert "Klockan tio." in page.words
    assert f"{held.program.origin.partition('://')[2]}/{held.slug}" in page.words
    assert qr.path(qr.squares(f"{held.program.origin}/{held.slug}")) in page.html


def test_the_screen_is_walked_from_question_to_question_without_a_script(held: Held):
    for number in range(3):
        held.published(f"Fråga {number + 1}?", "Ja.")
    browser, path = held.browser(), f"/{held.slug}/screen"

    middle = browser.get(f"{path}?question=2").html

    assert f'href="{path}?question=1" data-before' in middle
    assert f'href="{path}?question=3" data-after' in middle
    assert f'href="{path}" data-latest' in middle
    assert "data-latest" not in browser.get(path).html


def test_the_moderators_choice_stands_until_it_is_taken_down_or_off_the_page(held: Held):
    for _ in range(3):
        held.published()
    moderator, path = held.browser("moderator"), f"/{held.slug}/desk/screen"

    def on_screen() -> str:
        return held.browser().get(f"/{held.slug}/screen").dom.first("li", "thread").attrs["id"]

    moderator.post(path, {"question": "1"})
    chosen = on_screen()
    assert 'name="question" value="2"' in moderator.get(f"/{held.slug}/desk/2").html
    assert "Ta ned från storbilden" in moderator.get(f"/{held.slug}/desk/1").words
    held.does("moderator", "unpublish", 1, reason="mistake")
    without = on_screen()
    moderator.post(path, {})

    assert (chosen, without, on_screen()) == ("q-1", "q-3", "q-3")
    assert held.sitting().on_screen is None


def test_the_screen_is_chosen_by_the_moderator_alone(held: Held):
    held.published()
    path = f"/{held.slug}/desk/screen"

    assert held.browser("C").post(path, {"question": "1"}).status == 403
    assert held.browser("moderator").post(path, {"question": "x"}).status == 400
    assert held.browser("moderator").post(path, {"question": "9"}).status == 404


def test_an_empty_screen_says_what_the_sitting_is_about(held: Held):
    page = held.browser().get(f"/{held.slug}/screen")

    assert page.status == 200
    assert held.sitting().commission in page.words


# -- code and short address


@pytest.mark.proves("M35")
def test_a_short_address_leads_to_the_page_however_it_is_typed(held: Held):
    path = f"/{held.slug}/settings/reach"
    held.browser("organiser").post(f"{path}/short", {"act": "draw"})
    short = held.sitting().short

    led = held.browser().get(f"/t/{short.lower()}")
    code = held.browser().get(f"/{held.slug}/qr.svg")

    assert (led.status, led.reply.headers["location"]) == (303, f"/{held.slug}")
    assert code.reply.headers["content-type"].startswith("image/svg+xml")
    assert qr.path(qr.squares(f"{held.program.origin}/t/{short}")) in code.html
    assert held.browser().get("/t/ZZZZZZ").status == 404
    assert held.browser().get("/t/%C3%85").status == 404


def test_a_short_address_that_cannot_be_is_told_beside_its_field(held: Held):
    page = held.browser("organiser").post(f"/{held.slug}/settings/reach/short", {"short": "BO 0S"})

    assert page.status == 400
    assert page.at("short-error").text.startswith("Skriv fyra till sex tecken")
    assert page.at("short").attrs["value"] == "BO 0S"


def test_the_printed_receipt_carries_a_code_to_it(held: Held):
    fields = {"body": "Hur åker jag?", "channel": "phone"}
    page = held.browser("moderator").post(f"/{held.slug}/desk/ombud", fields)
    url = page.dom.first("p", "secret-link").text

    assert qr.path(qr.squares(url)) in page.html


# -- a frame on another site


@pytest.mark.proves("M35", "S5")
def test_by_default_no_site_shows_the_page(held: Held):
    assert held.browser().get(f"/{held.slug}/embed").status == 404
    page = held.page()
    assert policy(page)["frame-ancestors"] == "'none'"
    assert page.reply.headers["x-frame-options"] == "DENY"


@pytest.mark.proves("M35", "S5")
def test_only_the_sites_that_the_settings_name_show_the_page(framed: Program):
    held = framed.hold()
    held.published(answer="Klockan tio.")

    page = held.browser().get(f"/{held.slug}/embed")

    assert policy(page)["frame-ancestors"] == f"https://intranet.sundmark.example {SITE}"
    assert policy(page)["default-src"] == "'self'"
    assert "x-frame-options" not in page.reply.headers
    assert "Klockan tio." in page.words
    assert '<base target="_blank">' in page.html
    assert "house-name" not in page.html
    assert held.page().reply.headers["x-frame-options"] == "DENY"
    held.close()


@pytest.mark.parametrize("coding", ["gzip", "identity"])
def test_the_frame_is_as_new_as_the_page(framed: Program, coding: str):
    held = framed.hold()
    held.published(answer="Klockan tio.")
    held.browser().get(f"/{held.slug}/embed")
    held.published(answer="Klockan elva.")

    page = held.browser().get(f"/{held.slug}/embed", **{"Accept-Encoding": coding})

    assert "Klockan elva." in page.words
    held.close()


def test_the_other_sites_script_may_be_fetched_from_there(held: Held):
    script = held.browser().get("/static/embed.js")

    assert script.reply.headers["cross-origin-resource-policy"] == "cross-origin"
    assert script.reply.headers["content-type"].startswith("text/javascript")


def test_the_organiser_copies_a_snippet_in_which_no_title_breaks_out(framed: Program):
    held = framed.hold(title='Buss" onload="alert(1)')

    snippet = held.browser("organiser").get(f"/{held.slug}/settings/reach").at("snippet").text

    assert f'src="{framed.origin}/{held.slug}/embed"' in snippet
    assert 'title="Buss&#34; onload=&#34;alert(1)"' in snippet
    held.close()


# -- material


@pytest.mark.proves("M34")
def test_a_picture_is_handed_in_without_a_script_and_shown_with_its_words(held: Held):
    reply = handed(held)

    assert reply.reply.headers["location"] == f"/{held.slug}/settings/material?done=attach"
    page, own = held.page(), held.browser().get(f"/{held.slug}/material/1")
    assert f'src="/{held.slug}/material/1/file" alt="Tre träd i norr" width="30" height="20"' in page.html
    assert "Plan över torget" in own.dom.first("h1").text
    assert "Tre träd i norr" in own.words


@pytest.mark.proves("M34", "S5")
@pytest.mark.parametrize(
    ("content", "kind", "way"), [(png(), "image/png", "inline"), (PDF, "application/pdf", "attachment")]
)
def test_a_file_comes_back_as_it_was_and_can_run_nothing(held: Held, content: bytes, kind: str, way: str):
    handed(held, content)

    file = held.browser().get(f"/{held.slug}/material/1/file")

    assert file.reply.content == content
    assert file.reply.headers["content-type"] == kind
    assert file.reply.headers["x-content-type-options"] == "nosniff"
    assert file.reply.headers["content-disposition"].startswith(way)
    assert policy(file) == {"default-src": "'none'", "frame-ancestors": "'none'", "sandbox": ""}


@pytest.mark.parametrize(
    ("content", "words", "field"),
    [
        (b"", {}, "file"),
        (b"<svg onload=alert(1)>", {}, "file"),
        (PDF + bytes(3 * 1024 * 1024), {}, "file"),
        (png(), {"title": " "}, "title"),
        (png(), {"alternative": ""}, "alternative"),
        (png(), {"title": "x" * 121}, "title"),
    ],
    ids=["nothing", "a program", "too large", "no title", "no words", "long title"],
)
def test_what_cannot_be_shown_is_told_beside_its_field_with_all_that_was_typed(
    held: Held, content: bytes, words: dict[str, str], field: str
):
    page = handed(held, content, **words)

    assert page.status in (400, 413)
    assert page.at(f"{field}-error").text
    assert "autofocus" in page.at(field).attrs
    assert page.at("alternative").typed == words.get("alternative", "Tre träd i norr")
    assert held.browser().get(f"/{held.slug}/material/1").status == 404


def test_a_body_that_is_larger_than_any_form_is_let_in_there_alone_and_from_staff(held: Held):
    large = form(WORDS, file=PDF + bytes(200_000))
    path, kind = f"/{held.slug}/settings/material", {"Content-Type": KIND}

    assert held.browser().post(path, large, **kind).status == 413
    assert held.browser("organiser").post(f"/{held.slug}/settings/seats", large, **kind).status == 413
    assert held.browser("moderator").post(path, large, **kind).status == 403
    assert held.browser("organiser").post(path, large, **kind).status == 303


def test_material_is_described_anew_moved_and_taken_away(held: Held):
    handed(held, title="Ett")
    handed(held, title="Två")
    organiser, path = held.browser("organiser"), f"/{held.slug}/settings/material"

    wrong = organiser.post(f"{path}/2", {"title": "", "alternative": "Ny text"})
    organiser.post(f"{path}/2", {"title": "Två", "alternative": "Ny text"})
    organiser.post(f"{path}/2", {"act": "arrange"})
    organiser.post(f"{path}/1", {"act": "detach"})

    assert wrong.at("title-2-error").text
    assert wrong.at("alternative-2").typed == "Ny text"
    beside = held.page().at("beside").text
    assert "Två" in beside
    assert "Ett" not in beside
    assert held.browser().get(f"/{held.slug}/material/1/file").status == 404


@pytest.mark.proves("M34")
def test_a_question_about_a_picture_says_so_to_everybody_who_reads_it(held: Held):
    handed(held)
    asking = held.browser().get(f"/{held.slug}/ask?about=1")
    held.post("Varför bara tre träd?", about="1")
    held.does("moderator", "assign", 1, party="C")

    assert "Din fråga gäller Plan över torget" in asking.words
    assert "Gäller: Plan över torget" in held.browser("moderator").get(f"/{held.slug}/desk/1").words
    assert "Gäller: Plan över torget" in held.browser("C").get(f"/{held.slug}/party/C").words
    held.does("C", "answer", 1, body="Fler kommer.")
    held.does("moderator", "publish", 1)
    assert "Gäller: Plan över torget" in held.page().words


# -- the stream


def streamed(held: Held, address: str = "https://play.example/embed/24") -> Page:
    fields = {"stream": address, "stream_by": "Sundmark Play"}
    return held.browser("organiser").post(f"/{held.slug}/settings/reach/stream", fields)


@pytest.mark.proves("M34")
def test_a_stream_is_a_link_until_the_reader_presses_and_then_a_page_of_ours(held: Held):
    assert held.browser().get(f"/{held.slug}/stream").status == 404
    streamed(held)

    page, own = held.page(), held.browser().get(f"/{held.slug}/stream")

    assert "<iframe" not in page.html
    assert "play.example" not in page.reply.headers["content-security-policy"]
    assert 'href="https://play.example/embed/24" rel="external noreferrer" data-stream-open' in page.html
    assert policy(own)["frame-src"] == "https://play.example"
    assert policy(own)["frame-ancestors"] == "'self'"
    assert '<iframe src="https://play.example/embed/24"' in own.html


def test_an_address_that_is_none_is_told_beside_its_field(held: Held):
    page = streamed(held, "http://play.example")

    assert page.at("stream-error").text.startswith("Skriv hela adressen")
    assert page.at("stream").attrs["value"] == "http://play.example"


# -- the public line


def test_a_page_with_the_frames_since_is_the_page_fetched_anew(held: Held):
    open_page = LivePage(held.page().html)
    listener = held.listener(after=open_page.seq, lang="sv", epoch=open_page.epoch)

    handed(held)
    streamed(held)
    held.published(about=1)
    held.browser("moderator").post(f"/{held.slug}/desk/screen", {"question": "1"})
    for frame in listener.until(held.head()):
        open_page.take(frame)

    assert open_page.shown() == LivePage(held.page().html).shown()


def test_the_chat_protocol_passes_over_what_stands_beside(held: Held):
    talker = held.talker()
    talker.make("follow", channel="public", after=0)

    handed(held)
    held.published()

    assert any("question" in frame for frame in talker.until(held.head()))
