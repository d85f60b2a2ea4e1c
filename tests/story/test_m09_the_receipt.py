"""The receipt: what becomes of a question, on any device, in words, in every state."""

import re
from collections.abc import Callable

import pytest

from app.chat.terms import TERMS
from app.records.vocabulary import DeclineReason, UnpublishReason
from tests.dom import LivePage
from tests.house import Browser, Held, Receipt


@pytest.mark.proves("M9")
def test_the_receipt_is_given_at_once_with_number_code_and_a_secret_link(held: Held):
    first, second = held.asked("Ett"), held.asked("Två")

    assert (first.number, second.number) == (1, 2)
    assert first.code != second.code
    assert re.fullmatch(r"[A-Z0-9]{2,}(-[A-Z0-9]+)*", first.code)
    assert len(first.token) >= 26
    assert first.url == f"{held.program.origin}/receipt/{first.token}"
    page = first.page()
    assert page.dom.first("p", "receipt-code").text == first.code
    assert page.dom.first("p", "secret-link").text == first.url
    assert (page.reply.headers["referrer-policy"], page.reply.headers["cache-control"]) == (
        "no-referrer",
        "no-store",
    )


@pytest.mark.proves("M9")
def test_a_guessed_receipt_opens_nothing_and_the_code_opens_nothing(held: Held):
    receipt = held.asked("Ett")

    with Browser(held.program) as stranger:
        tried = [stranger.get(f"/receipt/{guess}") for guess in (receipt.code, receipt.token[:-1], "1", "é")]

    assert [page.status for page in tried] == [404] * 4
    assert ["Det finns inget sådant kvitto här." in page.words for page in tried] == [True] * 4


def test_a_script_is_told_in_json_that_a_receipt_opens_nothing(held: Held):
    with Browser(held.program) as stranger:
        tried = stranger.get("/receipt/guessed.json")

    assert (tried.status, tried.facts["code"]) == (404, "unknown")
    assert tried.facts["message"] == "Det finns inget sådant kvitto här."


def received(held: Held) -> Receipt:
    return held.asked("Vad händer?")


def on_hold(held: Held) -> Receipt:
    return _then(held, held.asked("Vad händer?"), "hold")


def with_a_party(held: Held) -> Receipt:
    return held.with_party("Vad händer?", "S")


def promised(held: Held) -> Receipt:
    receipt = held.with_party("Vad händer?", "S")
    held.does("S", "promise", receipt.number, by="2026-12-24")
    return receipt


def answered(held: Held) -> Receipt:
    return held.answered("Vad händer?", party="S")


def published(held: Held) -> Receipt:
    return held.published("Vad händer?", party="S")


def declined(held: Held) -> Receipt:
    return _then(held, held.asked("Vad händer?"), "decline", reason="personal_data", words="Skriv utan namn.")


def merged(held: Held) -> Receipt:
    into = held.asked("Vad händer då?")
    return _then(held, held.asked("Vad händer?"), "merge", into=into.number)


def merged_and_answered(held: Held) -> Receipt:
    into = held.asked("Vad händer då?")
    receipt = _then(held, held.asked("Vad händer?"), "merge", into=into.number)
    held.does("moderator", "assign", into.number, party="S")
    held.does("S", "answer", into.number, body="Det här.")
    held.does("moderator", "publish", into.number)
    return receipt


def referred(held: Held) -> Receipt:
    return _then(held, held.asked("Vad händer?"), "refer", to="customer_service", words="Ring växeln.")


def not_reached(held: Held) -> Receipt:
    receipt = held.asked("Vad händer?")
    held.talker("moderator").make("close_intake")
    held.talker("moderator").make("close")
    return receipt


def unpublished(held: Held) -> Receipt:
    return _then(held, held.published("Vad händer?"), "unpublish", reason="privacy")


def secret(held: Held) -> Receipt:
    return _then(held, held.published("Vad händer?"), "mark", provision="osl_21_1")


def _then(held: Held, receipt: Receipt, do: str, **facts: object) -> Receipt:
    held.does("moderator", do, receipt.number, **facts)
    return receipt


