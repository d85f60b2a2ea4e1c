"""The panel where the member approves what a helper writes (M22), and where all parties answer at once."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from app.records.transaction import Transaction
from app.records.vocabulary import Capacity, State
from app.routing import approval, desk, panel, rounds, sittings
from app.routing.rounds import Round
from tests.chat.chairs import Chair, House, editor, house, pile, shown, task
from tests.routing.stage import ORGANISER, SLUG, politician


@pytest.fixture
async def at(tmp_path: Path) -> AsyncIterator[House]:
    async with house(tmp_path) as made:
        yield made


@pytest.fixture
async def strict(at: House) -> House:
    """The sitting demands that the member approves."""
    await at.desk.served.do(_change, approval=True)
    return at


def _change(tx: Transaction, **changes: Any) -> None:
    planned = replace(sittings.plan_of(tx.sitting(SLUG)), **changes)
    sittings.change(tx, SLUG, planned, by=ORGANISER)


async def two(at: House) -> tuple[Chair, Chair]:
    """The member, and the helper beside."""
    return await at.chair("C", "Anna Ek"), await at.chair("C", "Cim Hjälp", Capacity.HELPER)


async def together(at: House, limit: int = 40) -> int:
    number = await at.desk.asked("Vad vill ni?")
    terms = Round(at.desk.served.clock.now + timedelta(minutes=10), limit)
    await at.desk.served.do(desk.assign, SLUG, number, (), None, terms, by=at.desk.moa)
    return number


@pytest.mark.proves("M22")
async def test_a_helper_leaves_the_answer_to_the_member_who_reads_and_sends_it(strict: House) -> None:
    anna, cim = await two(strict)
    number = await strict.desk.assigned()

    before = await cim.get()
    left = await cim.post(f"/{number}/propose", body="Klockan tio.", seen=await cim.version(number))
    told = await cim.client.get(left.headers["location"])
    read = await anna.get()
    sent = await anna.post(f"/{number}/answer", body="Klockan tio.", draft=1)

    assert "Lämna till Cecilia Centerfalk för godkännande" in task(before)
    assert "Skicka till moderator" not in task(before)
    assert f"Ert svar på nummer {number} är lämnat för godkännande. Det är inte skickat än." in task(told)
    assert task(read).startswith("Läs och godkänn Medhjälparen Cim Hjälp har skrivit: läs och godkänn.")
    assert "Godkänn och skicka" in task(read)
    assert editor(read) == "Klockan tio."
    assert sent.status_code == 303
    answer = (await strict.desk.question(number)).answers[0]
    assert (answer.sent, answer.written_by, answer.answers_for) == (
        "Klockan tio.",
        cim.by.account,
        "Cecilia Centerfalk",
    )


@pytest.mark.proves("M22")
@pytest.mark.parametrize("move", ["answer", "promise"])
async def test_a_helper_sends_nothing_past_the_member_by_any_form(strict: House, move: str) -> None:
    _, cim = await two(strict)
    number = await strict.desk.assigned()

    refused = await cim.post(f"/{number}/{move}", body="Klockan tio.", by="2027-01-01")

    assert refused.status_code == 403
    assert "Ordinarie ska godkänna det som skickas." in task(refused)
    assert (await strict.desk.question(number)).version == 2


async def test_a_helper_writes_a_draft_although_the_answer_is_the_members(strict: House) -> None:
    _, cim = await two(strict)
    number = await strict.desk.assigned()

    saved = await cim.save(number, "Klockan", 0)

    assert saved.status_code == 200


async def test_a_proposal_never_overwrites_what_the_member_has_written_since(strict: House) -> None:
    anna, cim = await two(strict)
    number = await strict.desk.assigned()
    await anna.save(number, "Annas text", 0)

    refused = await cim.told(f"/{number}/propose", body="Cims text", draft="0")

    assert refused.status_code == 409
    assert "Någon annan i partiet har skrivit i svaret samtidigt." in refused.json()["message"]
    assert "Annas text" in refused.json()["task"]


async def test_what_is_left_for_approval_comes_first_for_the_member_and_last_for_the_helper(
    strict: House,
) -> None:
    anna, cim = await two(strict)
    first, second = await strict.desk.assigned(), await strict.desk.assigned()
    await cim.post(f"/{second}/propose", body="Klockan tio.")
    third = await strict.desk.assigned()

    assert f"Nummer {second}" in task(await anna.get())
    assert f"Nummer {first}" in task(await cim.get())
    assert f"Nummer {third}" in task(await cim.get(after=first))
    assert f"Nummer {second}" in task(await cim.get(after=third))


async def test_all_parties_are_told_the_same_terms(at: House) -> None:
    anna = await at.chair("C", "Anna Ek")
    await together(at)

    page = await anna.get()

    assert "Fråga till alla partier : högst 40 tecken, senast" in task(page)
    assert "också ställd till" not in task(page)


async def test_an_answer_too_long_for_the_terms_is_refused_with_all_that_was_typed(at: House) -> None:
    anna = await at.chair("C", "Anna Ek")
    number = await together(at)

    refused = await anna.post(f"/{number}/answer", body="å" * 41)

    assert refused.status_code == 400
    assert "Svaret får ha högst 40 tecken, lika många för alla partier." in task(refused)
    assert editor(refused) == "å" * 41


async def test_whoever_was_late_is_told_so_and_named_on_the_page(at: House) -> None:
    anna = await at.chair("C", "Anna Ek")
    saga = await at.chair("S", "Saga S")
    number = await together(at)
    await anna.post(f"/{number}/answer", body="Bussar.")
    await at.desk.served.do(rounds.end_round, SLUG, number, by=at.desk.moa)
    await at.desk.post(f"/{number}/publish")

    late = await saga.get(question=number)
    public = await anna.client.get(f"/{SLUG}")

    assert "Tiden gick ut innan ert svar var skickat." in task(late)
    assert pile(late, "gone") == [number]
    assert "Inget svar i tid från Parti S, Parti M." in shown(public)


async def test_the_desk_asks_all_by_a_form_and_sees_who_is_in(at: House) -> None:
    anna = await at.chair("C", "Anna Ek")
    number = await at.desk.asked()

    wrong = await at.desk.post(f"/{number}/assign", together="true", minutes="0", limit="600")
    asked = await at.desk.post(f"/{number}/assign", together="true", minutes="5", limit="600")
    await anna.post(f"/{number}/answer", body="Bussar.")
    case = await at.desk.get(f"/{number}")

    assert wrong.status_code == 400
    assert "Skriv ett antal minuter mellan 1 och 1440." in shown(wrong)
    assert asked.status_code == 303
    assert "Högst 600 tecken. Har svarat: C. Väntar på: S, M." in shown(case)
    assert "alla partier: 1 av 3 har svarat" in shown(case)


async def test_a_correction_is_asked_for_and_made_or_not_by_the_moderator(at: House) -> None:
    anna = await at.chair("C", "Anna Ek")
    number = await at.desk.published()

    asked = await anna.post(f"/{number}/request", body="Klockan elva.")
    told = await anna.client.get(asked.headers["location"])
    case = await at.desk.get(f"/{number}")
    await at.desk.post(f"/{number}/dismiss", note="Det var inte fel.")
    after = await anna.get(question=number)

    assert f"Moderatorn har fått er rättelse av nummer {number}." in task(told)
    assert "vill rätta sitt svar" in shown(case)
    assert "Klockan elva." in shown(case)
    assert "Svaret rättades inte. Moderatorn skriver: Det var inte fel." in task(after)
    question = await at.desk.question(number)
    assert (question.answers[0].body, question.state) == ("Svar från C.", State.PUBLISHED)


async def test_a_wording_asked_for_is_seen_by_nobody_outside_before_it_is_made(at: House) -> None:
    anna, saga = await at.chair("C", "Anna Ek"), await at.chair("S", "Saga S")
    number = await at.desk.published("C", "S")
    await at.desk.served.do(approval.request, SLUG, number, "Kanariefågel".encode(), by=anna.by)

    pages = [await saga.get(question=number), await saga.client.get(f"/{SLUG}")]

    assert all("Kanariefågel" not in page.text for page in pages)


async def test_an_empty_panel_says_whose_turn_it_is(at: House) -> None:
    saga = await at.chair("S", "Saga S")
    before = await saga.get()
    await at.desk.assigned("C")

    assert "Ni är nummer 2 i tur." in task(before)
    assert "Ni står på tur" in task(await saga.get())


async def test_the_preview_is_the_card_as_the_public_will_see_it(at: House) -> None:
    anna = await at.chair("C", "Anna Ek")
    number = await at.desk.assigned("C", "S")
    await at.desk.served.do(_s_answers, number)

    told = await anna.told(f"/{number}/preview", body="Klockan <tio>.")
    page = await anna.post(f"/{number}/preview", body="Klockan <tio>.")
    stranger = await anna.told("/999/preview", body="Klockan tio.")

    assert "Klockan &lt;tio&gt;." in told.json()["html"]
    assert f'id="preview-q-{number}"' in told.json()["html"]
    assert "Hemligt" not in told.json()["html"]
    assert editor(page) == "Klockan <tio>."
    assert "Så kommer det att se ut" in task(page)
    assert stranger.status_code == 404
    assert (await at.desk.question(number)).version == 3


def _s_answers(tx: Transaction, number: int) -> None:
    """Another party has answered already, which nobody else may see yet."""
    panel.answer(tx, SLUG, number, b"Hemligt", by=politician("S"))


async def test_the_page_beside_is_what_citizens_see_and_is_sent_once(at: House) -> None:
    anna = await at.chair("C", "Anna Ek")
    number = await at.desk.published("S")
    head = (await anna.get("/public")).text.partition('data-head="')[2].partition('"')[0]

    first, same = await anna.get("/public"), await anna.get("/public", after=head)

    assert f'id="public-q-{number}"' in first.text
    assert "Svar från S." in first.text
    assert f'href="/{SLUG}#q-{number}"' in first.text
    assert same.status_code == 204


async def test_what_was_promised_has_a_pile_of_its_own(at: House) -> None:
    anna = await at.chair("C", "Anna Ek")
    promised, waiting = await at.desk.assigned(), await at.desk.assigned()
    await anna.post(f"/{promised}/promise", by="2026-12-24")
    page = await anna.get()

    assert (pile(page, "promised"), pile(page, "waiting")) == ([promised], [waiting])
    assert f"Nummer {waiting}" in task(page)
    assert task(await anna.get(question=promised)).startswith("Ert lovade svar")


async def test_a_draft_is_saved_and_the_next_question_taken_without_a_script(at: House) -> None:
    anna = await at.chair("C", "Anna Ek")
    first, second = await at.desk.assigned(), await at.desk.assigned()

    saved = await anna.post(f"/{first}/draft", body="Klockan", draft="0", next="1")
    page = await anna.client.get(saved.headers["location"])

    assert f"Nummer {second}" in task(page)
    draft = await anna.draft(first)
    assert draft is not None
    assert draft.body == "Klockan"
