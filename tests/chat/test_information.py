"""The information pages over HTTP: what they say by themselves, and edition by edition what the organiser makes of them (M33)."""

import httpx2
import pytest

from app.chat.information import ABOUT
from app.records.vocabulary import Role
from tests.chat.offices import Office, beside, value, words

WRITE = "/organiser/information/contact/sv"
pytestmark = pytest.mark.proves("M33")


@pytest.fixture
async def reader(office: Office) -> httpx2.AsyncClient:
    return await office.browser()


async def published(
    browser: httpx2.AsyncClient, text: str, seen: int = 0, at: str = WRITE
) -> httpx2.Response:
    reply = await browser.post(at, data={"body": text, "seen": str(seen), "do": "publish"})
    assert reply.status_code == 303, words(reply)
    return reply


@pytest.mark.parametrize("page", ABOUT, ids=lambda page: page.key)
@pytest.mark.parametrize("lang", ["sv", "en"])
async def test_every_page_says_something_with_the_authority_filled_in(reader, page, lang):
    reply = await reader.get(f"{page.address}?lang={lang}")

    assert reply.status_code == 200
    assert "Region Sundmark" in words(reply)
    assert "##" not in words(reply)


async def test_a_page_that_is_none_is_not_found(reader):
    assert (await reader.get("/om/finns-inte")).status_code == 404
    assert (await reader.get("/om/kontakt?version=1")).status_code == 404


async def test_what_the_organiser_publishes_is_what_everybody_reads(olle, reader):
    await published(olle, "Ring oss på **040**.\n\n## Besök\n- Storgatan 1\n- [Karta](https://karta.example)")

    reply = await reader.get("/om/kontakt")
    assert "<b>040</b>" in reply.text
    assert "<h2>Besök</h2>" in reply.text
    assert '<a href="https://karta.example" rel="noopener noreferrer">Karta</a>' in reply.text
    assert "Version 1, publicerad" in words(reply)


async def test_nothing_in_a_text_acts_on_the_page(olle, reader):
    await published(olle, "<script>alert(1)</script> [x](javascript:alert) \u202eabc")

    text = (await reader.get("/om/kontakt")).text
    assert "<script>alert" not in text
    assert "javascript:alert" not in text or 'href="javascript' not in text
    assert "[U+202E]" in text


async def test_earlier_editions_are_kept_and_can_be_read_with_what_changed(olle, reader):
    await published(olle, "Ring oss.")
    await published(olle, "Skriv till oss.", seen=1)

    now, before = await reader.get("/om/kontakt"), await reader.get("/om/kontakt?version=1")
    assert "Skriv till oss." in words(now)
    assert "Vad som ändrades från version 1" in words(now)
    assert "Ring oss." in words(before)
    assert "Det här är en tidigare version." in words(before)


async def test_a_reader_of_another_language_is_told_where_there_is_only_swedish(olle, reader):
    await published(olle, "Ring oss.")

    in_english = await reader.get("/om/kontakt?lang=en")
    assert "Ring oss." in words(in_english)
    assert '<div class="prose about-text" lang="sv">' in in_english.text

    await published(olle, "Call us.", at="/organiser/information/contact/en")
    assert "Call us." in words(await reader.get("/om/kontakt?lang=en"))


async def test_a_preview_shows_the_page_and_the_change_and_publishes_nothing(olle, reader):
    await published(olle, "Ring oss.")

    reply = await olle.post(WRITE, data={"body": "Ring oss i dag.", "seen": "1", "do": "preview"})

    assert reply.status_code == 200
    assert "Så här blir sidan" in words(reply)
    assert "<ins>" in reply.text
    assert value(reply, "body") == "Ring oss i dag."
    assert "i dag" not in words(await reader.get("/om/kontakt"))


async def test_a_line_end_of_the_browser_is_no_change(olle):
    await published(olle, "Ring oss.\n\nEller skriv.")

    reply = await olle.post(
        WRITE, data={"body": "Ring oss.\r\n\r\nEller skriv.", "seen": "1", "do": "preview"}
    )

    assert "Ingenting. Texten är som den är publicerad." in words(reply)


async def test_the_form_begins_with_the_text_that_stands(olle):
    assert "Region Sundmark" in value(await olle.get(WRITE), "body")

    await published(olle, "Ring oss.")

    assert value(await olle.get(WRITE), "body") == "Ring oss."


async def test_whoever_comes_second_is_shown_what_is_there_and_loses_nothing(olle, reader):
    await published(olle, "Ring oss.")

    reply = await olle.post(WRITE, data={"body": "Mitt eget.", "seen": "0", "do": "publish"})

    assert reply.status_code == 409
    assert "Din är inte publicerad." in words(reply)
    assert (value(reply, "body"), value(reply, "seen")) == ("Mitt eget.", "1")
    assert "Ring oss." in words(await reader.get("/om/kontakt"))


async def test_an_empty_text_and_one_too_long_are_said_beside_the_field(olle):
    empty = await olle.post(WRITE, data={"body": " ", "seen": "0", "do": "publish"})
    long = await olle.post(WRITE, data={"body": "å" * 9000, "seen": "0", "do": "publish"})

    assert (empty.status_code, long.status_code) == (400, 413)
    assert beside(empty, "body") == "Det här behöver fyllas i."
    assert "för lång" in beside(long, "body")
    assert value(long, "body") == "å" * 9000


async def test_the_list_tells_which_editions_there_are(olle):
    await published(olle, "Ring oss.")

    reply = await olle.get("/organiser/information?done=contact")

    assert "Texten på sidan Kontakt är publicerad." in words(reply)
    assert "Version 1" in words(reply)


async def test_nobody_else_writes_them(office: Office):
    browser = await office.browser(await office.account("moa", (Role.MODERATOR, None)))

    for path in ("/organiser/information", WRITE):
        assert (await browser.get(path)).status_code == 403
    assert (await browser.post(WRITE, data={"body": "x", "seen": "0"})).status_code == 403
