"""The politician: the own party's questions only, a draft that is shared and never lost, answers that somebody answers for."""

import pytest

from app.records import queries
from tests.house import Held, Page


def panel(held: Held, code: str = "C", who: str | None = None, question: int | None = None) -> Page:
    asked = f"?question={question}" if question else ""
    return held.browser(who or code).get(f"/{held.slug}/party/{code}{asked}")


def send(held: Held, do: str, number: int, who: str = "C", **fields: str) -> Page:
    """Send the form of a move, as the panel's page without a script does."""
    seen = str(held.question(number).version)
    code = who.partition(".")[0]
    return held.browser(who).post(f"/{held.slug}/party/{code}/{number}/{do}", {"seen": seen, **fields})


@pytest.mark.proves("M20", "M21")
def test_a_party_sees_the_questions_asked_of_it_and_no_others(held: Held):
    held.with_party("Till Centern", "C")
    held.with_party("Till Socialdemokraterna", "S")
    held.asked("Till ingen än")

    page = panel(held)

    assert "Till Centern" in page.words
    assert [word for word in ("Till Socialdemokraterna", "Till ingen än") if word in page.html] == []
    assert panel(held, question=2).status == 404
    assert held.browser("C").get(f"/{held.slug}/party/S").status == 403


@pytest.mark.proves("M20")
def test_one_clear_task_at_a_time_the_one_that_has_waited_longest(held: Held):
    first = held.with_party("Ett", "C")
    held.with_party("Två", "C")

    before = panel(held).at("task").attrs["data-number"]
    send(held, "answer", first.number, body="Svar på ett.")

    assert (before, panel(held).at("task").attrs["data-number"]) == ("1", "2")


@pytest.mark.proves("M20")
def test_an_answer_from_the_form_reaches_the_moderator_and_can_be_changed_until_it_is_published(held: Held):
    receipt = held.with_party("När?", "C")

    sent = send(held, "answer", receipt.number, body="Klockan tio.")
    send(held, "answer", receipt.number, body="Klockan elva.")
    held.does("moderator", "publish", receipt.number)
    late = send(held, "answer", receipt.number, body="Klockan tolv.")

    assert sent.status == 303
    assert held.question(receipt.number).answers[0].body == "Klockan elva."
    assert (late.status, "Klockan tolv." in late.dom.raw) == (409, True)


@pytest.mark.proves("M20", "M12")
def test_an_answer_that_cannot_be_received_is_still_there(held: Held):
    receipt = held.with_party("När?", "C")

    page = send(held, "answer", receipt.number, body="x" * 16_385)

    assert page.status == 413
    assert page.at("body").typed == "x" * 16_385
    assert held.question(receipt.number).state == "assigned"


@pytest.mark.proves("M20")
@pytest.mark.parametrize("reason", ["not_ours", "for_official", "needs_time", "conflict_of_interest"])
def test_a_question_is_handed_back_with_a_reason_that_the_moderator_reads(held: Held, reason: str):
    receipt = held.with_party("Inte vår?", "C")

    done = send(held, "hand_back", receipt.number, reason=reason, words="Fråga hellre Moderaterna.")

    assert (done.status, held.question(receipt.number).state) == (303, "received")
    desk = held.browser("moderator").get(f"/{held.slug}/desk/{receipt.number}").words
    assert "Fråga hellre Moderaterna." in desk
    assert "Fråga hellre" not in receipt.page().words


@pytest.mark.proves("M20")
def test_a_promise_with_a_date_is_kept_track_of_everywhere(held: Held):
    receipt = held.with_party("Vad kostar det?", "C")

    send(held, "promise", receipt.number, by="2026-12-24")

    said = "torsdag 24 december 2026"
    assert said in receipt.lead()
    assert said in panel(held).words
    assert said in held.browser("moderator").get(f"/{held.slug}/desk?tab=all").words
    assert "Vad kostar det?" not in held.page().words


@pytest.mark.proves("M20")
@pytest.mark.parametrize("by", ["2026-11-23", "2026-02-30", "imorgon", ""])
def test_a_promise_for_a_day_that_is_gone_or_is_none_is_not_made(held: Held, by: str):
    receipt = held.with_party("Vad kostar det?", "C")

    page = send(held, "promise", receipt.number, by=by)

    assert (page.status, held.question(receipt.number).promised_on) == (400, None)


