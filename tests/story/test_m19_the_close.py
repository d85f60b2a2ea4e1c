"""The close: an outcome for every post, and the counts."""

import pytest

from tests.house import Held


@pytest.fixture
def mixed(held: Held) -> Held:
    """A sitting with posts that stand everywhere, its intake closed."""
    held.asked("Inkommen")
    held.does("moderator", "hold", held.asked("Vilar").number)
    held.with_party("Hos parti", "S")
    held.answered("Svar att granska", party="C")
    held.published("Publicerad", party="V")
    held.does("moderator", "unpublish", held.published("Avpublicerad").number, reason="mistake")
    held.does("moderator", "decline", held.asked("Publiceras inte").number, reason="tone")
    held.does("moderator", "merge", held.asked("Sammanförd").number, into=5)
    held.does("moderator", "refer", held.asked("Hänvisad").number, to="registrar")
    promised = held.with_party("Utlovad", "MP")
    held.does("MP", "promise", promised.number, by="2026-12-24")
    held.talker("moderator").make("close_intake")
    return held


@pytest.mark.proves("M19", "M2")
def test_before_closing_the_moderator_sees_what_would_not_be_reached(mixed: Held):
    page = mixed.browser("moderator").get(f"/{mixed.slug}/desk/closing")

    assert "4 frågor saknar utfall, 6 har ett." in page.words
    assert [item.first("a").text for item in page.at("closing-left").all("li")] == ["1", "2", "3", "4", "10"]
    assert "Svar utlovat" in page.at("closing-left").text


@pytest.mark.proves("M19", "M2")
def test_closing_gives_every_post_an_outcome_and_shows_the_counts(mixed: Held):
    done = mixed.browser("moderator").post(f"/{mixed.slug}/desk/close", {"lapsing": "4"})
    page = mixed.browser("moderator").get(done.reply.headers["Location"])

    shown = {
        each.first("dt").text: int(each.first("dd").text)
        for each in page.at("main").all("div")
        if each.all("dt") and each.all("dd")
    }
    assert {
        name: shown.get(name) for name in ("Hanns inte med", "Publicerad", "Avpublicerad", "Hos parti")
    } == {
        "Hanns inte med": 4,
        "Publicerad": 1,
        "Avpublicerad": 1,
        "Hos parti": 1,
    }
    assert "Alla 10 inlägg har ett utfall." in page.words
    facts = mixed.facts("sitting")
    counted = {name: count for name, count in facts.items() if name.startswith("count_") and count}
    assert counted.pop("count_promised") == 1
    assert sum(int(count) for count in counted.values()) == 10


@pytest.mark.proves("M19", "M20")
def test_what_was_promised_can_be_answered_and_published_after_the_close(mixed: Held):
    mixed.talker("moderator").make("close")

    mixed.does("MP", "answer", 10, body="Nu har vi tagit reda på det.")
    mixed.does("moderator", "publish", 10)

    assert "Nu har vi tagit reda på det." in mixed.page().words
    refused = mixed.talker("S").say("answer", question=3, body="För sent.")
    assert refused["code"] in ("out_of_turn", "not_yours")


@pytest.mark.proves("M19")
def test_after_the_close_what_is_unlawful_can_still_be_taken_down(mixed: Held):
    mixed.talker("moderator").make("close")
    mixed.talker("organiser").make("archive")

    mixed.does("moderator", "unpublish", 5, reason="copyright")

    assert (mixed.page().dom.find("q-5"), mixed.question(5).state) == (None, "unpublished")
    assert "Skäl: Upphovsrätt." in mixed.page().at("w-5").text


@pytest.mark.proves("M19")
def test_the_walk_gives_one_outcome_after_another_until_none_is_left(mixed: Held):
    desk = mixed.browser("moderator")
    walk = f"/{mixed.slug}/desk/closing"

    desk.post(f"{walk}/1/refer", {"to": "customer_service", "words": "Ring växeln."})
    desk.post(f"{walk}/2/decline", {"reason": "off_topic"})
    desk.post(f"{walk}/4/publish", {})
    done = desk.post(f"{walk}/3/lapse", {})
    page = desk.get(walk)

    assert (done.status, done.reply.headers["Location"]) == (303, f"{walk}?after=3#turn")
    states = [mixed.question(number).state.value for number in (1, 2, 3, 4, 10)]
    assert states == ["referred", "declined", "lapsed", "published", "assigned"]
    assert "Alla 10 inlägg har ett utfall. Du kan avsluta." in page.words
    assert desk.post(f"/{mixed.slug}/desk/close", {}).status == 303


@pytest.mark.proves("M19")
def test_the_close_is_not_made_over_what_nobody_has_said_yes_to(mixed: Held):
    desk = mixed.browser("moderator")

    unasked = desk.post(f"/{mixed.slug}/desk/close", {})
    desk.post(f"/{mixed.slug}/desk/closing/1/lapse", {})
    overtaken = desk.post(f"/{mixed.slug}/desk/close", {"lapsing": "4"})

    assert (unasked.status, overtaken.status) == (409, 409)
    assert "Nu saknar 3 frågor utfall." in overtaken.words
    assert mixed.sitting().state == "closing"


@pytest.mark.proves("M19", "M17")
def test_an_outcome_that_came_too_late_is_shown_with_what_was_typed(mixed: Held):
    seen = str(mixed.question(1).version)
    mixed.does("moderator.2", "hold", 1)

    refused = mixed.browser("moderator").post(
        f"/{mixed.slug}/desk/closing/1/decline",
        {"reason": "tone", "words": "Skriv gärna igen.", "seen": seen},
    )

    assert refused.status == 409
    assert "Någon annan hann före." in refused.words
    assert "Skriv gärna igen." in refused.html
    assert mixed.question(1).state == "held"


@pytest.mark.proves("M19")
def test_the_protocol_is_a_page_for_everybody_who_works_here_and_for_nobody_else(mixed: Held):
    mixed.talker("moderator").make("close")

    pages = {
        who: mixed.browser(who).get(f"/{mixed.slug}/protocol") for who in ("moderator", "S", "registrar")
    }
    outside = mixed.browser().get(f"/{mixed.slug}/protocol")

    assert [page.status for page in pages.values()] == [200, 200, 200]
    assert outside.status in (303, 401, 403)
    words = pages["registrar"].words
    for said in (
        "Vi vill veta hur resorna till vården fungerar för dig.",
        "moderator Exempel, moderator",
        "C Exempel, förtroendevald, Centerpartiet (ordinarie)",
        "10 inkomna",
        "4 hanns inte med",
        "Version 2026-1",
    ):
        assert said in words


@pytest.mark.proves("M19")
def test_a_reopening_needs_words_and_stands_in_the_next_protocol_beside_the_first(mixed: Held):
    mixed.talker("moderator").make("close")
    organiser = mixed.browser("organiser")

    silent = organiser.post(f"/{mixed.slug}/settings/reopen", {"words": " "})
    told = organiser.post(f"/{mixed.slug}/settings/reopen", {"words": "Ett svar fattades."})
    mixed.talker("moderator").make("close")

    assert (silent.status, told.status) == (400, 303)
    last = organiser.get(f"/{mixed.slug}/protocol").words
    first = organiser.get(f"/{mixed.slug}/protocol?number=1").words
    assert "öppnad igen av arrangören: Ett svar fattades." in last
    assert "Det här protokollet är ersatt" in first
    assert "fattades" not in first
    assert organiser.get(f"/{mixed.slug}/protocol?number=3").status == 404
