"""Nothing is public before it is published; then it is public everywhere; taken down it is gone within a second."""

import time

import pytest

from tests.dom import LivePage
from tests.house import Held, Program


@pytest.mark.proves("M16")
def test_nothing_is_public_before_the_moderators_look(held: Held):
    receipt = held.answered("Hemligt tills vidare", "Svaret som väntar")
    seen = [
        held.page().html,
        held.browser().get(f"/{held.slug}/news?after=0").html,
        held.browser("S").get(f"/{held.slug}/party/S").html,
        held.browser().get("/").html,
    ]

    held.browser("moderator").post(f"/{held.slug}/desk/{receipt.number}/publish", {})

    assert [
        word for word in ("Hemligt tills vidare", "Svaret som väntar") for page in seen if word in page
    ] == []
    assert "Svaret som väntar" in held.page().words


@pytest.mark.proves("M16")
def test_by_the_sittings_choice_the_answer_is_published_as_it_is_sent(program: Program):
    held = program.hold(publish_at_once=True)
    reader = held.listener(after=held.head())
    receipt = held.with_party("Direkt?", "C")

    held.does("C", "answer", receipt.number, body="Direkt.")

    assert "Direkt." in reader.until(held.head())[-1]["html"]
    assert held.moves(receipt.number) == ["ask", "assign", "answer", "publish"]
    assert receipt.heading() == "Din fråga är besvarad och publicerad"
    held.close()


@pytest.mark.proves("M16")
def test_it_is_sent_on_with_one_key(held: Held):
    held.asked("Vidare!")
    page = held.browser("moderator").get(f"/{held.slug}/desk/1")

    places = [each for each in page.at("sitting").all("button") if each.attrs.get("name") == "party"]

    assert [place.attrs["data-key"] for place in places] == [str(number) for number in range(1, 9)]
    assert {place.attrs["form"] for place in places} == {"assign"}
    form = page.at("assign")
    assert (form.attrs["method"], form.attrs["action"]) == ("post", f"/{held.slug}/desk/1/assign")


@pytest.mark.proves("M18", "R6")
def test_what_is_taken_down_is_gone_from_every_page_within_a_second_and_a_dated_line_is_left(held: Held):
    receipt = held.published("Olagligt", "Svaret till det olagliga", name="Den Otrevlige")
    pages = [LivePage(held.page().html) for _ in range(3)]
    readers = [held.listener(after=page.seq) for page in pages]
    moderator = held.browser("moderator")

    moderator.post(f"/{held.slug}/desk/{receipt.number}/unpublish", {"reason": "agitation"})
    begun = time.monotonic()
    for page, reader in zip(pages, readers, strict=True):
        for frame in reader.until(held.head()):
            page.take(frame)
    took = time.monotonic() - begun

    assert took < 1
    for page in [*pages, LivePage(held.page().html)]:
        shown = page.live.at("threads").text
        assert [word for word in ("Olagligt", "Svaret till", "Otrevlige") if word in shown] == []
        assert "Fråga 1 avpublicerades tisdag 24 november 2026" in shown
        assert "Skäl: Hets mot folkgrupp." in shown


@pytest.mark.proves("M18", "M23")
def test_what_is_taken_down_is_kept_in_the_record(held: Held):
    receipt = held.published("Olagligt", "Svaret till det olagliga")

    held.does("moderator", "unpublish", receipt.number, reason="sedition")

    question = held.question(receipt.number)
    assert (question.body, question.answers[0].body) == ("Olagligt", "Svaret till det olagliga")
    assert held.facts("question/1")["reason"] == "sedition"
    assert held.moves(1) == ["ask", "assign", "answer", "publish", "unpublish"]


@pytest.mark.proves("M18")
def test_nobody_who_comes_late_or_back_is_told_what_has_been_taken_down(held: Held):
    before = held.head()
    receipt = held.published("Olagligt", "Svaret till det olagliga")
    held.does("moderator", "unpublish", receipt.number, reason="privacy")

    late = [
        held.listener(after=before).until(held.head()),
        held.listener(after=0).until(held.head()),
        held.browser().get(f"/{held.slug}/news?after={before}").facts,
    ]
    follower = held.new_talker()
    follower.make("follow", channel="public", after=0)

    assert [told for told in [*late, follower.until(held.head())] if "lagliga" in str(told)] == []


@pytest.mark.proves("M18", "M10")
def test_taking_down_a_root_takes_its_thread_with_it_and_both_come_back_in_their_places(held: Held):
    root = held.published("Roten", "Svar på roten")
    follow_up = held.published("Följdfrågan", "Svar på följden", follow_up_to=root.number)
    held.published("En annan")
    before = LivePage(held.page().html).shown()

    held.does("moderator", "unpublish", root.number, reason="mistake")
    gone = held.page().at("threads").text
    told = follow_up.heading()
    held.does("moderator", "republish", root.number)

    assert [word for word in ("Roten", "Följdfrågan", "Svar på följden") if word in gone] == []
    assert told == "Din fråga är besvarad"
    assert LivePage(held.page().html).shown() == before
    assert held.question(follow_up.number).state == "published"


@pytest.mark.proves("M18")
def test_taking_down_without_a_reason_is_asked_for_one(held: Held):
    receipt = held.published("Kvar")

    page = held.browser("moderator").post(f"/{held.slug}/desk/{receipt.number}/unpublish", {})

    assert (page.status, held.question(receipt.number).state) == (400, "published")


@pytest.mark.proves("M18", "M23")
def test_a_correction_is_a_new_wording_beside_the_old_one_and_says_so_on_the_page(held: Held):
    receipt = held.published("När?", "Klockan tio.")

    held.browser("moderator").post(
        f"/{held.slug}/desk/{receipt.number}/correct", {"of": "C", "body": "Klockan elva.", "reason": "fact"}
    )

    thread = held.page().at(f"q-{receipt.number}").text
    assert ("Klockan elva." in thread, "Klockan tio." in thread, "Rättad" in thread) == (True, False, True)