@pytest.mark.proves("M20", "M22")
def test_the_draft_is_on_the_server_and_shared_by_member_substitute_and_helper(held: Held):
    receipt = held.with_party("Vad skriver vi?", "C")
    path = f"/{held.slug}/party/C/{receipt.number}/draft"

    saved = held.browser("C").send(path, {"body": "Ett utkast", "draft": 0})
    helper = panel(held, who="C.helper", question=receipt.number)
    held.browser("C.helper").send(path, {"body": "Ett bättre utkast", "draft": 1})
    late = held.browser("C").send(path, {"body": "Mitt eget", "draft": 1})

    assert saved.facts["draft"]["version"] == 1
    assert helper.at("body").typed == "Ett utkast"
    assert (late.status, late.facts["code"]) == (409, "stale")
    assert late.facts["draft"]["body"] == "Ett bättre utkast"
    assert panel(held, question=receipt.number).at("body").typed == "Ett bättre utkast"


@pytest.mark.proves("M20", "R-19")
def test_a_draft_is_no_record_and_is_seen_by_nobody_else(held: Held):
    receipt = held.with_party("Vad skriver vi?", "C")
    before = held.moves(receipt.number)

    held.browser("C").send(f"/{held.slug}/party/C/{receipt.number}/draft", {"body": "Utkastet", "draft": 0})

    assert held.moves(receipt.number) == before
    desk = held.browser("moderator").get(f"/{held.slug}/desk/{receipt.number}")
    assert [page for page in (desk, receipt.page(), held.page()) if "Utkastet" in page.html] == []


@pytest.mark.proves("M21")
def test_another_partys_answer_is_seen_when_it_is_published_and_never_before(held: Held):
    receipt = held.asked("Vad tycker ni?")
    held.does("moderator", "assign", receipt.number, party=["C", "S"])
    follower = held.talker("S")
    follower.make("follow", channel="party", after=0)
    held.does("C", "answer", receipt.number, body="Centerns svar")

    waiting = panel(held, "S", question=receipt.number)
    frames = str(follower.until(held.head("party/S")))
    stale = follower.say("answer", question=receipt.number, body="Vårt", seen=1)
    held.does("S", "answer", receipt.number, body="Socialdemokraternas svar")
    held.does("moderator", "publish", receipt.number)

    assert [seen for seen in (waiting.html, frames, str(stale)) if "Centerns svar" in seen] == []
    told = follower.until(held.head("party/S"))[-1]["question"]
    assert {answer["party"]: answer["body"] for answer in told["answers"]} == {
        "C": "Centerns svar",
        "S": "Socialdemokraternas svar",
    }


@pytest.mark.proves("M21")
def test_a_politician_asks_and_comments_on_nothing_of_others_as_a_politician(held: Held):
    held.published("Till C", party="C")

    refused = held.talker("S").say("correct", question=1, of="C", body="Fel!", reason="fact")

    assert refused["code"] == "not_yours"


@pytest.mark.proves("M22")
@pytest.mark.parametrize(
    ("who", "capacity", "answers_for"),
    [("C", "member", 0), ("C.substitute", "substitute", 1), ("C.helper", "helper", 0)],
)
def test_the_record_says_who_wrote_and_who_answers_for_it(
    held: Held, who: str, capacity: str, answers_for: int
):
    seat = held.sitting().seat("C")
    named = (seat.member, seat.substitute)[answers_for]
    receipt = held.with_party("Vem svarar?", "C")

    send(held, "answer", receipt.number, who, body="Vi.")
    held.does("moderator", "publish", receipt.number)

    answer = held.question(receipt.number).answers[0]
    assert (answer.capacity, answer.answers_for) == (capacity, named)
    entries = held.program.look(queries.entries, held.slug, f"question/{receipt.number}")
    sent = next(entry for entry in entries if entry.move == "answer")
    assert (sent.facts["capacity"], sent.actor) == (capacity, f"account/{answer.written_by}")
    assert sent.who == f"{who} Exempel"
    assert named in held.page().at(f"q-{receipt.number}").text
