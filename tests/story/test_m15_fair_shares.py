"""The questions are shared out fairly: whose turn it is, who has how much, and why it was decided otherwise."""

from collections import Counter

import pytest

from app.chat.terms import TERMS
from app.records.vocabulary import Override
from app.routing import lottery
from tests.house import Held, Page, Program


def bench(held: Held) -> Page:
    return held.browser("moderator").get(f"/{held.slug}/desk")


def proposed(held: Held) -> str | None:
    """Whose turn it is, as the desk shows it."""
    turns = [place for place in bench(held).at("sitting").all("button") if "place--turn" in place.classes]
    return turns[0].attrs["value"] if turns else None


def order_of(held: Held) -> list[str]:
    return [seat.code for seat in held.sitting().seats]


@pytest.mark.proves("M15")
def test_by_turn_order_the_turn_goes_round_the_assembly(program: Program):
    held = program.hold(distribution="turn_order")
    turns = []
    for turn in range(10):
        turns.append(proposed(held) or "")
        held.with_party(f"Fråga {turn}", turns[-1])

    order = order_of(held)
    assert turns == [*order, *order[:2]]
    held.close()


@pytest.mark.proves("M15")
def test_whoever_was_passed_over_has_a_turn_before_anybody_has_a_second(held: Held):
    order = order_of(held)
    held.with_party("Förbi den första", order[1])
    turns = []
    for turn in range(len(order) - 1):
        turns.append(proposed(held) or "")
        held.with_party(f"Fråga {turn}", turns[-1])

    assert sorted(turns) == sorted(code for code in order if code != order[1])


@pytest.mark.proves("M15")
def test_by_fewest_the_one_with_least_to_do_is_proposed(program: Program):
    held = program.hold(distribution="fewest")
    order = order_of(held)
    for code in order[:-1]:
        held.with_party(f"Till {code}", code)

    before = proposed(held)
    held.with_party("Till den sista", order[-1])
    held.does(order[3], "answer", 4, body="Klart.")

    assert (before, proposed(held)) == (order[-1], order[3])
    held.close()


@pytest.mark.proves("M15")
def test_where_the_choice_is_free_nobody_is_proposed_and_nothing_is_overridden(program: Program):
    held = program.hold(distribution="free")

    receipt = held.with_party("Fritt val", "MP")

    assert proposed(held) is None
    assert (held.facts(f"question/{receipt.number}")["proposed"], held.facts("question/1")["reason"]) == (
        None,
        None,
    )
    held.close()


@pytest.mark.proves("M15")
def test_the_desk_shows_each_partys_load(held: Held):
    held.with_party("Ett", "C")
    held.with_party("Två", "C")
    held.published("Tre", party="C")

    place = next(each for each in bench(held).at("sitting").all("button") if each.attrs.get("value") == "C")

    assert "2 väntar" in place.text
    assert "1 av 3 klara" in place.text


@pytest.mark.proves("M15")
@pytest.mark.parametrize("reason", [each for each in Override if each is not Override.UNSTATED])
def test_a_choice_of_another_party_is_recorded_with_its_reason(held: Held, reason: Override):
    receipt = held.asked("Till någon annan")
    turn, other = order_of(held)[0], order_of(held)[4]

    held.browser("moderator").post(
        f"/{held.slug}/desk/{receipt.number}/assign", {"party": other, "reason": reason}
    )

    facts = held.facts(f"question/{receipt.number}")
    assert (facts["proposed"], facts["parties"], facts["reason"]) == (turn, other, reason)
    assert (
        TERMS["override"][reason]
        in held.browser("moderator").get(f"/{held.slug}/desk/{receipt.number}").words
    )


@pytest.mark.proves("M15")
def test_a_choice_of_another_party_is_never_refused_for_want_of_a_reason(held: Held):
    receipt = held.asked("Till någon annan")

    done = held.browser("moderator").post(
        f"/{held.slug}/desk/{receipt.number}/assign", {"party": order_of(held)[4]}
    )

    assert (done.status, held.facts(f"question/{receipt.number}")["reason"]) == (303, "unstated")


@pytest.mark.proves("M15")
def test_the_proposed_party_needs_no_reason(held: Held):
    receipt = held.with_party("Till den på tur", order_of(held)[0])

    assert held.facts(f"question/{receipt.number}")["reason"] is None


def asked_of(held: Held) -> Counter[str]:
    """How many questions each party has been given."""
    return Counter(answer.party for each in held.questions() for answer in each.answers if answer.asked)


