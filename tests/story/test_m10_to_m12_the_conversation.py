"""Wishes and follow-ups, questions and answers together in their threads, and nothing lost on a bad line."""

import itertools
from uuid import uuid4

import pytest

from tests.dom import LivePage
from tests.house import Held, Program


def shown(held: Held) -> list[tuple[str, list[str]]]:
    """The page's threads from top to bottom, each with its follow-ups in order."""
    return [
        (thread.attrs["id"], [each.attrs["id"] for each in thread.all("li", "follow")])
        for thread in held.page().at("threads").elements
    ]


@pytest.mark.proves("M10")
def test_a_party_may_be_wished_for_and_the_moderator_decides(held: Held):
    receipt = held.asked("Vad tycker Vänstern?", wish="V")

    row = held.browser("moderator").get(f"/{held.slug}/desk?tab=all").at(f"q-{receipt.number}").text
    held.does("moderator", "assign", receipt.number, party="S")

    assert "önskar V" in row
    assert held.question(receipt.number).asked_of == ("S",)
    assert "önskar" not in held.page().at("threads").text


@pytest.mark.proves("M10")
def test_a_sitting_without_wishes_offers_none(program: Program):
    held = program.hold(wishes=False)

    receipt = held.asked("Vad tycker Vänstern?", wish="V")

    assert held.page().dom.find("wish") is None
    assert held.question(receipt.number).wish is None
    held.close()


@pytest.mark.proves("M10", "M11")
def test_a_follow_up_goes_through_the_moderator_to_the_same_party_into_the_same_thread(held: Held):
    root = held.published("När kommer bussen?", "Klockan tio.", "V")
    link = next(
        each for each in held.page().at(f"q-{root.number}").all("a") if "data-follow-up" in each.attrs
    )

    form = held.browser().get(link.attrs["href"]).at("ask")
    hidden = {
        field.attrs["name"]: field.attrs["value"] for field in form.all("input") if "value" in field.attrs
    }
    held.browser().post(form.attrs["action"], {**hidden, "body": "Och på söndagar?"})
    waiting = ("Och på söndagar?" in held.page().words, held.question(2).follow_up_to)
    proposed = held.browser("moderator").get(f"/{held.slug}/desk/2")
    held.does("moderator", "assign", 2, party="V")
    held.does("V", "answer", 2, body="Klockan elva.")
    held.does("moderator", "publish", 2)

    assert form.first("h2").text == f"Ställ en följdfråga till nummer {root.number}"
    assert waiting == (False, root.number)
    assert "har svarat i tråden" in proposed.words
    assert shown(held) == [("q-1", ["q-2"])]
    assert held.facts("question/2")["position"] == 1


@pytest.mark.proves("M10")
def test_a_follow_up_to_a_follow_up_belongs_to_the_root_and_one_to_nothing_is_a_question_of_its_own(
    held: Held,
):
    root = held.published("Roten")
    first = held.published("Följd", follow_up_to=root.number)
    second = held.asked("Följd på följd", follow_up_to=first.number)
    hidden = held.asked("Ingen har sett mig")
    third = held.asked("Följd på ingenting", follow_up_to=hidden.number)

    assert held.question(second.number).follow_up_to == root.number
    assert held.question(third.number).follow_up_to is None


@pytest.mark.proves("M11")
def test_question_and_answer_appear_together_in_one_frame_of_their_own(held: Held):
    after = held.head()
    reader = held.listener(after=after)

    held.published("När kommer bussen?", "Klockan tio.")
    told = reader.until(held.head())

    assert [frame["put"] for frame in told] == ["q-1"]
    assert ("När kommer bussen?" in told[0]["html"], "Klockan tio." in told[0]["html"]) == (True, True)


@pytest.mark.proves("M11")
def test_threads_stand_in_the_order_in_which_they_were_published_and_keep_their_place(held: Held):
    for body in ("Ett", "Två", "Tre"):
        held.answered(body)
    for number in (3, 1, 2):
        held.does("moderator", "publish", number)
    before = shown(held)

    held.does("moderator", "unpublish", 1, reason="mistake")
    held.does("moderator", "republish", 1)
    held.does("moderator", "correct", 3, of="question", body="Tre, rättad", reason="wording")

    # The newest first, as it is read; the oldest has the first place.
    assert [name for name, _ in before] == ["q-2", "q-1", "q-3"]
    assert shown(held) == before
    assert [held.question(number).position for number in (3, 1, 2)] == [1, 2, 3]


