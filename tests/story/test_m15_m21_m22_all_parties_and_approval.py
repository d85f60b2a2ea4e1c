"""One question to all parties, the member who answers for what a helper writes, and a question that came by telephone."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from app.records.vocabulary import State
from tests.house import Held, Program


@pytest.fixture
def strict(program: Program) -> Iterator[Held]:
    """A sitting that demands the member's approval and publishes at once what is sent."""
    sitting = program.hold(approval=True, publish_at_once=True)
    yield sitting
    sitting.close()


def to_all(held: Held, minutes: int = 10, parties: str | None = None) -> int:
    number = held.asked("Vad vill ni göra för landsbygden?").number
    until = (held.program.clock() + timedelta(minutes=minutes)).isoformat()
    named = {"party": parties} if parties else {}
    held.does("moderator", "assign", number, together=True, by=until, limit=100, **named)
    return number


@pytest.mark.proves("M15", "M21")
def test_all_eight_answer_on_the_same_terms_and_are_shown_together_in_the_order_of_the_assembly(held: Held):
    number = to_all(held)
    seats = [seat.code for seat in held.sitting().seats]
    for code in reversed(seats):
        held.does(code, "answer", number, body=f"Så här svarar {code}.")
        assert "Så här svarar" not in held.page().html

    held.does("moderator", "publish", number)

    words = held.page().words
    places = [words.index(f"Så här svarar {code}.") for code in seats]
    assert places == sorted(places)


@pytest.mark.proves("M15")
def test_when_the_time_is_out_the_late_are_named_and_the_timekeeper_has_entered_it(own: Program):
    held = own.hold()
    number = to_all(held, minutes=3, parties="C S L")
    held.does("C", "answer", number, body="Bussar.")
    listening = held.listener("/desk/live", after=held.head("desk"), who="moderator")
    own.clock.on(minutes=4)

    listening.until(held.head("desk") + 1)
    held.does("moderator", "publish", number)

    assert held.moves(number) == ["ask", "assign", "answer", "end_round", "publish"]
    assert held.facts(f"question/{number}")["parties"] == "C"
    assert "Inget svar i tid från Socialdemokraterna, Liberalerna." in held.page().words
    held.close()


@pytest.mark.proves("M21")
def test_nobody_reads_anothers_answer_to_all_before_it_is_on_the_page(held: Held):
    number = to_all(held)
    held.does("S", "answer", number, body="Kanariefågeln sjunger.")

    pages = [
        held.browser("C").get(f"/{held.slug}/party/C?question={number}"),
        held.browser("C").get(f"/{held.slug}/party/C/public"),
        held.page(),
        held.browser("citizen").get(f"/{held.slug}?lang=en"),
    ]
    followed = held.talker("C")
    followed.make("follow", channel="party", after=0)
    followed.until(held.head("party/C"))

    assert [page for page in pages if "Kanariefågeln" in page.html] == []
    assert "Kanariefågeln" not in repr(followed.told)


@pytest.mark.proves("M22")
def test_two_helpers_put_nothing_on_the_page_and_the_member_does_with_one_press(strict: Held):
    receipt = strict.with_party("När?", "C")
    helper = strict.browser("C.helper")
    way = f"/{strict.slug}/party/C/{receipt.number}"

    refused = helper.post(f"{way}/answer", {"body": "Klockan tio."})
    over_chat = strict.talker("C.helper").say("answer", question=receipt.number, body="Klockan tio.")
    helper.post(f"{way}/propose", {"body": "Klockan tio."})
    before = strict.page().html
    strict.browser("C").post(f"{way}/answer", {"body": "Klockan tio.", "draft": "1"})

    assert refused.status == 403
    assert over_chat["code"] == "not_yours"
    assert "Klockan tio." not in before
    assert "Klockan tio." in strict.page().words
    entered = strict.facts(f"question/{receipt.number}")
    assert strict.moves(receipt.number) == ["ask", "assign", "propose", "answer", "publish"]
    assert entered["parties"] == "C"
    answer = strict.question(receipt.number).answers[0]
    assert (answer.capacity, answer.answers_for) == ("helper", "Anna Ekdahl")


@pytest.mark.proves("M22", "M23")
def test_a_party_puts_a_published_mistake_right_through_the_moderator(held: Held):
    receipt = held.published("När?", "Klockan tio.", "C")
    held.does("C", "request", receipt.number, body="Klockan elva.")
    before = held.page().words
    held.does("moderator", "correct", receipt.number, of="C", body="Klockan elva.", reason="fact")

    assert "Klockan elva." not in before
    assert "Klockan elva." in held.page().words
    assert held.question(receipt.number).state is State.PUBLISHED


@pytest.mark.proves("M6", "M9")
def test_who_calls_gets_the_same_receipt_and_the_chat_enters_it_as_the_form_does(held: Held):
    said = held.talker("moderator").make("ask", body="När går bussen?", channel="phone")
    citizen = held.talker("citizen").say("ask", body="När går bussen?", channel="phone")

    assert held.question(said["number"]).channel == "phone"
    assert said["receipt"]["code"] == held.question(said["number"]).code
    assert citizen["code"] == "not_yours"


@pytest.mark.proves("M15")
@pytest.mark.parametrize(
    "terms",
    [
        {"together": True},
        {"together": True, "by": "2001-01-01T10:00:00+00:00"},
        {"together": True, "by": "3000-01-01T10:00:00+00:00", "limit": 10},
        {"together": True, "by": "2999-01-01T10:00:00+00:00", "limit": 0},
        {"together": True, "by": "2999-01-01T10:00:00+00:00", "party": "X"},
        {"by": "2999-01-01T10:00:00+00:00"},
    ],
)
def test_terms_that_cannot_be_are_refused_and_nobody_is_asked(held: Held, terms: dict[str, Any]):
    number = held.asked("Vad vill ni?").number

    refused = held.talker("moderator").say("assign", question=number, **terms)

    assert refused["code"] in ("malformed", "unknown")
    assert held.moves(number) == ["ask"]


@pytest.mark.proves("M6")
@pytest.mark.parametrize(("who", "status"), [("organiser", 200), ("C", 403), ("registrar", 403)])
def test_moderators_and_organisers_enter_questions_for_others_and_nobody_else(
    held: Held, who: str, status: int
):
    assert held.browser(who).get(f"/{held.slug}/desk/ombud").status == status
