"""The moderator's desk: every post the moment it comes, and everything that can be decided about it, from forms."""

import pytest

from app.chat.terms import TERMS
from app.records.vocabulary import DeclineReason
from tests.dom import LivePage, Node
from tests.house import Held, Page


def decide(held: Held, number: int, do: str, **fields: str) -> Page:
    """Send the form of a move, as the desk's page without a script does."""
    seen = str(held.question(number).version)
    return held.browser("moderator").post(f"/{held.slug}/desk/{number}/{do}", {"seen": seen, **fields})


def case(held: Held, number: int) -> Node:
    """The question in hand."""
    return held.browser("moderator").get(f"/{held.slug}/desk/{number}").at("main")


@pytest.mark.proves("M13")
def test_every_post_is_on_the_desk_the_moment_it_comes(held: Held):
    page = LivePage(held.browser("moderator").get(f"/{held.slug}/desk").html)
    desk = held.listener("/desk/live", page.seq, "moderator")

    receipt = held.asked("RING MIG GENAST 070-174 06 05", wish="M", name="Åsa")
    for frame in desk.until(held.head("desk")):
        page.take(frame)

    row = page.live.at(f"q-{receipt.number}").text
    for said in ("1", "RING MIG GENAST 070-174 06 05", "telefonnummer?", "versaler", "önskar M"):
        assert said in row
    assert page.live.at(f"q-{receipt.number}").first("time").attrs["data-received"] == ""


@pytest.mark.proves("M13")
def test_a_question_in_hand_shows_all_that_is_known_of_it_and_every_move_it_has(held: Held):
    receipt = held.asked("Vad gör regionen åt bussarna?", name="Åsa", wish="V")

    shown = case(held, receipt.number)

    for said in ("Vad gör regionen åt bussarna?", "Åsa", receipt.code):
        assert said in shown.text
    actions = {form.attrs.get("action", "").rpartition("/")[2] for form in shown.all("form")}
    assert {"assign", "hold", "decline", "merge", "refer", "edit", "mark", "lapse"} <= actions
    assert not {"publish", "return", "unpublish", "reopen", "release"} & actions


@pytest.mark.proves("M13", "M16")
def test_assign_sends_it_on_and_the_party_has_it_at_once(held: Held):
    receipt = held.asked("Till er")
    panel = held.listener("/party/S/live", held.head("party/S"), "S")

    done = decide(held, receipt.number, "assign", party="S")

    assert done.status == 303
    told = panel.until(held.head("party/S"))
    assert [frame["put"] for frame in told if "Till er" in frame.get("html", "")] == [f"q-{receipt.number}"]


@pytest.mark.proves("M13", "M14")
@pytest.mark.parametrize("reason", DeclineReason)
def test_decline_takes_each_of_the_rules_own_reasons(held: Held, reason: DeclineReason):
    receipt = held.asked("Mot reglerna")

    offered = case(held, receipt.number)
    done = decide(held, receipt.number, "decline", reason=reason, words="Så här: …")

    assert TERMS["decline"][reason] in offered.text
    assert (done.status, held.question(receipt.number).reason) == (303, reason)
    assert held.question(receipt.number).words == "Så här: …"
    assert held.facts(f"question/{receipt.number}")["reason"] == reason
    assert held.question(receipt.number).body == "Mot reglerna"
    assert "Mot reglerna" not in held.page().words


@pytest.mark.proves("M14")
def test_decline_without_a_reason_is_asked_for_one_and_keeps_the_words(held: Held):
    receipt = held.asked("Mot reglerna")

    page = decide(held, receipt.number, "decline", words="Mina ord till dig")

    assert page.status == 400
    assert "Mina ord till dig" in page.dom.raw
    assert held.question(receipt.number).state == "received"


@pytest.mark.proves("M13")
def test_merge_keeps_every_original_and_they_share_one_fate(held: Held):
    first, second, third = (held.asked(body, name=body[0]) for body in ("Ett", "Tvåan", "Trean"))

    decide(held, second.number, "merge", into=str(first.number))
    decide(held, third.number, "merge", into=str(second.number))
    held.does("moderator", "assign", first.number, party="C")
    held.does("C", "answer", first.number, body="Ett svar till alla.")
    held.does("moderator", "publish", first.number)

    assert [held.question(number).body for number in (1, 2, 3)] == ["Ett", "Tvåan", "Trean"]
    assert [held.question(number).into for number in (2, 3)] == [1, 1]
    assert third.lead().endswith("Läs svaret under nummer 1")
    assert "Trean" not in held.page().words


@pytest.mark.proves("M13")
@pytest.mark.parametrize(("to", "named"), [("customer_service", "Kundtjänst"), ("registrar", "Registrator")])
def test_refer_shows_the_asker_to_those_whose_work_it_is(held: Held, to: str, named: str):
    receipt = held.asked("När är vårdcentralen öppen?")

    decide(held, receipt.number, "refer", to=to, words="Ring växeln.")

    assert named in receipt.lead()
    assert "Ring växeln." in receipt.page().words