FATES = [
    (received, "Din fråga är mottagen", "En moderator läser den och lämnar den till ett parti."),
    (on_hold, "Din fråga väntar hos moderatorn", "En moderator läser den och lämnar den till ett parti."),
    (
        with_a_party,
        "Din fråga är hos Socialdemokraterna",
        "När svaret är skrivet publiceras fråga och svar tillsammans.",
    ),
    (
        promised,
        "Din fråga är hos Socialdemokraterna",
        "Partiet har lovat att svara senast torsdag 24 december 2026.",
    ),
    (
        answered,
        "Svaret är skrivet",
        "Moderatorn läser igenom svaret. Sedan publiceras fråga och svar tillsammans.",
    ),
    (published, "Din fråga är besvarad och publicerad", "Läs fråga och svar på sidan"),
    (
        declined,
        "Din fråga publiceras inte",
        "Enligt ordningsreglerna går det inte. Den innehåller personuppgifter. Skriv gärna om den utan dem och skicka igen. "
        "Den är sparad som allmän handling.",
    ),
    (
        merged,
        "Din fråga besvaras under nummer 1",
        "Någon annan har frågat samma sak. Din fråga är sparad, och svaret gäller båda. Svaret kommer på sidan",
    ),
    (
        merged_and_answered,
        "Din fråga besvaras under nummer 1",
        "Någon annan har frågat samma sak. Din fråga är sparad, och svaret gäller båda. Läs svaret under nummer 1",
    ),
    (
        referred,
        "Din fråga är hänvisad",
        "Den gäller något som förvaltningen själv sköter. Den är lämnad till: Kundtjänst.",
    ),
    (not_reached, "Din fråga hanns inte med", "Tiden tog slut innan den kunde besvaras."),
    (unpublished, "Din fråga har tagits bort från sidan", "Skäl: Olaga integritetsintrång."),
    (secret, "Din fråga har tagits bort från sidan", "Skäl: Sekretess."),
]


@pytest.mark.proves("M9")
@pytest.mark.parametrize(("brought", "heading", "lead"), FATES, ids=[fate[0].__name__ for fate in FATES])
def test_the_receipt_tells_in_words_where_the_question_is(
    held: Held, brought: Callable[[Held], Receipt], heading: str, lead: str
):
    receipt = brought(held)

    assert receipt.heading() == heading
    assert receipt.lead().startswith(lead)
    assert "Vad händer?" in receipt.page().words
    assert receipt.code in receipt.page().words


@pytest.mark.proves("M9", "M12")
@pytest.mark.parametrize("lang", ["sv", "en"])
def test_an_open_receipt_follows_the_question_through_every_state(held: Held, lang: str):
    receipt = held.asked("Följer sidan med?")
    page = LivePage(receipt.page(lang).html)
    listening = held.listener(f"/{receipt.path}/live", after=page.seq, lang=lang)

    for who, do, facts in (
        ("moderator", "hold", {}),
        ("moderator", "release", {}),
        ("moderator", "assign", {"party": "C"}),
        ("C", "promise", {"by": "2026-12-24"}),
        ("C", "answer", {"body": "Ja."}),
        ("moderator", "publish", {}),
        ("moderator", "unpublish", {"reason": "mistake"}),
        ("moderator", "republish", {}),
    ):
        held.does(who, do, receipt.number, **facts)
        for frame in listening.until(held.head(f"post/{receipt.number}")):
            page.take(frame)

        assert page.shown() == LivePage(receipt.page(lang).html).shown()


@pytest.mark.proves("M9", "M14")
def test_whoever_is_not_published_reads_how_to_object_and_the_moderators_own_words(held: Held):
    receipt = declined(held)

    words = receipt.page().words

    assert "Moderatorn skriver till dig Skriv utan namn." in words
    assert (
        "Kontakta Siv Samordnare, enheten för medborgardialog, dialog@sundmark.example, 0700-00 00 00, "
        f"och uppge koden {receipt.code}. Du kan be om att beslutet prövas på nytt." in words
    )


@pytest.mark.proves("M9", "M14")
def test_every_reason_for_not_publishing_is_told_in_the_words_of_the_rules(held: Held):
    told = []
    for reason in DeclineReason:
        receipt = held.asked(f"Skäl {reason}")
        held.does("moderator", "decline", receipt.number, reason=reason)
        told.append(receipt.lead())

    assert told == [
        f"Enligt ordningsreglerna går det inte. {TERMS['declined'][reason]} Den är sparad som allmän handling."
        " Beslutet är fattat av en moderator."
        for reason in DeclineReason
    ]


@pytest.mark.proves("M9", "M18")
def test_every_reason_for_taking_down_is_told_to_the_asker_and_on_the_page(held: Held):
    for reason in UnpublishReason:
        receipt = held.published(f"Skäl {reason}")
        held.does("moderator", "unpublish", receipt.number, reason=reason)

        assert receipt.lead().startswith(f"Skäl: {TERMS['unpublish'][reason]}.")
        assert f"Skäl: {TERMS['unpublish'][reason]}." in held.page().at(f"w-{receipt.number}").text


@pytest.mark.proves("M9")
def test_the_receipt_shows_nobody_elses_words(held: Held):
    into = held.published("Grannens fråga", "Svaret till grannen", name="Grannen")
    receipt = held.asked("Min fråga", name="Jag")
    held.does("moderator", "merge", receipt.number, into=into.number)

    shown = receipt.page().words

    assert ("Min fråga" in shown, "Jag" in shown) == (True, True)
    assert [word for word in ("Grannens fråga", "Svaret till grannen") if word in shown] == []
