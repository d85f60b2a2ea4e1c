"""Whole jobs by keyboard alone, for each role; and the keyboard stays where it is while things happen (M36)."""

import re
from collections.abc import Callable
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from app.records import queries
from tests.accessibility.keys import Keys
from tests.house import Held

pytestmark = [pytest.mark.browser, pytest.mark.proves("M36")]

Sit = Callable[..., Keys]


def connected(keys: Keys) -> Page:
    expect(keys.page.locator("live-list")).to_have_attribute("data-connection", "open")
    return keys.page


def in_hand(page: Page, number: int) -> None:
    expect(page.locator("#hand")).to_have_attribute("data-number", str(number))


# -- a citizen


def test_a_citizen_asks_follows_the_question_reads_the_answer_and_asks_on(sit: Sit, held: Held):
    keys = sit("citizen", f"/{held.slug}")
    page = connected(keys)

    keys.to("Till innehållet").to("Till frågeformuläret").press("Enter")
    keys.to("Din fråga eller synpunkt").type("När kommer bussen till Viksele?").to("Skicka frågan").press(
        "Enter"
    )
    expect(page.locator("[data-thanks]")).to_be_focused()
    keys.to("Följ frågan här").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Din fråga är mottagen")
    held.does("moderator", "assign", 1, party="C")
    held.does("C", "answer", 1, body="Klockan tio.")
    held.does("moderator", "publish", 1)
    expect(page.get_by_role("heading", level=1)).to_have_text("Din fråga är besvarad och publicerad")
    keys.to("Läs fråga och svar på sidan").press("Enter")
    page.wait_for_url(re.compile("#q-1$"))
    connected(keys)
    keys.to("Ställ en följdfråga").press("Enter")

    expect(page.get_by_label("Din fråga eller synpunkt")).to_be_focused()
    expect(page.locator("[data-follow-up-note]")).to_contain_text("följdfråga till nummer 1")
    keys.type("Också på lov?").to("Skicka frågan").press("Enter")
    expect(page.locator("[data-thanks]")).to_be_focused()
    assert held.question(2).follow_up_to == 1


def test_the_keyboard_stays_where_it_is_when_answers_come_and_goes_to_them_when_asked(sit: Sit, held: Held):
    held.published("Den första")
    keys = sit("citizen", f"/{held.slug}")
    page = connected(keys)
    keys.to("Länk till nummer 1")

    held.published("Den andra")
    expect(page.get_by_role("button", name="Visa 1 nytt svar")).to_be_visible()
    assert keys.words == "Länk till nummer 1"
    keys.to("Visa 1 nytt svar", by="Shift+Tab").press("Enter")
    expect(page.locator("#q-2")).to_be_focused()
    keys.to("Länk till nummer 2")

    held.does("moderator", "unpublish", 2, reason="mistake")
    expect(page.locator("#q-2")).to_have_count(0)
    assert keys.at is not None  # a neighbour has it, not nobody


def test_news_is_announced_as_a_number_from_a_place_that_was_there(sit: Sit, held: Held):
    held.published("Den första")
    keys = sit("citizen", f"/{held.slug}")
    page = connected(keys)
    region = page.locator("[data-announce]")
    expect(region).to_be_empty()
    region.evaluate("place => { place.dataset.same = 'yes' }")

    for body in ("Den andra", "Den tredje"):
        held.published(body)

    expect(region).to_have_text("2 nya svar")
    expect(region).to_have_attribute("data-same", "yes")
    expect(region).to_have_role("status")
    live = "[aria-live], [role=log], [role=status], [role=alert]"
    assert page.locator("#threads").evaluate("(list, live) => list.closest(live) === null", live)


# -- the moderator