@pytest.mark.proves("M13")
def test_hold_keeps_it_aside_and_release_takes_it_up_again(held: Held):
    receipt = held.asked("Vänta med mig")

    decide(held, receipt.number, "hold")
    held_aside = held.question(receipt.number).state
    decide(held, receipt.number, "release")

    assert (held_aside, held.question(receipt.number).state) == ("held", "received")


@pytest.mark.proves("M13", "R-16")
def test_a_secret_one_leaves_page_and_party_in_the_same_moment_and_cannot_be_sent_on(held: Held):
    published, waiting = held.published("Hemligt ett", "Svar"), held.with_party("Hemligt två", "S")
    reader = held.listener(after=held.head())

    for receipt in (published, waiting):
        decide(held, receipt.number, "mark", provision="osl_25_1")
    reader.until(held.head())

    assert "Hemligt" not in held.page().words
    assert held.question(waiting.number).asked_of == ()
    panel = held.browser("S").get(f"/{held.slug}/party/S?question={waiting.number}")
    assert ("Hemligt" in panel.words, panel.status) == (False, 404)
    assert decide(held, waiting.number, "assign", party="S").status == 409
    decide(held, waiting.number, "unmark")
    assert decide(held, waiting.number, "assign", party="S").status == 303


@pytest.mark.proves("M13", "M23")
def test_the_wording_to_be_published_can_be_prepared_and_the_original_is_kept(held: Held):
    receipt = held.asked("Varför är Nisse Hult på vårdcentralen otrevlig?")

    decide(held, receipt.number, "edit", body="Varför är bemötandet dåligt?", reason="personal_data")
    held.does("moderator", "assign", receipt.number, party="C")
    held.does("C", "answer", receipt.number, body="Vi ser över det.")
    held.does("moderator", "publish", receipt.number)

    thread = held.page().at(f"q-{receipt.number}").text
    assert "Varför är bemötandet dåligt?" in thread
    assert "Ändrad av moderatorn. Skäl: Personuppgifter." in thread
    assert "Nisse Hult" not in held.page().html
    assert held.question(receipt.number).body == "Varför är Nisse Hult på vårdcentralen otrevlig?"


@pytest.mark.proves("M13")
@pytest.mark.parametrize(
    ("do", "fields"),
    [
        ("hold", {}),
        ("decline", {"reason": "off_topic"}),
        ("refer", {"to": "registrar"}),
        ("assign", {"party": "S"}),
        ("mark", {"provision": "osl_21_1"}),
    ],
)
def test_the_last_move_can_be_undone(held: Held, do: str, fields: dict[str, str]):
    receipt = held.asked("Hoppsan")
    decide(held, receipt.number, do, **fields)

    undone = decide(held, receipt.number, "undo")

    assert undone.status == 303
    question = held.question(receipt.number)
    assert (question.state, question.provision, question.asked_of) == ("received", None, ())


@pytest.mark.proves("M13", "M17")
def test_an_undo_of_what_somebody_has_changed_since_is_refused(held: Held):
    receipt = held.asked("Hoppsan")
    decide(held, receipt.number, "hold")
    seen = str(held.question(receipt.number).version)
    held.does("moderator.2", "decline", receipt.number, reason="tone")

    page = held.browser("moderator").post(f"/{held.slug}/desk/{receipt.number}/undo", {"seen": seen})

    assert (page.status, held.question(receipt.number).state) == (409, "declined")


@pytest.mark.proves("M13", "M20")
def test_an_answer_is_returned_with_a_note_that_only_its_party_reads(held: Held):
    receipt = held.asked("Hur mycket?")
    held.does("moderator", "assign", receipt.number, party=["C", "S"])
    held.does("C", "answer", receipt.number, body="Mycket.")
    held.does("S", "answer", receipt.number, body="Lite.")

    decide(held, receipt.number, "return", note="Skriv en siffra.", party="C")

    assert held.question(receipt.number).state == "assigned"
    own = held.browser("C").get(f"/{held.slug}/party/C?question={receipt.number}")
    other = held.browser("S").get(f"/{held.slug}/party/S?question={receipt.number}")
    assert ("Skriv en siffra." in own.words, "Skriv en siffra." in other.words) == (True, False)
    assert [field.typed for field in own.dom.all("textarea") if field.attrs.get("name") == "body"] == [
        "Mycket."
    ]


@pytest.mark.proves("M13")
def test_an_announcement_reaches_every_page_desk_and_panel(held: Held):
    readers = [
        held.listener("/live", held.head()),
        held.listener("/desk/live", held.head("desk"), "moderator.2"),
        held.listener("/party/V/live", held.head("party/V"), "V"),
    ]

    held.browser("moderator").post(f"/{held.slug}/desk/announce", {"body": "Paus till halv sex."})

    for reader, channel in zip(readers, ("public", "desk", "party/V"), strict=True):
        told = reader.until(held.head(channel))
        assert [frame["put"] for frame in told if "Paus till halv sex." in frame.get("html", "")] == ["n-1"]
    assert "Paus till halv sex." in held.page().at("announcements").text
