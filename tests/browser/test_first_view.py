"""What is seen and said before anything is done on the citizen's page: the first answer, what the page is about, how it stands with the line."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Person
from tests.house import Program

pytestmark = pytest.mark.browser

COMMISSION = (
    "I mars beslutar vi vad regionens pengar ska gå till de närmaste tre åren: vård, bussar och tåg, kultur, "
    "folkhögskolor och arbete. Berätta vad som måste fungera där du bor, och fråga de åtta partier som ska rösta."
)
AFTERWARDS = (
    "Allt samlas i en rapport till nämnderna som bereder besluten. Här på sidan berättar vi sedan vad vi har tagit "
    "med oss, och vad vi har valt bort."
)
LINE = 34
"""Pixels: one line of an answer."""


def test_the_first_answer_is_seen_at_once_on_a_laptop(program: Program, person: Person):
    held = program.hold(rehearsal=True, commission=COMMISSION, afterwards=AFTERWARDS)
    held.published(
        "Hur länge får ett barn vänta på en första tid, och vem svarar för det?", "Högst 30 dagar."
    )
    page = person(viewport={"width": 1440, "height": 900})

    page.goto(f"{program.origin}/{held.slug}")
    expect(page.locator(".rehearsal-note")).to_be_visible()
    answer = page.locator(".turn--answer > .voice").bounding_box()

    assert answer is not None
    assert answer["y"] + LINE <= 900
    held.close()


def test_the_page_says_in_one_sentence_what_it_is_about(program: Program, person: Person):
    held = program.hold(title="Vård och resor", commission="Vi vill veta hur det går. Berätta gärna.")
    for locale, said in (("sv-SE", "Frågestund"), ("en-GB", "Sitting")):
        page = person(locale=locale)
        page.goto(f"{program.origin}/{held.slug}")
        told = page.locator("meta[name=description]").get_attribute("content")
        assert told == f"{said}: Vård och resor. Vi vill veta hur det går."
    held.close()


def test_a_page_that_is_held_still_says_so(program: Program, person: Person):
    held = program.hold()
    held.published("När går bussen?", "Klockan sju.")
    page = person()
    page.goto(f"{program.origin}/{held.slug}")
    moving, still = (
        page.get_by_text("Ansluten: nya svar visas av sig själva"),
        page.get_by_text("Uppdateringarna är pausade"),
    )
    expect(moving).to_be_visible()
    expect(still).to_be_hidden()

    page.get_by_role("button", name="Pausa uppdateringar").click()

    expect(still).to_be_visible()
    expect(moving).to_be_hidden()
    held.close()
