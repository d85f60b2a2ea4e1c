"""How a citizen asks: without an account, informed, helped and never stopped."""

import pytest

from tests.house import Browser, Held, Program

RUDE = (
    "VARFÖR SVARAR NI ALDRIG?! Ring mig på 070-174 06 05 eller skriv till nisse@example.se, mvh 811228-9874."
)


@pytest.mark.proves("M6")
def test_a_citizen_asks_without_an_account_and_without_a_script(held: Held):
    form = held.browser().get(f"/{held.slug}/ask").at("ask")
    hidden = {
        field.attrs["name"]: field.attrs["value"] for field in form.all("input") if "value" in field.attrs
    }

    sent = held.browser().post(form.attrs["action"], {**hidden, "body": "När kommer bussen?"})

    assert sent.status == 303
    receipt = held.browser().get(sent.reply.headers["Location"])
    assert receipt.dom.first("h1").text == "Din fråga är mottagen"
    assert receipt.reply.headers["Cache-Control"] == "no-store"
    assert (held.question(1).body, held.question(1).channel) == ("När kommer bussen?", "web")


@pytest.mark.proves("M6")
def test_a_citizen_asks_with_a_script_and_stays_on_the_page(held: Held):
    told = held.browser().send(f"/{held.slug}/questions", {"body": "När kommer bussen?"})

    assert (told.status, told.facts["number"], set(told.facts["receipt"])) == (201, 1, {"code", "url"})


@pytest.mark.proves("M6")
def test_a_view_is_as_welcome_as_a_question_and_a_name_may_be_given_or_not(held: Held):
    named = held.asked("Bussarna går bra nu.", name="Åsa på Backen")
    unnamed = held.asked("Bussarna går dåligt.", name="   ")

    assert (held.question(named.number).name, held.question(unnamed.number).name) == ("Åsa på Backen", None)


@pytest.mark.proves("M6")
def test_a_sitting_without_names_asks_for_none_and_keeps_none(program: Program):
    held = program.hold(names=False)

    receipt = held.published("Vem är jag?", name="Åsa")

    assert held.page().dom.find("name") is None
    assert held.question(receipt.number).name is None
    assert "Åsa" not in held.page().html
    held.close()


@pytest.mark.proves("M7")
@pytest.mark.parametrize("where", ["", "/ask"])
def test_before_writing_one_reads_in_plain_words_what_it_means_to_send(program: Program, where: str):
    held = program.hold()
    page = held.browser().get(f"/{held.slug}{where}")

    before_the_form = page.words.partition("Din fråga eller synpunkt")[0]
    for said in (
        "Region Sundmark håller i frågestunden.",
        "Allt som skickas in blir en allmän handling som vem som helst kan begära att få se, också det som inte publiceras.",
        "Lämna ute personuppgifter om dig själv och andra.",
        "Det här är inte ett sätt att starta ett ärende.",
        "Alla ordningsregler",
    ):
        assert said in before_the_form
    held.close()


@pytest.mark.proves("M7", "M33")
def test_the_rules_of_order_that_the_sitting_is_held_under_are_one_link_away(held: Held):
    link = next(each for each in held.page().dom.all("a") if each.text.startswith("Alla ordningsregler"))

    rules = held.browser().get(link.attrs["href"])

    assert rules.dom.first("h1").text == "Ordningsregler"
    assert len(rules.at("main").first("ol").elements) >= 8
    assert "hur man begär att beslutet prövas på nytt" in rules.words


@pytest.mark.proves("M8")
def test_advice_is_never_a_block_and_tells_the_moderator_what_the_writer_was_told(held: Held):
    receipt = held.asked(RUDE + " Svara!" * 100)

    flags = held.question(receipt.number).flags
    assert {"personal_number", "phone", "email", "shouting", "long"} <= set(flags)
    row = held.browser("moderator").get(f"/{held.slug}/desk?tab=all").at(f"q-{receipt.number}").text
    for said in ("personnummer?", "telefonnummer?", "e-postadress?", "versaler", "lång"):
        assert said in row


@pytest.mark.proves("M8")
def test_the_form_says_how_long_is_just_right_and_has_advice_for_everything_that_is_noticed(program: Program):
    held = program.hold(advised_length=280)

    form = held.page().at("ask")

    assert form.attrs["data-advised-length"] == "280"
    assert "Lagom är högst 280 tecken" in form.text
    advice = form.find("body-advice")
    assert advice is not None
    kinds = (
        "personal_number",
        "coordination_number",
        "phone",
        "email",
        "address",
        "iban",
        "shouting",
        "long",
    )
    assert [advice.attrs.get(f"data-{kind}", "") != "" for kind in kinds] == [True] * len(kinds)
    held.close()


@pytest.mark.proves("M37")
def test_a_page_sets_no_cookie_that_nobody_asked_for_and_fetches_nothing_from_elsewhere(held: Held):
    held.published("Vem ser mig?")
    page = held.page()

    with Browser(held.program) as fresh:
        assert "set-cookie" not in fresh.get(f"/{held.slug}").reply.headers
    fetched = [node.attrs[name] for node in page.dom.every() for name in ("src",) if name in node.attrs] + [
        node.attrs["href"] for node in page.dom.all("link")
    ]
    assert [address for address in fetched if not address.startswith("/") or address.startswith("//")] == []
    assert "default-src 'self'" in page.reply.headers["content-security-policy"]