@pytest.mark.proves("M11")
def test_a_question_to_several_parties_is_published_with_all_their_answers_in_the_order_asked(held: Held):
    receipt = held.asked("Vad tycker ni?")
    held.does("moderator", "assign", receipt.number, party=["V", "C", "S"])
    for code in ("S", "V"):
        held.does(code, "answer", receipt.number, body=f"Svar från {code}")
    waiting = held.question(receipt.number).state
    held.does("C", "answer", receipt.number, body="Svar från C")
    held.does("moderator", "publish", receipt.number)

    answers = held.page().at(f"q-{receipt.number}-answers")
    assert waiting == "assigned"
    assert [each.attrs["data-party"] for each in answers.elements] == ["V", "C", "S"]


@pytest.mark.proves("M12")
def test_what_is_sent_again_because_nobody_answered_is_the_same_post_however_often(held: Held):
    ticket = str(uuid4())

    receipts = [held.asked("Kom den fram?", ticket=ticket) for _ in range(3)]
    over_the_chat = held.talker().make("ask", ticket=ticket, body="Kom den fram?")

    assert {receipt.url for receipt in receipts} | {over_the_chat["receipt"]["url"]} == {receipts[0].url}
    assert len(held.questions()) == 1


@pytest.mark.proves("M12")
def test_a_form_without_a_script_that_is_sent_twice_is_one_post(held: Held):
    form = held.browser().get(f"/{held.slug}/ask").at("ask")
    hidden = {
        field.attrs["name"]: field.attrs["value"] for field in form.all("input") if "value" in field.attrs
    }

    sent = [held.browser().post(form.attrs["action"], {**hidden, "body": "Två gånger?"}) for _ in range(2)]

    assert [page.status for page in sent] == [303, 303]
    assert sent[0].reply.headers["Location"] == sent[1].reply.headers["Location"]
    assert len(held.questions()) == 1


@pytest.mark.proves("M12")
def test_a_resend_after_the_close_still_gets_its_receipt(held: Held):
    ticket = str(uuid4())
    first = held.asked("Hann jag?", ticket=ticket)
    held.talker("moderator").make("close_intake")
    held.talker("moderator").make("close")

    again = held.asked("Hann jag?", ticket=ticket)

    assert again == first


@pytest.mark.proves("M12", "R4", "R5")
def test_a_page_that_was_away_for_an_hour_and_over_a_restart_lacks_nothing(own: Program):
    held = own.hold()
    held.published("Före")
    page = LivePage(held.page().html)
    held.published("Under tiden", "Svar", "S")
    held.does("moderator", "unpublish", 1, reason="privacy")
    held.close()

    own.restart()
    own.clock.on(minutes=59)
    back = held.listener(after=page.seq, epoch=page.epoch)
    for frame in back.until(held.head()):
        page.take(frame)
    held.published("Efteråt", "Svar", "V")
    for frame in back.until(held.head()):
        page.take(frame)

    assert page.shown() == LivePage(held.page().html).shown()
    held.close()


@pytest.mark.proves("M12", "R4")
def test_whoever_catches_up_gets_each_thing_once_as_it_stands_now(held: Held):
    after = held.head()
    receipt = held.published("Ändras ofta")
    for turn in range(5):
        held.does("moderator", "correct", receipt.number, of="C", body=f"Svar {turn}", reason="fact")

    told = held.listener(after=after).until(held.head())

    assert [frame["put"] for frame in told] == ["q-1"]
    assert [f"Svar {turn}" in told[0]["html"] for turn in range(5)] == [False] * 4 + [True]


@pytest.mark.proves("M12")
def test_the_numbers_of_the_public_page_count_public_news_only(held: Held):
    before = held.head()
    for _ in range(3):
        held.asked("Ingen ser mig")
    unseen = held.head()

    held.published("Alla ser mig")

    assert (unseen, held.head()) == (before, before + 1)


@pytest.mark.proves("M12")
def test_a_page_of_another_time_is_told_to_load_itself_anew(held: Held):
    held.published()

    answers = [
        held.listener(after=99_999).hear(),
        held.listener(after=0, epoch="en-annan").hear(),
        *held.browser().get(f"/{held.slug}/news?after=99999").facts["frames"],
    ]

    assert answers == [{"reload": True}] * 3


def test_reading_costs_the_same_numbers_in_every_language_and_form(held: Held):
    held.published("Ett")
    held.published("Två")
    languages = itertools.product(("sv", "en"), (0,))

    told = [
        [frame["seq"] for frame in held.listener(after=0, lang=lang).until(held.head())]
        for lang, _ in languages
    ]

    assert told[0] == told[1]
