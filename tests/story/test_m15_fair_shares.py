"""The questions are shared out fairly: whose turn it is, who has how much, and why it was decided otherwise."""

import pytest

from app.chat.terms import TERMS
from app.records.vocabulary import Override
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
