"""The patterns pages: every part in every state as the product draws it, and closed to citizens."""

from pathlib import Path
from typing import Any

import pytest

from app.chat import patterns
from app.chat.profile import COLOURS
from app.records.vocabulary import SittingState, State
from tests.house import Browser, Program

PAGES = (
    "/patterns",
    "/patterns/public",
    "/patterns/receipt",
    "/patterns/desk",
    "/patterns/panel",
    "/patterns/parties.css",
)


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory):
    with Program(tmp_path_factory.mktemp("patterns")) as program, Browser(program) as browser:
        yield browser


@pytest.mark.parametrize("path", PAGES)
def test_the_demo_shows_them(reader: Browser, path: str):
    assert reader.get(path).status == 200


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_every_colour_is_shown_with_its_values(reader: Browser, lang: str):
    shown = reader.get(f"/patterns?lang={lang}").words

    assert all(name in shown for name in COLOURS)


@pytest.mark.parametrize("state", SittingState)
def test_the_citizens_page_is_shown_in_each_state_of_the_sitting(reader: Browser, state: SittingState):
    page = reader.get(f"/patterns/public?lang=sv&state={state}")

    assert page.status == 200
    assert "Hur länge får man vänta på ett första besök?" in page.words


@pytest.mark.parametrize("state", State)
def test_the_receipt_is_shown_in_each_state_of_its_question(reader: Browser, state: State):
    page = reader.get(f"/patterns/receipt?state={state}")

    assert page.status == 200
    assert len(page.dom.all("h1")) == 1


def test_the_desk_has_a_row_for_every_question_and_the_panel_its_piles(reader: Browser):
    desk, panel = reader.get("/patterns/desk?lang=sv"), reader.get("/patterns/panel?lang=sv")

    assert len(desk.dom.all("li", "post")) == len(patterns.questions())
    assert "Svar att granska" in desk.words
    assert len(panel.dom.all("div", "pile-row")) == 6


def test_there_is_a_question_in_every_state():
    assert {each.state for each in patterns.questions().values()} == set(State)


def test_a_state_that_is_none_is_refused(reader: Browser):
    assert reader.get("/patterns/receipt?state=elsewhere").status == 400


def test_citizens_are_shown_none_unless_a_setting_opens_them(tmp_path: Path):
    production: dict[str, Any] = {
        "demo": False,
        "public_url": "https://fragestund.example.se",
        "trusted_proxies": "127.0.0.1",
    }
    over_https = {"X-Forwarded-Proto": "https"}

    with Program(tmp_path / "shut", **production) as program, Browser(program, **over_https) as browser:
        assert {browser.get(path).status for path in PAGES} == {404}
    with (
        Program(tmp_path / "open", **production, patterns=True) as program,
        Browser(program, **over_https) as browser,
    ):
        assert browser.get("/patterns").status == 200
