"""The lottery: an order for each round, that anybody with the seed works out alike (M15)."""

import hashlib
import hmac
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.records.views import Load
from app.records.vocabulary import Distribution, Override
from app.routing import desk, lottery, sittings
from app.routing.distribution import Why, propose
from tests.routing.stage import MOA, ORGANISER, SLUG, Stage, plan

SEATS = ("S", "SD", "M", "V", "C", "KD", "MP", "L")
LOTTERY = Distribution.LOTTERY

seeds = st.binary(min_size=16, max_size=16).map(bytes.hex)
turns = st.integers(1, 100)


def drawn(seed: str, questions: int, otherwise: dict[int, str] | None = None) -> list[str]:
    """The parties that the questions go to: the proposed one, or another where it was chosen ``otherwise``."""
    had: Counter[str] = Counter()
    parties = []
    for number in range(questions):
        turn = propose(LOTTERY, SEATS, {code: Load(asked=had[code]) for code in SEATS}, seed=seed)
        parties.append((otherwise or {}).get(number, turn.party or ""))
        had[parties[-1]] += 1
    return parties


@given(seeds, turns)
def test_every_round_is_everybody_once(seed, turn):
    assert sorted(lottery.order(seed, turn, SEATS)) == sorted(SEATS)


@given(seeds, turns, st.sampled_from(SEATS))
def test_who_leaves_changes_nobody_elses_place(seed, turn, gone):
    left = [code for code in SEATS if code != gone]

    assert lottery.order(seed, turn, left) == [c for c in lottery.order(seed, turn, SEATS) if c != gone]


def test_the_order_is_worked_out_with_nothing_but_the_seed():
    seed = "00" * 16
    lots = {code: hmac.new(seed.encode(), f"2:{code}".encode(), hashlib.sha256).hexdigest() for code in SEATS}

    assert lottery.order(seed, 2, SEATS) == sorted(SEATS, key=lots.__getitem__)


def test_rounds_and_seeds_have_orders_of_their_own():
    orders = {tuple(lottery.order(seed, turn, SEATS)) for seed in ("a", "b", "c") for turn in range(1, 11)}

    assert len(orders) == 30


def test_every_place_falls_to_everybody_alike():
    first = Counter(lottery.order("f" * 32, turn, SEATS)[0] for turn in range(1, 4001))

    assert all(400 < first[code] < 600 for code in SEATS)


@pytest.mark.proves("M15")
@given(seeds)
def test_eighty_questions_are_ten_each_and_each_round_is_the_lotterys(seed):
    parties = drawn(seed, 80)

    rounds = [parties[start : start + 8] for start in range(0, 80, 8)]
    assert rounds == [lottery.order(seed, turn, SEATS) for turn in range(1, 11)]


@pytest.mark.proves("M15")
@given(seeds, st.dictionaries(st.integers(0, 70), st.sampled_from(SEATS), max_size=6))
def test_who_was_chosen_out_of_turn_is_passed_over_in_the_round_after(seed, otherwise):
    had = Counter(drawn(seed, 80 + 8 * 6, otherwise))

    assert max(had[code] for code in SEATS) - min(had[code] for code in SEATS) <= 1


def test_the_proposal_tells_among_how_many_it_was_drawn():
    now = {code: Load(asked=2) for code in SEATS} | {"S": Load(asked=1), "V": Load(asked=1)}

    turn = propose(LOTTERY, SEATS, now, seed="a")

    assert (turn.why, turn.grounds.had, turn.grounds.equals) == (Why.LOTTERY, 1, 2)
    assert turn.party == lottery.order("a", 2, ("S", "V"))[0]


def test_the_seed_is_drawn_once_entered_and_stays(empty: Stage):
    empty.plan(distribution=LOTTERY)
    seed = empty.sitting().lottery_seed

    for rule in (Distribution.FREE, LOTTERY):
        empty.do(sittings.change, SLUG, plan(distribution=rule), by=ORGANISER)

    assert seed is not None
    assert len(seed) == 32
    assert empty.entries("sitting")[0].facts["lottery_seed"] == seed
    assert empty.sitting().lottery_seed == seed


def test_a_sitting_that_comes_to_a_lottery_later_draws_then_and_a_copy_draws_its_own(empty: Stage):
    empty.plan()
    before = empty.sitting().lottery_seed
    empty.do(sittings.change, SLUG, plan(distribution=LOTTERY), by=ORGANISER)
    seed = empty.sitting().lottery_seed
    empty.do(sittings.copy, SLUG, "bussarna-igen", by=ORGANISER)

    assert before is None
    assert empty.entries("sitting")[-1].facts["lottery_seed"] == seed
    assert empty.entries("sitting", log="bussarna-igen")[0].facts["lottery_seed"] not in (None, seed)


def test_an_assignment_against_the_lot_is_entered_with_proposal_and_reason(stage: Stage):
    stage.do(sittings.change, SLUG, plan(distribution=LOTTERY), by=ORGANISER)
    turn = lottery.order(stage.sitting().lottery_seed or "", 1, ("C", "S", "M"))
    number = stage.asked()

    stage.do(desk.assign, SLUG, number, (turn[1],), Override.SUBJECT, by=MOA)

    facts = stage.facts(number)
    assert (facts["proposed"], facts["why"], facts["reason"]) == (turn[0], "lottery", "subject")