@pytest.mark.proves("M15")
@pytest.mark.parametrize("rule", ["turn_order", "lottery"])
def test_eighty_questions_are_ten_each_however_often_another_is_chosen_in_between(
    program: Program, rule: str
):
    held = program.hold(distribution=rule)
    order = order_of(held)
    for turn in range(80):
        chosen = order[turn % 3] if turn in (5, 20, 21, 40) else proposed(held)
        held.with_party(f"Fråga {turn}", chosen or "")

    had = asked_of(held)
    assert sum(had.values()) == 80
    assert {code for code in order if 9 <= had[code] <= 11} == set(order)
    held.close()


@pytest.mark.proves("M15")
def test_a_lottery_gives_every_round_its_own_order_that_anybody_can_work_out(program: Program):
    held = program.hold(distribution="lottery")
    order, seed = order_of(held), held.sitting().lottery_seed
    turns = []
    for turn in range(16):
        turns.append(proposed(held) or "")
        held.with_party(f"Fråga {turn}", turns[-1])

    assert [turns[:8], turns[8:]] == [lottery.order(seed, turn, order) for turn in (1, 2)]
    assert seed in held.browser("moderator").get(f"/{held.slug}/desk/shares").words
    held.close()


@pytest.mark.proves("M15")
def test_the_case_says_in_words_why_a_party_is_proposed(program: Program):
    said = {}
    for rule in ("turn_order", "fewest", "lottery", "free"):
        held = program.hold(distribution=rule)
        held.with_party("Den första", order_of(held)[0])
        number = held.asked("Vem står på tur?").number
        said[rule] = held.browser("moderator").get(f"/{held.slug}/desk/{number}").at("turn-why").text
        english = held.browser("moderator").get(f"/{held.slug}/desk/{number}?lang=en").at("turn-why").text
        held.browser("moderator").get(f"/{held.slug}/desk?lang=sv")
        assert english != said[rule]
        held.close()

    assert said["turn_order"] == (
        "Moderaterna står på tur: har fått 0, inget parti har fått färre, och kommer näst efter Socialdemokraterna."
    )
    assert said["fewest"].startswith(
        "Moderaterna har minst att göra: 0 väntar och 0 har partiet fått i allt."
    )
    assert "står på tur i lottningens omgång 1: lotten föll först på det av de" in said["lottery"]
    assert said["free"] == "Fri fördelning: ordningen föreslår ingen."


@pytest.mark.proves("M15")
def test_every_choice_of_another_is_listed_with_its_reason_and_counted(held: Held):
    order = order_of(held)
    for reason in ("wish", "wish", "subject"):
        number = held.asked("Till någon annan").number
        held.does("moderator", "assign", number, party=order[5], reason=reason)

    for who, path in (("moderator", "desk/shares"), ("registrar", "register")):
        words = held.browser(who).get(f"/{held.slug}/{path}").words
        assert (
            "3 gånger valde moderatorn ett annat parti än det som stod på tur: 2 önskat parti, 1 ämnet."
            in words
        )
        assert f"Nummer 1 till {order[5]} i stället för {order[0]}" in words
    assert held.browser("registrar").get(f"/{held.slug}/desk/shares").status == 403, "the desk is not theirs"


@pytest.mark.proves("M15")
def test_the_public_sees_the_balance_when_the_sitting_is_closed_in_the_order_of_the_assembly(held: Held):
    for code in ("MP", "MP", "C"):
        held.published("Fråga", party=code)
    while_live = held.page().dom.find("sitting")
    held.talker("moderator").make("close_intake")
    held.talker("moderator").make("close")

    rows = held.page().at("sitting").first("tbody").all("tr")

    assert while_live is not None
    assert while_live.all("table") == []
    assert [row.first("th").text for row in rows] == [seat.name for seat in held.sitting().seats]
    assert {row.first("th").text: row.first("td").text for row in rows}["Miljöpartiet"] == "2"


@pytest.mark.proves("M15")
def test_the_public_sees_what_was_not_published_in_numbers_and_no_content(program: Program):
    held = program.hold()
    held.published("Bussen?")
    for reason in ("personal_data", "personal_data", "tone"):
        number = held.asked("Hemligt innehåll").number
        held.does("moderator", "decline", number, reason=reason)
    head, before = held.head(), held.page().words
    program.clock.on(seconds=30)
    told = held.listener(after=head).until(head + 1)[-1]
    words = held.page().words

    assert "3 inte publicerade" not in before
    assert "4 inkomna" in words
    assert "3 inte publicerade (2 personuppgifter, 1 ohövlig ton)" in words
    assert "Hemligt" not in words
    assert "4 inkomna" in told["html"]
    assert held.head() == head + 1
    held.close()
