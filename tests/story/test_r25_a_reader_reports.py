"""A reader reports a published post without an account and without a script, and the desk decides about it (R-25)."""

import pytest

from tests.house import Held, Page


def report(held: Held, number: int, **fields: str) -> Page:
    return held.browser().post(f"/{held.slug}/{number}/report", fields)


@pytest.mark.proves("R-25")
def test_a_report_needs_no_account_and_gives_a_number_to_refer_to(held: Held):
    number = held.published("Är det här lagligt?", "Ja.").number
    links = [a.attrs["href"] for a in held.page().at(f"q-{number}").all("a")]
    address = f"/{held.slug}/{number}/report"
    form = held.browser().get(address)

    sent = report(held, number, reason="agitation", words="Andra meningen.")
    told = held.browser().get(sent.reply.headers["location"].partition("#")[0])

    assert address in links
    assert "Du behöver inte säga vem du är." in form.words
    assert (sent.status, held.moves(number)[-1]) == (303, "report")
    assert "Tack. Anmälan är mottagen och har nummer" in told.words


@pytest.mark.proves("R-25")
def test_it_stands_at_the_desk_until_a_moderator_lets_it_stand_with_a_reason(held: Held):
    number = held.published().number
    report(held, number, reason="privacy", words="Min granne pekas ut.")
    moderator, here = held.browser("moderator"), f"/{held.slug}/desk"

    case = moderator.get(f"{here}/{number}")
    settled = moderator.post(f"{here}/{number}/dismiss_report", {"reason": "within_rules"})
    after = moderator.get(f"{here}/{number}")

    assert "Anmälda av läsare, att pröva nu" in case.words
    assert "anmäld: Olaga integritetsintrång" in case.at(f"q-{number}").text
    assert "Min granne pekas ut." in case.words
    assert (settled.status, held.facts(f"question/{number}")["reason"]) == (303, "within_rules")
    assert "Anmälda av läsare" not in after.words
    assert "Anmälan prövad, ingen åtgärd" in after.words


@pytest.mark.proves("R-25")
def test_the_register_and_the_export_have_the_report(held: Held):
    number = held.published().number
    report(held, number, reason="personal_data", words="Telefonnumret är mitt.")
    registrar = held.browser("registrar")

    dossier = registrar.get(f"/{held.slug}/register/{number}")
    public = held.page()

    assert "Telefonnumret är mitt." in dossier.words
    assert "Anmäld av en läsare" in dossier.words
    assert "Telefonnumret är mitt." not in public.words


def test_a_report_without_a_kind_comes_back_with_what_was_typed(held: Held):
    number = held.published().number

    again = report(held, number, words="Något är fel.")

    assert again.status == 400
    assert "Välj ett av alternativen." in again.words
    assert again.at("words").text.strip() == "Något är fel."
    assert held.moves(number)[-1] == "publish"


def test_what_is_not_on_the_page_can_not_be_reported(held: Held):
    waiting = held.asked().number

    assert held.browser().get(f"/{held.slug}/{waiting}/report").status == 404
    assert report(held, waiting, reason="rules").status in (404, 409)
    assert held.moves(waiting) == ["ask"]
