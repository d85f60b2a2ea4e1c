"""How many may be connected, by counting alone: no clock and no connection but those that are handed over."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.access.addresses import Addresses
from app.access.crowd import Counted, Crowd, Leave

HOSTS = ("192.0.2.1", "192.0.2.2", "2001:db8::1", "2001:db8:0:1::1", None)


def crowd(most: int = 0, per_address: int = 0, reserve: int = 0) -> Crowd:
    return Crowd(most, reserve, Counted(per_address, ticking=lambda: 1.0))


@pytest.mark.proves("S7")
@given(
    st.integers(1, 6),
    st.integers(1, 4),
    st.lists(st.tuples(st.booleans(), st.sampled_from(HOSTS)), max_size=60),
)
def test_never_more_look_on_than_may_in_all_and_from_each_address(most, each, comings):
    here: list[tuple[str | None, Leave]] = []
    limits, chance = crowd(most, each), random.Random(3)

    for comes, host in comings:
        if comes:
            leave = limits.let_in(host)
            full = len(here) >= most or sum(there == host for there, _ in here) >= each
            assert (leave is None) is full
            if leave is not None:
                here.append((host, leave))
        elif here:
            here.pop(chance.randrange(len(here)))[1]()

    assert len(limits) == len(here)
    assert len(limits.viewers) == len({host for host, _ in here})


@pytest.mark.proves("S12")
def test_nothing_of_an_address_is_left_when_all_from_it_have_gone():
    limits = crowd(per_address=2)
    leaves = [limits.let_in("192.0.2.1") for _ in range(3)]

    assert "192.0.2" not in repr(limits)
    for leave in leaves[:2]:
        assert leave is not None
        leave()

    assert leaves[2] is None
    assert len(limits.viewers) == 0


def test_a_household_counts_as_one():
    limits = crowd(per_address=1)

    assert limits.let_in("2001:db8::1") is not None
    assert limits.let_in("2001:db8::ffff") is None
    assert limits.let_in("2001:db8:0:1::1") is not None


def test_whoever_came_before_the_key_was_changed_can_leave_after_it():
    now = [0.0]
    counted = Counted(1, Addresses(lasts=10.0), ticking=lambda: now[0])
    before = counted.enter("192.0.2.1")

    now[0] = 11.0
    after = counted.enter("192.0.2.1")
    counted.leave(before)
    counted.leave(after)

    assert before != after
    assert len(counted) == 0


def test_where_nothing_is_limited_nothing_is_counted():
    limits = crowd()

    leaves = {limits.let_in(host) for host in HOSTS * 100}

    assert len(leaves) == 1
    assert len(limits) == len(limits.viewers) == 0
    assert not limits.crowded(10**6)
    assert not limits.overcrowded(10**6)


def test_beyond_the_viewers_there_is_a_reserve_and_beyond_that_nothing():
    limits = crowd(most=100, reserve=10)

    assert [limits.crowded(count) for count in (100, 101)] == [False, True]
    assert [limits.overcrowded(count) for count in (110, 111)] == [False, True]


def test_who_has_twice_too_many_is_not_even_answered():
    limits = Crowd(requests=Counted(2))
    keys = [limits.requests.enter("192.0.2.1") for _ in range(4)]

    assert limits.requests.over(keys[0])
    assert not limits.hopeless(keys[0])
    assert limits.hopeless(limits.requests.enter("192.0.2.1"))
