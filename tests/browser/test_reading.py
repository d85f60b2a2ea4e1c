"""Reading on the citizen's page in a real browser: one party's answers, the order, the state's own words, who writes now."""

import asyncio

import pytest
from playwright.sync_api import Page, expect

from app.chat import bench_telling
from app.chat.presence import Doing
from app.records import channels
from tests.browser.conftest import Person
from tests.house import Held

pytestmark = pytest.mark.browser


def opened(page: Page, held: Held) -> Page:
    page.goto(held.program.origin + f"/{held.slug}")
    expect(page.locator("live-list")).to_have_attribute("data-connection", "open")
    return page


def test_one_party_s_answers_are_read_alone_and_an_empty_choice_says_so(held: Held, person: Person):
    held.published("Till C?", party="C")
    held.published("Till S?", party="S")
    page = opened(person(), held)

    page.get_by_label("Visa svar från").select_option("S")
    expect(page.locator("#threads > li:visible")).to_have_count(1)
    held.published("Till C igen?", party="C")
    expect(page.locator("#q-3")).to_have_count(1)
    expect(page.locator("#q-3")).to_be_hidden()
    page.get_by_label("Visa svar från").select_option("L")

    expect(page.get_by_text("Inget svar från Liberalerna än.")).to_be_visible()
    page.get_by_role("button", name="Visa alla").click()
    expect(page.locator("#threads > li:visible")).to_have_count(3)
    expect(page.get_by_label("Visa svar från")).to_be_focused()


def test_the_order_one_has_chosen_is_kept_in_the_browser(held: Held, person: Person):
    held.published("Först")
    held.published("Sist")
    page = opened(person(), held)

    page.get_by_role("link", name="Äldst först").click()
    page.reload()

    expect(page.locator("#threads > li").first).to_have_attribute("id", "q-1")
    expect(page.get_by_role("link", name="Äldst först")).to_have_attribute("aria-current", "true")


def test_each_state_says_its_own_sentence_and_the_form_is_never_gone_without_one(held: Held, person: Person):
    page = opened(person(), held)
    page.get_by_label("Din fråga eller synpunkt").fill("Ett utkast.")
    form = page.locator("#ask")
    expect(page.get_by_text("Partierna skriver de första.")).to_be_visible()

    held.talker("moderator").make("pause")
    expect(form).to_contain_text("när pausen är slut går det att skicka")
    expect(page.locator("#sitting-state")).to_have_text("Paus")
    held.talker("moderator").make("resume")
    held.talker("moderator").make("close_intake")
    expect(form).to_contain_text("Tiden för frågor är slut")
    held.talker("moderator").make("close")

    expect(form).to_contain_text("Frågestunden är slut")
    expect(page.get_by_label("Din fråga eller synpunkt")).to_have_value("Ett utkast.")
    expect(page.get_by_text("Inga svar publicerades.")).to_be_visible()
    page.get_by_label("Din fråga eller synpunkt").fill("")
    page.reload()
    expect(form).to_contain_text("Frågestunden är slut")
    expect(page.get_by_label("Din fråga eller synpunkt")).to_be_hidden()


def test_the_bench_says_who_is_writing_and_stops_saying_it(held: Held, person: Person):
    held.with_party()
    page = opened(person(), held)
    house, told = held.program.house, dict[str, bench_telling.Bench]()
    seat = page.locator(".bench > [data-seat=C]")

    for doing, words in ((Doing.WRITING, "svarar nu på nummer 1"), (Doing.READING, "")):
        channel = channels.party(held.slug, "C")
        house.presence.mark(channel, 9, "Anna Ekdahl", doing, 1, now=house.clock())
        telling = bench_telling.tell(house, told, again=False)
        asyncio.run_coroutine_threadsafe(telling, held.program._loop).result(10)
        expect(seat.locator("[data-says]")).to_have_text(words)


def test_on_a_phone_the_form_is_a_button_until_one_writes_and_a_way_back_follows(held: Held, person: Person):
    for turn in range(5):
        held.published(f"Fråga {turn}", "Svar " * 150)
    page = opened(person(viewport={"width": 390, "height": 800}), held)
    body, back = page.get_by_label("Din fråga eller synpunkt"), page.locator("[data-ask-back] a")
    expect(body).to_be_hidden()
    expect(back).not_to_be_in_viewport()

    page.locator("#q-2").scroll_into_view_if_needed()
    expect(back).to_be_in_viewport()
    back.click()

    expect(body).to_be_focused()
    body.fill("Ett utkast.")
    page.reload()
    expect(body).to_be_visible()


def test_own_questions_say_their_way_in_five_steps_of_words(held: Held, person: Person):
    page = opened(person(), held)
    page.get_by_label("Din fråga eller synpunkt").fill("Hur går det?")
    page.get_by_role("button", name="Skicka frågan").click()
    steps = page.locator("#own .way > li")

    expect(steps).to_have_text(
        ["Mottagen", "Hos moderatorn", "Hos ett parti", "Svaret är skrivet", "Publicerad"]
    )
    expect(steps.nth(1)).to_have_attribute("aria-current", "step")
    held.does("moderator", "decline", 1, reason="off_topic")
    page.reload()

    expect(steps.last).to_have_text("Publiceras inte: Hör inte till ämnet")
