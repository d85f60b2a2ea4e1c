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
