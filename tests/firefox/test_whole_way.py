"""One question the whole way in Firefox: forms, live updates, the desk and the panel."""

import pytest

from tests.firefox.bidi import Window
from tests.firefox.conftest import Seat
from tests.house import Held

pytestmark = [pytest.mark.browser, pytest.mark.proves("M36")]


def connected(page: Window) -> Window:
    page.until("document.querySelector('live-list').dataset.connection === 'open'")
    return page


def shown(page: Window, selector: str) -> str:
    text: str = page.value(f"document.querySelector('{selector}')?.innerText.trim() ?? ''")
    return text


def test_a_question_goes_the_whole_way_while_everybody_looks_on(held: Held, seat: Seat):
    held.published("Den första")
    reader = connected(seat().go(f"/{held.slug}"))
    citizen = connected(seat().go(f"/{held.slug}", width=390))
    moderator = connected(seat("moderator", held).go(f"/{held.slug}/desk"))

    citizen.press("[data-ask-open]")
    citizen.type("#body", "När kommer bussen?")
    citizen.press("[data-send]")
    citizen.until("!document.querySelector('[data-thanks]').hidden")
    assert shown(citizen, "[data-thanks-number]") == "2"
    assert citizen.value("document.activeElement.matches('[data-thanks]')")
    citizen.press("[data-thanks-link]")
    citizen.until("document.querySelector('h1').innerText === 'Din fråga är mottagen'")

    moderator.press("#q-2 a")
    moderator.until("document.querySelector('#hand').dataset.number === '2'")
    turn = "#acts [form=assign][name=party]"
    party = moderator.value(f"document.querySelector('{turn}').value")
    moderator.press(turn)
    citizen.until("document.querySelector('h1').innerText.startsWith('Din fråga är hos')")
    politician = connected(seat(party, held).go(f"/{held.slug}/party/{party}"))
    politician.until("document.querySelector('#question').innerText === 'När kommer bussen?'")
    politician.type("#body", "Klockan tio.")
    politician.press("#task [data-send]")
    moderator.until("document.querySelector('#q-2').dataset.state === 'answered'")
    held.does("moderator", "publish", 2)

    reader.until("document.querySelector('[data-announce]').textContent === 'Ett nytt svar'")
    reader.until("document.querySelector('#q-2')?.innerText.includes('Klockan tio.')")
    citizen.until("document.querySelector('h1').innerText === 'Din fråga är besvarad och publicerad'")


def test_what_is_refused_is_told_beside_the_field_with_everything_kept(held: Held, seat: Seat):
    page = seat().go("/sign-in")
    page.type("#login", "ingen.alls")
    page.type("#password", "fel lösenord helt")

    page.keys("Enter")

    page.until("document.querySelector('[role=alert]')")
    page.until("document.activeElement.id === 'password'")
    assert page.value("document.querySelector('#login').value") == "ingen.alls"


def test_the_page_says_when_the_line_is_lost_and_takes_up_what_it_missed(held: Held, seat: Seat):
    page = connected(seat().go(f"/{held.slug}"))
    held.program.restart()
    held.close()  # the program's other lines were cut as well

    held.published("Efter avbrottet")

    connected(page)
    page.until("document.querySelector('#threads').innerText.includes('Efter avbrottet')")
