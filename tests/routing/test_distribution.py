"""Whose turn it is: fair by the rule, whatever has gone before (M15)."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.records.views import Load
from app.records.vocabulary import Distribution
from app.routing.distribution import Proposal, Why, propose

SEATS = ("S", "SD", "M", "V", "C", "KD", "MP", "L")
TURNS, FEWEST, FREE = Distribution.TURN_ORDER, Distribution.FEWEST, Distribution.FREE

loads = st.dictionaries(
    st.sampled_from(SEATS),
    st.builds(Load, asked=st.integers(0, 5), waiting=st.integers(0, 5)),
)


@pytest.mark.proves("M15")
@pytest.mark.parametrize("rule", [TURNS, FEWEST])
def test_eighty_questions_over_eight_parties_are_ten_each(rule):
    had: Counter[str] = Counter()
    last = None
    for _ in range(80):
        now = {code: Load(asked=had[code], waiting=had[code]) for code in SEATS}
        last = propose(rule, SEATS, now, last_assigned=last).party or ""
        had[last] += 1

    assert had == dict.fromkeys(SEATS, 10)


def test_turn_order_goes_round_the_assembly():
    had: Counter[str] = Counter()
    proposed: list[str] = []
    for _ in range(10):
        last = proposed[-1] if proposed else None
        turn = propose(TURNS, SEATS, {code: Load(asked=had[code]) for code in SEATS}, last_assigned=last)
        proposed.append(turn.party or "")
        had[proposed[-1]] += 1

    assert proposed == [*SEATS, "S", "SD"]


def test_who_was_passed_over_comes_before_the_next_in_order():
    now = {code: Load(asked=1) for code in SEATS} | {"S": Load(asked=0)}

    assert propose(TURNS, SEATS, now, last_assigned="M") == Proposal("S", Why.TURN_ORDER)


def test_among_equals_the_one_after_the_last_is_next():
    assert propose(TURNS, SEATS, {}, last_assigned="M").party == "V"
    assert propose(TURNS, SEATS, {}, last_assigned="L").party == "S"
    assert propose(TURNS, SEATS, {}, last_assigned="a party that has left").party == "S"


def test_fewest_looks_at_who_waits_then_at_who_has_had_then_at_the_order():
    now = {code: Load(asked=3, waiting=2) for code in SEATS}

    assert propose(FEWEST, SEATS, now).party == "S"
    assert propose(FEWEST, SEATS, now | {"C": Load(asked=2, waiting=2)}).party == "C"
    assert (
        propose(FEWEST, SEATS, now | {"C": Load(asked=2, waiting=2), "L": Load(asked=9, waiting=1)}).party
        == "L"
    )


@given(loads)
def test_where_the_choice_is_free_nobody_is_proposed(now):
    assert propose(FREE, SEATS, now) == Proposal(None, Why.FREE)


@given(st.sampled_from(Distribution), loads, st.lists(st.sampled_from(SEATS), min_size=1, unique=True))
def test_a_follow_up_goes_to_the_party_of_its_thread_first(rule, now, parties):
    assert propose(rule, SEATS, now, follow_up_parties=parties) == Proposal(parties[0], Why.FOLLOW_UP)


@pytest.mark.parametrize("rule", [TURNS, FEWEST])
def test_a_threads_party_without_a_seat_any_more_is_not_proposed(rule):
    assert propose(rule, SEATS, {}, follow_up_parties=["PP"]).party == "S"


@pytest.mark.parametrize("rule", Distribution)
def test_without_seats_nobody_is_proposed(rule):
    assert propose(rule, (), {}) == Proposal(None, Why.FREE)


@given(loads, st.none() | st.sampled_from(SEATS), st.integers(1, 60))
def test_by_turn_order_no_party_gets_ahead_by_more_than_it_was_before(now, last, questions):
    asked = {code: now.get(code, Load()).asked for code in SEATS}
    before = max(asked.values()) - min(asked.values())
    for _ in range(questions):
        last = propose(
            TURNS, SEATS, {code: Load(asked=n) for code, n in asked.items()}, last_assigned=last
        ).party
        asked[last or ""] += 1

    after = max(asked.values()) - min(asked.values())
    assert after <= max(before, 1)