def test_a_moderator_assigns_declines_and_publishes_by_single_keys(sit: Sit, held: Held):
    for body in ("Den första", "Den andra", "Den tredje"):
        held.asked(body)
    held.answered("Besvarad")
    keys = sit("moderator", f"/{held.slug}/desk")
    page = connected(keys)

    keys.press("j")
    in_hand(page, 1)
    keys.press("0")
    in_hand(page, 2)
    page.wait_for_timeout(750)  # a key about what nobody has had time to read is not taken
    keys.press("x", "i")
    in_hand(page, 3)
    expect(page.locator("#case")).to_be_focused()
    keys.page.goto(f"/{held.slug}/desk/4")
    connected(keys)
    keys.press("p")
    expect(page.locator("#q-4")).to_have_attribute("data-state", "published")

    assert held.moves(1)[1] == "assign"
    assert (held.moves(2)[1], held.facts("question/2")["reason"]) == ("decline", "swearing")
    assert held.moves(4)[-1] == "publish"


def test_a_moderator_does_the_same_without_the_single_keys(sit: Sit, held: Held):
    held.asked("Den första")
    held.asked("Den andra")
    keys = sit("moderator", f"/{held.slug}/desk")
    page = connected(keys)

    keys.to("Tangenter").press("Space")
    keys.press("j")
    expect(page.locator("#hand[data-number]")).to_have_count(0)
    keys.to("Nummer 2").press("Enter")
    in_hand(page, 2)
    expect(page.locator("#case")).to_be_focused()
    keys.to("Publicera inte").press("Enter")
    keys.to("Svordomar eller obscena ord").press("Enter")
    in_hand(page, 1)
    expect(page.locator("#case")).to_be_focused()
    keys.to("Till ").press("Enter")
    expect(page.locator("#hand[data-number]")).to_have_count(0)

    assert [held.moves(number)[1] for number in (1, 2)] == ["assign", "decline"]


def test_a_sheet_takes_the_keyboard_keeps_what_is_typed_and_gives_it_back(sit: Sit, held: Held):
    held.asked("Den första")
    keys = sit("moderator", f"/{held.slug}/desk/1")
    page = connected(keys)

    keys.press("e")
    expect(page.locator("#edit-body")).to_be_focused()
    keys.press("Control+a").type("Den andra lydelsen").press("Escape")
    assert keys.words == "Redigera"
    keys.press("Enter")
    expect(page.locator("#edit-body")).to_be_focused()
    expect(page.locator("#edit-body")).to_have_value("Den andra lydelsen")

    keys.to("Publicera inte", by="Shift+Tab")
    expect(page.locator("#edit-body")).to_be_hidden()
    keys.press("2")
    expect(page.locator("#why")).to_be_focused()
    keys.press("Escape")
    expect(page.locator("#why")).to_be_hidden()
    assert keys.words == "Publicera inte"
    assert held.moves(1) == ["ask"]


def test_a_moderator_tells_everybody_and_has_the_keyboard_back(sit: Sit, held: Held):
    keys = sit("moderator", f"/{held.slug}/desk")
    page = connected(keys)

    keys.to("Meddela alla").press("Enter")
    expect(page.locator("#announce-body")).to_be_focused()
    keys.type("Vi tar en paus.").to("Meddela alla").press("Enter")

    expect(page.locator("#announcements")).to_contain_text("Vi tar en paus.")
    assert keys.words == "Meddela alla"


def test_the_keyboard_stays_in_the_queue_when_questions_come(sit: Sit, held: Held):
    held.asked("Den första")
    keys = sit("moderator", f"/{held.slug}/desk")
    page = connected(keys)
    keys.to("Nummer 1")

    held.asked("Den andra")
    expect(page.locator("#q-2")).to_be_visible()
    held.does("moderator", "hold", 1)
    expect(page.locator("#q-1")).to_have_attribute("data-state", "held")

    assert keys.words.startswith("Nummer 1")


# -- a politician


def test_a_politician_answers_and_goes_on_to_the_next(sit: Sit, held: Held):
    held.with_party("Den första")
    held.with_party("Den andra")
    keys = sit("C", f"/{held.slug}/party/C")
    page = connected(keys)

    keys.to("Till innehållet").to("Till frågan").press("Enter")
    keys.to("Ert svar").type("Klockan tio, varje dag.").to("Skicka till moderator").press("Enter")

    expect(page.locator("#done")).to_be_focused()
    expect(page.locator("#question")).to_have_text("Den andra")
    keys.to("Lämna tillbaka frågan").press("Enter")
    keys.to("").press("ArrowDown").to("Lämna tillbaka").press("Enter")
    expect(page.locator("#done")).to_be_focused()
    assert (held.moves(1)[-1], held.moves(2)[-1]) == ("answer", "hand_back")


