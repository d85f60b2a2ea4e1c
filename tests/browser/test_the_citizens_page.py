"""The citizen's page in a real browser: advice, a draft that survives, answers that move nothing, what is taken down is gone."""

import pytest
from playwright.sync_api import Page, expect

from app.chat import refusals
from app.records.vocabulary import Closed
from tests.browser.conftest import Person
from tests.dom import Node, parse
from tests.house import Held
from tests.properties.play import Play

pytestmark = pytest.mark.browser

PAUSED = refusals.said(Closed(paused=True), "sv")


def opened(page: Page, held: Held) -> Page:
    """The public page, with its line open."""
    page.goto(held.program.origin + f"/{held.slug}")
    expect(page.locator("live-list")).to_have_attribute("data-connection", "open")
    return page


@pytest.mark.proves("M8")
def test_advice_comes_while_one_writes_and_stops_nobody(held: Held, person: Person):
    page = opened(person(), held)
    body = page.get_by_label("Din fråga eller synpunkt")

    body.press_sequentially("Ring mig på 070-174 06 05")
    expect(page.locator("#body-advice")).to_contain_text("Det här ser ut som ett telefonnummer.")
    body.press_sequentially(" GENAST INNAN KLOCKAN FEM")
    expect(page.locator("#body-advice")).to_contain_text("läses som att man ropar.")
    page.get_by_role("button", name="Skicka frågan").click()

    expect(page.get_by_role("heading", name="Tack. Din fråga har nummer 1")).to_be_visible()
    assert {"phone", "shouting"} <= set(held.question(1).flags)


@pytest.mark.proves("M12")
def test_a_draft_survives_a_reload_and_a_refusal_and_is_sent_once(held: Held, person: Person):
    page = opened(person(), held)
    body = page.get_by_label("Din fråga eller synpunkt")
    body.fill("Det här tog en timme att skriva.")

    page.reload()
    expect(body).to_have_value("Det här tog en timme att skriva.")
    held.talker("moderator").make("pause")
    page.get_by_role("button", name="Skicka frågan").click()
    expect(page.locator("[data-trouble]")).to_contain_text(PAUSED)
    expect(body).to_have_value("Det här tog en timme att skriva.")
    held.talker("moderator").make("resume")
    page.get_by_role("button", name="Skicka frågan").dblclick()
    expect(page.get_by_role("heading", name="Tack. Din fråga har nummer 1")).to_be_visible()
    page.reload()

    expect(body).to_have_value("")
    assert [question.body for question in held.questions()] == ["Det här tog en timme att skriva."]


@pytest.mark.proves("M12")
def test_what_is_sent_on_a_broken_line_stays_and_arrives_once_when_it_is_whole(held: Held, person: Person):
    page = opened(person(), held)
    body = page.get_by_label("Din fråga eller synpunkt")
    body.fill("Kommer det fram?")

    # It arrives, and the answer does not: the worst of lines.
    lost = f"**/{held.slug}/questions"
    page.route(lost, lambda route: (route.fetch(), route.abort())[1])
    page.get_by_role("button", name="Skicka frågan").click()
    expect(page.locator("[data-trouble]")).to_contain_text("Det du skrivit finns kvar.")
    page.unroute(lost)
    page.reload()
    page.get_by_role("button", name="Skicka frågan").click()

    expect(page.get_by_role("heading", name="Tack. Din fråga har nummer 1")).to_be_visible()
    assert len(held.questions()) == 1


@pytest.mark.proves("M11", "R4")
def test_new_answers_do_not_move_what_is_being_read(held: Held, person: Person):
    for turn in range(6):
        held.published(f"Fråga {turn}", "Svar " * 120)
    page = opened(person(viewport={"width": 900, "height": 600}), held)
    read = page.locator("#q-3")
    read.scroll_into_view_if_needed()
    at = page.evaluate("scrollY")
    page.mouse.wheel(0, 40)
    page.wait_for_function("at => scrollY >= at + 40", arg=at)  # the wheel is heard after it has been turned
    before = read.bounding_box()

    for turn in range(3):
        held.published(f"Ny {turn}", "Nytt svar " * 60)
    offer = page.get_by_role("button", name="Visa 3 nya svar")
    expect(offer).to_be_visible()
    still = read.bounding_box()
    offer.click()

    assert before is not None
    assert still is not None
    assert abs(before["y"] - still["y"]) < 1
    expect(page.locator("#threads > li").first).to_have_attribute("id", "q-9")
    expect(page.locator("#threads > li")).to_have_count(9)


@pytest.mark.proves("M18", "R6")
def test_what_is_taken_down_leaves_an_open_page(held: Held, person: Person):
    held.published("Olagligt", "Svaret till det olagliga")
    page = opened(person(), held)
    expect(page.locator("#q-1")).to_be_visible()

    held.does("moderator", "unpublish", 1, reason="agitation")

    expect(page.locator("#q-1")).to_have_count(0)
    expect(page.locator("#w-1")).to_contain_text("Skäl: Hets mot folkgrupp.")
    assert "olagliga" not in page.content()


@pytest.mark.proves("R4", "M12")
def test_after_a_play_of_random_moves_the_open_page_is_the_page_fetched_anew(held: Held, person: Person):
    page = opened(person(), held)
    play = Play(held)

    for turn in range(40):
        play.step(*[(turn * 7 + 3) % 16, (turn * 31) % 100, (turn * 17) % 70])
    expect(page.locator("live-list")).to_have_attribute("after", str(held.head()))
    if page.locator("[data-show-new]").is_visible():
        page.locator("[data-show-new] button").click()

    fresh = held.page().dom
    for name in ("sitting", "threads", "announcements"):
        shown = parse(page.locator(f"#{name}").evaluate("element => element.outerHTML"))
        assert plain(shown.at(name)) == plain(fresh.at(name))
    assert len(fresh.at("threads").elements) >= 2


def plain(node: Node) -> str:
    """Without what the script notes on elements for itself: that they are new, and where the focus went."""
    for each in node.every():
        for own in ("data-new", "tabindex"):
            each.attrs.pop(own, None)
    return node.written()
