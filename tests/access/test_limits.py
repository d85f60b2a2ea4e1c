"""How fast posts are let in, by arithmetic alone: no clock but the one that is handed over."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.access.addresses import Addresses
from app.access.limits import Buckets, PostLimits, Rate, SignInLimits
from app.records.vocabulary import TooFast

rates = st.builds(Rate, st.integers(1, 30), st.floats(0.1, 3600))
gaps = st.lists(st.floats(0, 1000), min_size=1, max_size=80)


def let_in(buckets: Buckets, times: list[float], key: bytes = b"k") -> list[float]:
    """The times at which somebody who knocks at all these times is let in."""
    let = []
    for now in times:
        if buckets.wait(key, now) == 0:
            buckets.take(key, now)
            let.append(now)
    return let


def knocks(gaps: list[float]) -> list[float]:
    return [sum(gaps[: index + 1]) for index in range(len(gaps))]


@given(rates, gaps)
def test_never_more_than_the_count_and_what_time_has_given_back(rate: Rate, gaps: list[float]):
    let = let_in(Buckets(rate), knocks(gaps))

    for first in range(len(let)):
        for last in range(first, len(let)):
            given_back = (let[last] - let[first]) / rate.step
            assert last - first + 1 <= rate.count + given_back + 1e-3


@given(rates, st.floats(0, 1e6))
def test_the_whole_count_is_let_in_at_once_and_one_more_is_not(rate: Rate, now: float):
    assert len(let_in(Buckets(rate), [now] * (rate.count + 1))) == rate.count


@given(rates, gaps)
def test_whoever_waits_as_long_as_told_is_let_in(rate: Rate, gaps: list[float]):
    buckets, now = Buckets(rate), 0.0
    for gap in gaps:
        now += gap
        wait = buckets.wait(b"k", now)
        assert 0 <= wait <= rate.step + 1e-3
        now += wait
        assert buckets.wait(b"k", now) <= 1e-3
        buckets.take(b"k", now)


@given(rates, gaps)
def test_asking_for_the_wait_takes_nothing(rate: Rate, gaps: list[float]):
    buckets = Buckets(rate)

    for now in knocks(gaps):
        buckets.wait(b"k", now)

    assert len(buckets) == 0


@given(st.lists(st.tuples(st.binary(max_size=2), st.floats(0, 100)), max_size=60))
def test_one_key_says_nothing_about_another(posts: list[tuple[bytes, float]]):
    together, alone = Buckets(Rate(2, 10.0)), {key: Buckets(Rate(2, 10.0)) for key, _ in posts}

    for key, now in sorted(posts, key=lambda post: post[1]):
        assert let_in(together, [now], key) == let_in(alone[key], [now], key)


@pytest.mark.proves("S11")
def test_fifty_thousand_addresses_and_more_take_bounded_room():
    buckets = Buckets(Rate(10, 600.0), most=1000)

    for number in range(5000):
        let_in(buckets, [number / 100], number.to_bytes(4, "big"))

    assert len(buckets) <= 1000
    assert buckets.wait((4999).to_bytes(4, "big"), 50.0) == 0
    assert len(let_in(buckets, [50.0] * 20, (4999).to_bytes(4, "big"))) == 9


def test_making_room_forgets_those_who_have_been_quiet_first():
    buckets = Buckets(Rate(1, 100.0), most=10)
    busy = [number.to_bytes(2, "big") for number in range(9)]
    for number, key in enumerate(busy):
        let_in(buckets, [float(number)], key)

    let_in(buckets, [9.0], b"new")
    let_in(buckets, [9.5], b"newer")

    assert buckets.wait(b"newer", 10.0) > 0
    assert buckets.wait(busy[0], 10.0) == 0


def test_without_a_rate_everybody_is_let_in_and_nobody_remembered():
    off = PostLimits(None, None)

    for _ in range(1000):
        off.let_in("203.0.113.9", "budget", 1.0)

    assert (len(off._by_address), len(off._by_sitting)) == (0, 0)


@pytest.mark.proves("S11")
def test_by_default_an_address_posts_ten_times_and_a_sitting_takes_thirty_a_second():
    limits = PostLimits()

    for _ in range(10):
        limits.let_in("203.0.113.9", "budget", 0.0)
    with pytest.raises(TooFast) as one_address:
        limits.let_in("203.0.113.9", "budget", 0.0)
    for number in range(20):
        limits.let_in(f"198.51.100.{number}", "budget", 0.0)
    with pytest.raises(TooFast) as one_sitting:
        limits.let_in("192.0.2.1", "budget", 0.0)

    assert (one_address.value.facts, one_sitting.value.facts) == ({"wait": 60}, {"wait": 1})
    limits.let_in("192.0.2.1", "other", 0.0)


def test_whoever_is_turned_away_because_the_sitting_is_busy_loses_no_post():
    limits = PostLimits(Rate(1, 600.0), Rate(1, 1.0))
    limits.let_in("198.51.100.1", "budget", 0.0)

    with pytest.raises(TooFast):
        limits.let_in("203.0.113.9", "budget", 0.0)

    limits.let_in("203.0.113.9", "budget", 1.0)


def test_a_flood_from_one_address_takes_no_room_from_the_others():
    limits = PostLimits(Rate(1, 600.0), Rate(2, 1.0))

    for _ in range(1000):
        try:
            limits.let_in("203.0.113.9", "budget", 0.0)
        except TooFast:
            continue

    limits.let_in("198.51.100.1", "budget", 0.0)


@pytest.mark.proves("S14")
def test_attempts_to_sign_in_are_counted_per_address_and_per_login_each_by_itself():
    limits = SignInLimits(Rate(2, 60.0), Rate(3, 60.0))

    limits.let_in("203.0.113.1", "moa", 0.0)
    limits.let_in("203.0.113.1", "eva", 0.0)
    with pytest.raises(TooFast):
        limits.let_in("203.0.113.1", "ida", 0.0)
    limits.let_in("203.0.113.2", "MOA ", 0.0)
    limits.let_in("203.0.113.3", "moa", 0.0)
    with pytest.raises(TooFast):
        limits.let_in("203.0.113.4", "moa", 0.0)
    limits.let_in("203.0.113.4", "eva", 0.0)


# -- addresses


@pytest.mark.proves("S12")
def test_an_ipv6_network_counts_as_one_and_its_neighbour_as_another():
    of = Addresses().of

    assert of("2001:db8:1:2::1", 0) == of("2001:db8:1:2:ffff::9", 0)
    assert of("2001:db8:1:2::1", 0) != of("2001:db8:1:3::1", 0)
    assert of("fe80::1%eth0", 0) == of("fe80::2", 0)
    assert of("::ffff:203.0.113.9", 0) == of("203.0.113.9", 0)
    assert of("203.0.113.9", 0) != of("203.0.113.10", 0)
    assert of(None, 0) == of("testclient", 0) == of("", 0)


@pytest.mark.proves("S12")
def test_the_key_is_replaced_every_day_and_each_server_has_its_own():
    one, other = Addresses(), Addresses()
    host, day = "203.0.113.9", 24 * 3600.0

    assert one.of(host, 5.0) == one.of(host, 4.9 + day)
    yesterday = one.of(host, 5.0)
    assert one.of(host, 5.0 + day) != yesterday
    assert one.of(host, 5.0 + day) != other.of(host, 5.0 + day)


@given(st.ip_addresses().map(str))
def test_nothing_of_an_address_is_to_be_seen_in_its_hash(host: str):
    hashed = Addresses().of(host, 0.0)

    assert len(hashed) == 16
    assert host.encode() not in hashed