def test_a_question_that_comes_while_one_writes_takes_nothing_from_the_keyboard(sit: Sit, held: Held):
    held.with_party("Den första")
    keys = sit("C", f"/{held.slug}/party/C")
    page = connected(keys)
    keys.to("Ert svar").type("Klockan")

    held.with_party("Den andra")
    expect(page.locator("#waiting > #q-2")).to_be_visible()
    keys.type(" tio")

    expect(page.locator("#body")).to_have_value("Klockan tio")
    expect(page.locator("#said")).to_have_text("Ny fråga till er: nummer 2")


# -- the organiser and the registrar


def test_an_organiser_plans_a_sitting_and_seats_the_parties(sit: Sit, held: Held):
    keys = sit("organiser", "/organiser")
    page = keys.page

    keys.to("Ny frågestund").press("Enter")
    page.wait_for_url("**/organiser/new")
    keys.to("Skapa och gå vidare till partierna").press("Enter")
    expect(page.locator("#title[aria-invalid=true]")).to_be_focused()
    keys.press("Shift+Tab")
    for label, text in PLAN.items():
        keys.to(label).type(text)
    for label, (day, time) in TIMES.items():
        keys.to(label).type(day).press("ArrowRight").type(time)
    keys.to("Skapa och gå vidare till partierna").press("Enter")
    page.wait_for_url("**/tangentbordet/settings/seats**")
    keys.to("Beteckning").type("A").to("Partiets namn").type("Allas parti")
    keys.to("Lägg till en plats").press("Enter")
    expect(page.locator("#seat-1-code")).to_be_focused()
    keys.type("B").to("Partiets namn").type("Bygdens parti")
    keys.to("Upp, plats 2", by="Shift+Tab").press("Space")
    expect(page.locator("#seat-0-code")).to_have_value("B")
    keys.to("Spara").press("Enter")

    page.wait_for_url("**/tangentbordet/settings?done=seats")

    planned = held.program.look(queries.sitting, "tangentbordet")
    assert [seat.code for seat in planned.seats] == ["B", "A"]
    assert planned.live_at.astimezone(ZoneInfo("Europe/Stockholm")).isoformat() == "2026-12-01T18:00:00+01:00"


PLAN = {
    "Rubrik": "Skolan och bussen",
    "Adress": "tangentbordet",
    "Uppdrag": "Hur ska eleverna komma till skolan?",
    "Vad som händer": "Nämnden läser allt.",
    "Ansvarig": "Enheten för dialog",
    "Kontakt": "dialog@sundmark.example",
}

TIMES = {
    "Öppnar för": ("11252026", "0800AM"),
    "Börjar": ("12012026", "0600PM"),
    "Sista frågan": ("12012026", "0645PM"),
    "Slutar": ("12012026", "0700PM"),
}
"""As the browser asks for them where it speaks American English: it gives no page a choice."""


def test_a_registrar_finds_a_post_and_reads_it(sit: Sit, held: Held):
    held.asked("När kommer bussen?")
    held.asked("Var är färjan?")
    keys = sit("registrar", f"/{held.slug}/register")
    page = keys.page

    keys.to("Sök").type("färjan").to("Visa").press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("1 inlägg")
    keys.to("Inlägg 2").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Inlägg 2")
    keys.to("Så kan det kontrolleras").press("Enter")
    expect(page.locator("details")).to_have_attribute("open", "")
    keys.to("Till registret").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Register")


def test_whoever_signs_in_wrongly_has_the_keyboard_in_the_password(sit: Sit, held: Held):
    keys = sit("citizen", "/sign-in")
    expect(keys.page.locator("#login")).to_be_focused()

    keys.type("ingen.alls").to("Lösenord").type("fel lösenord helt").press("Enter")

    expect(keys.page.get_by_role("alert")).to_be_visible()
    expect(keys.page.locator("#password")).to_be_focused()
    expect(keys.page.locator("#login")).to_have_value("ingen.alls")
