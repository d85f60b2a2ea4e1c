"""The desk by keys alone: which key is which, finding in the queue, and deciding about many at once (M13, WCAG 2.1.4)."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Person
from tests.house import Held

pytestmark = [pytest.mark.browser, pytest.mark.proves("M13", "M17")]

UNREAD = 750
"""Milliseconds: a key about what nobody has had time to read is not taken."""


@pytest.fixture
def page(held: Held, person: Person) -> Page:
    """A moderator, signed in."""
    made = person(viewport={"width": 1440, "height": 900})
    made.goto(held.link("moderator"))
    made.get_by_role("button", name="Logga in").click()
    made.wait_for_url(re.compile(rf"/{held.slug}/"))
    return made


def at_desk(held: Held, page: Page, path: str = "") -> Page:
    page.goto(f"{held.program.origin}/{held.slug}/desk{path}")
    expect(page.locator("live-list")).to_have_attribute("data-connection", "open")
    return page


def in_hand(page: Page, number: int) -> None:
    expect(page.locator("#hand")).to_have_attribute("data-number", str(number))


def state(page: Page, number: int, wanted: str) -> None:
    expect(page.locator(f"#q-{number}")).to_have_attribute("data-state", wanted)


def change(page: Page, standard: str, key: str) -> None:
    """In the dialog: let another key stand for this one."""
    page.locator(f"[data-standard='{standard}']").focus()
    page.keyboard.type(key)


def marked(page: Page, *numbers: int) -> None:
    for number in numbers:
        page.locator(f"#q-{number} input").check()


# -- which key is which


def test_a_key_is_changed_shown_on_its_button_at_once_and_kept(held: Held, page: Page):
    held.asked("Den första")
    at_desk(held, page, "/1")

    page.keyboard.press("?")
    change(page, "v", "q")
    page.keyboard.press("Escape")
    button = page.locator("#acts [data-key=v]")
    expect(button.locator("kbd")).to_have_text("Q")
    expect(button).to_have_attribute("aria-keyshortcuts", "Q")
    page.keyboard.press("v")
    page.reload()
    expect(page.locator("#acts [data-key=v] kbd")).to_have_text("Q")
    expect(page.locator("live-list")).to_have_attribute("data-connection", "open")
    page.keyboard.press("q")

    expect(page.locator("#acts [data-key=v]")).to_contain_text("Släpp")
    expect(page.locator("#acts [data-key=v] kbd")).to_have_text("Q")
    assert held.moves(1) == ["ask", "hold"]


def test_two_moves_on_one_key_are_told_beside_the_fields_and_nothing_is_changed(held: Held, page: Page):
    held.asked("Den första")
    at_desk(held, page, "/1")

    page.locator("[data-keys-open]").click()
    change(page, "v", "x")
    expect(page.locator("#key-v-error")).to_have_text("X används redan till: Publicera inte, Avpublicera")
    expect(page.locator("#key-v")).to_have_attribute("aria-invalid", "true")
    change(page, "v", "!")
    expect(page.locator("#key-v-error")).to_have_text("Välj en bokstav eller en siffra.")
    expect(page.locator("#acts [data-key=v] kbd")).to_have_text("V")
    change(page, "v", "Å")
    expect(page.locator("#key-v-error")).to_be_hidden()
    expect(page.locator("#acts [data-key=v] kbd")).to_have_text("Å")
    page.get_by_role("button", name="Återställ alla").click()

    expect(page.locator("#key-v")).to_have_value("V")
    expect(page.locator("#acts [data-key=v] kbd")).to_have_text("V")


def test_no_key_does_anything_while_the_keys_are_shown_or_one_searches(held: Held, page: Page):
    held.asked("Den första")
    at_desk(held, page, "/1")

    page.keyboard.press("?")
    page.get_by_role("button", name="Klart").focus()
    page.keyboard.press("v")
    page.keyboard.press("Escape")
    expect(page.locator("#keys")).to_be_hidden()
    page.keyboard.press("/")
    page.keyboard.type("v0x")
    for chord in ("Control+v", "Alt+v", "Meta+v"):
        page.keyboard.press(chord)

    expect(page.locator("#search")).to_have_value("v0x")
    assert held.moves(1) == ["ask"]


# -- finding


def test_the_queue_is_searched_by_words_and_by_number_and_what_is_not_there_is_told(held: Held, page: Page):
    for body in ("Bussen till Viksele", "Vården i Norrby", "Bussen till Norrby"):
        held.asked(body)
    at_desk(held, page)
    rows = page.locator(".post:visible")

    page.keyboard.press("/")
    page.keyboard.type("norrby buss")
    expect(rows).to_have_count(1)
    expect(page.locator("#found")).to_have_text("1 träff")
    page.keyboard.press("Enter")
    in_hand(page, 3)
    page.keyboard.press("/")
    page.keyboard.type("2")
    page.keyboard.press("Enter")
    in_hand(page, 2)
    page.keyboard.press("/")
    page.keyboard.type("flygplan")
    expect(rows).to_have_count(0)
    expect(page.locator("#found")).to_have_text("Inget här stämmer med det du söker.")
    told = page.locator(".posts").evaluate("list => getComputedStyle(list, '::after').content")
    held.asked("Ett flygplan")
    expect(rows).to_have_count(1)
    page.keyboard.press("Escape")

    assert "Inget här stämmer" in told
    expect(rows).to_have_count(4)
    expect(page.locator("#queue")).to_be_focused()


# -- many at once


def test_some_are_marked_by_key_and_declined_by_two_keys(held: Held, page: Page):
    for body in ("Köp klockor", "När kommer bussen?", "Köp fler klockor"):
        held.asked(body)
    at_desk(held, page)

    page.keyboard.press("j")
    in_hand(page, 1)
    page.keyboard.press("m")
    page.keyboard.press("j")
    in_hand(page, 2)
    page.keyboard.press("j")
    in_hand(page, 3)
    page.keyboard.press("m")
    expect(page.locator(".bulk-count")).to_contain_text("2 markerade 1, 3")
    expect(page.locator("#acts")).to_be_hidden()
    page.keyboard.press("x")
    page.keyboard.press("c")

    expect(page.locator("#bulk-said")).to_have_text("2 av 2 gjorda.")
    for number in (1, 3):
        state(page, number, "declined")
        assert held.facts(f"question/{number}")["reason"] == "commercial"
    expect(page.locator("#bulk")).to_be_hidden()
    page.wait_for_timeout(UNREAD)
    page.keyboard.press("u")
    state(page, 1, "received")
    state(page, 3, "received")
    assert held.moves(2) == ["ask"]


def test_a_range_is_marked_with_shift_and_goes_to_whose_turn_it_is(held: Held, page: Page):
    for n in range(6):
        held.asked(f"Fråga {n}")
    at_desk(held, page)

    page.locator("#q-2 input").click()
    page.locator("#q-5 input").click(modifiers=["Shift"])
    expect(page.locator(".bulk-count")).to_contain_text("4 markerade 2, 3, 4, 5")
    page.keyboard.press("0")

    for number in (2, 3, 4, 5):
        state(page, number, "assigned")
    seats = [seat.code for seat in held.sitting().seats]
    assert [held.question(number).asked_of[0] for number in (2, 3, 4, 5)] == seats[:4]
    assert held.moves(1) == held.moves(6) == ["ask"]


def test_all_go_to_one_party_and_the_reason_is_one_key_more(held: Held, page: Page):
    for n in range(3):
        held.asked(f"Fråga {n}")
    at_desk(held, page)
    seats = [seat.code for seat in held.sitting().seats]

    page.locator("#q-1 a").focus()
    page.keyboard.press("Space")
    page.locator("#q-3 a").focus()
    page.keyboard.press("Space")
    page.keyboard.press("2")
    expect(page.locator("#bulk-why")).to_contain_text(
        f"Alla till {seats[1]}, också där någon annan står på tur."
    )
    page.keyboard.press("Escape")
    expect(page.locator("#bulk-why")).to_be_hidden()
    expect(page.locator(".bulk-count")).to_contain_text("2 markerade 1, 3")
    page.wait_for_timeout(UNREAD)
    page.keyboard.press("2")
    page.keyboard.press("c")
    expect(page.locator("#bulk-said")).to_have_text("2 av 2 gjorda.")
    marked(page, 2)
    page.wait_for_timeout(UNREAD)
    page.keyboard.press("2")
    page.keyboard.press("Enter")
    state(page, 2, "assigned")

    assert [held.question(number).asked_of for number in (1, 2, 3)] == [(seats[1],)] * 3
    assert held.facts("question/1")["reason"] == "subject"
    assert {held.facts(f"question/{number}")["reason"] for number in (2, 3)} <= {None, "unstated", "subject"}


def test_all_are_merged_into_one(held: Held, page: Page):
    for n in range(3):
        held.asked(f"Fråga {n}")
    at_desk(held, page)

    marked(page, 1, 2, 3)
    page.keyboard.press("d")
    expect(page.locator("#bulk-into")).to_be_focused()
    page.keyboard.type("3")
    page.keyboard.press("Enter")

    expect(page.locator("#bulk-said")).to_have_text("2 av 2 gjorda.")
    assert held.question(3).merged == (1, 2)


def test_a_circle_is_told_to_whoever_would_close_it(held: Held, page: Page):
    held.asked("Den första")
    held.asked("Den andra")
    held.does("moderator", "merge", 2, into=1)
    at_desk(held, page, "/1")

    page.keyboard.press("d")
    expect(page.locator("#merge-into")).to_be_focused()
    page.keyboard.type("2")
    page.keyboard.press("Enter")

    expect(page.locator("#into-error")).to_contain_text("Nummer 2 är redan sammanförd med den här frågan.")
    expect(page.locator("#merge-into")).to_have_value("2")
    assert held.moves(1) == ["ask"]


def test_an_undo_of_what_another_has_moved_on_with_is_told(held: Held, page: Page):
    held.asked("Den första")
    held.asked("Den andra")
    at_desk(held, page, "/1")
    page.keyboard.press("v")
    expect(page.locator("#done")).to_contain_text("1 Vilande")
    page.keyboard.press("e")  # whoever is about to decide keeps what was in hand
    expect(page.locator("#edit-body")).to_be_focused()
    held.does("moderator.2", "release", 1)
    expect(page.locator("#moved")).to_be_visible()
    page.keyboard.press("Escape")
    page.wait_for_timeout(UNREAD)

    page.keyboard.press("u")

    tried = page.locator("#tried")
    expect(tried).to_contain_text("Någon annan hann före. Ditt val är inte utfört.")
    expect(tried).to_contain_text("moderator.2 Exempel")
    expect(tried).to_contain_text("Du valde: Ångra")
    assert held.moves(1) == ["ask", "hold", "release"]


def test_what_another_decided_first_is_told_beside_what_was_done(held: Held, page: Page):
    for n in range(3):
        held.asked(f"Fråga {n}")
    at_desk(held, page)
    marked(page, 1, 2, 3)
    held.does("moderator.2", "assign", 2, party="C")
    state(page, 2, "assigned")

    page.keyboard.press("v")

    expect(page.locator("#bulk-said")).to_have_text("2 av 3 gjorda.")
    told = page.locator("#bulk-told li")
    expect(told).to_have_count(1)
    expect(told).to_contain_text("Någon annan hann före.")
    expect(told).to_contain_text("moderator.2 Exempel")
    state(page, 1, "held")
    assert held.question(2).state == "assigned"


def test_a_line_that_is_cut_in_the_middle_does_nothing_twice_and_keeps_the_rest_marked(
    held: Held, page: Page
):
    for n in range(20):
        held.asked(f"Fråga {n}")
    at_desk(held, page)
    sent: list[Route] = []

    def cut(route: Route) -> None:
        """The second bunch arrives, and its answer never does; after it nothing arrives."""
        sent.append(route)
        if len(sent) == 1:
            return route.continue_()
        if len(sent) == 2:
            route.fetch()
        return route.abort()

    page.route("**/desk/moves", cut)
    page.locator("#q-1 input").click()
    page.locator("#q-20 input").click(modifiers=["Shift"])
    page.keyboard.press("v")

    expect(page.locator("#bulk-said")).to_contain_text("Kontakten bröts.")
    expect(page.locator("#trouble")).to_be_visible()
    expect(page.locator(".bulk-count")).to_contain_text("12 markerade")
    for number in range(1, 17):
        state(page, number, "held")
    page.unroute("**/desk/moves")
    page.locator("live-list").evaluate(
        "live => live.dispatchEvent(new CustomEvent('connection', { detail: 'open' }))"
    )
    expect(page.locator(".bulk-count")).to_contain_text("4 markerade 17, 18, 19, 20")
    expect(page.locator("#bulk-told li")).to_have_count(8)
    expect(page.locator("#trouble")).to_be_hidden()
    page.keyboard.press("v")
    expect(page.locator("#bulk-said")).to_have_text("4 av 4 gjorda.")

    assert [held.moves(number) for number in range(1, 21)] == [["ask", "hold"]] * 20


def test_without_a_script_many_are_marked_and_moved_by_a_plain_form(held: Held, person: Person):
    for n in range(3):
        held.asked(f"Fråga {n}")
    page = person(script=False)
    page.goto(held.link("moderator"))
    page.get_by_role("button", name="Logga in").click()
    page.goto(f"{held.program.origin}/{held.slug}/desk")

    marked(page, 1, 3)
    page.locator("#bulk summary", has_text="Publicera inte").click()
    page.locator("#bulk").get_by_role("button", name="Ohövlig ton").click()

    expect(page.get_by_role("status")).to_have_text("2 av 2 är gjorda.")
    assert [held.question(number).state for number in (1, 2, 3)] == ["declined", "received", "declined"]
    page.get_by_role("button", name="Ångra alla").click()
    expect(page.get_by_role("status")).to_have_text("2 av 2 är gjorda.")
    assert held.question(1).state == "received"
