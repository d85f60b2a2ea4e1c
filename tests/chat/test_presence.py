"""Who is here and what they have in hand: told by themselves, gone by itself, never a lock and never a record."""

from datetime import UTC, datetime, timedelta

import pytest

from app.chat.presence import GRACE, TTL, Doing, Here, Presence

CHANNEL = "sundmark/desk"
T0 = datetime(2026, 11, 24, 17, 31, tzinfo=UTC)
MOA, ALI = 1, 2
SECOND = timedelta(seconds=1)


@pytest.fixture
def presence() -> Presence:
    return Presence()


def mark(presence: Presence, who: int, number: int | None = None, at: datetime = T0, **how: object) -> None:
    doing = how.pop("doing", Doing.READING if number else Doing.IDLE)
    names = {MOA: "Moa Lind", ALI: "Ali Berg"}
    presence.mark(CHANNEL, who, names[who], doing, number, now=at, **how)  # type: ignore[arg-type]  # the test's own words


def told(presence: Presence, at: datetime = T0) -> list[tuple[int, str, int | None]]:
    return [(each.account, each.doing.value, each.number) for each in presence.here(CHANNEL, at)]


def test_whoever_says_so_is_here_with_what_they_have_in_hand(presence: Presence) -> None:
    mark(presence, MOA, 14)

    assert presence.here(CHANNEL, T0) == (Here(MOA, "Moa Lind", Doing.READING, 14, T0),)
    assert presence.here("sundmark/party/C", T0) == ()


def test_a_claim_ends_a_minute_after_its_last_sign(presence: Presence) -> None:
    mark(presence, MOA, 14)
    mark(presence, MOA, 14, T0 + TTL - SECOND)

    assert told(presence, T0 + 2 * TTL - 2 * SECOND) == [(MOA, "reading", 14)]
    assert told(presence, T0 + 2 * TTL - SECOND) == []


def test_since_is_when_it_was_taken_in_hand_and_not_when_it_was_renewed(presence: Presence) -> None:
    mark(presence, MOA, 14)
    mark(presence, MOA, 14, T0 + 30 * SECOND, doing=Doing.DECIDING)
    mark(presence, ALI, 14, T0 + 5 * SECOND)

    first, second = presence.at(CHANNEL, 14, T0 + 31 * SECOND)
    assert (first.account, first.doing, first.since) == (MOA, Doing.DECIDING, T0)
    assert (second.account, second.since) == (ALI, T0 + 5 * SECOND)


def test_whoever_listens_stays_and_their_claim_ends_all_the_same(presence: Presence) -> None:
    mark(presence, MOA, 14)
    presence.opened(CHANNEL, MOA, lambda: T0)

    assert told(presence, T0 + 10 * TTL) == [(MOA, "idle", None)]


def test_the_last_socket_that_closes_takes_its_presence_away_after_a_grace(presence: Presence) -> None:
    mark(presence, MOA, 14)
    one, other = (presence.opened(CHANNEL, MOA, lambda: T0 + SECOND) for _ in range(2))

    one()
    assert told(presence, T0 + SECOND + GRACE) == [(MOA, "reading", 14)]
    other()
    assert told(presence, T0 + GRACE) == [(MOA, "reading", 14)]
    assert told(presence, T0 + SECOND + GRACE) == []


def test_whoever_comes_back_within_the_grace_has_never_left(presence: Presence) -> None:
    mark(presence, MOA, 14)
    presence.opened(CHANNEL, MOA, lambda: T0)()
    presence.opened(CHANNEL, MOA, lambda: T0)

    assert told(presence, T0 + 2 * GRACE) == [(MOA, "reading", 14)]


def test_a_take_over_is_seen_by_all_and_can_be_taken_back(presence: Presence) -> None:
    mark(presence, MOA, 14)
    mark(presence, ALI, 14, T0 + SECOND, over=True)
    assert [(each.account, each.over) for each in presence.at(CHANNEL, 14, T0 + SECOND)] == [
        (ALI, True),
        (MOA, False),
    ]

    mark(presence, MOA, 14, T0 + 2 * SECOND, over=True)
    assert [(each.account, each.over) for each in presence.at(CHANNEL, 14, T0 + 2 * SECOND)] == [
        (MOA, True),
        (ALI, False),
    ]


def test_a_take_over_ends_with_going_on_to_another_question(presence: Presence) -> None:
    mark(presence, MOA, 14, over=True)
    mark(presence, MOA, 15)
    mark(presence, MOA, 14)

    assert presence.at(CHANNEL, 14, T0)[0].over is False


def test_having_nothing_in_hand_is_idle_whatever_is_said(presence: Presence) -> None:
    mark(presence, MOA, None, doing=Doing.DECIDING, over=True)
    mark(presence, ALI, 14, doing=Doing.IDLE)

    assert told(presence) == [(MOA, "idle", None), (ALI, "idle", None)]


def test_what_has_changed_is_told_once_and_its_end_too(presence: Presence) -> None:
    mark(presence, MOA, 14)
    assert [channel for channel, _ in presence.untold(T0)] == [CHANNEL]
    mark(presence, MOA, 14, T0 + SECOND)
    assert list(presence.untold(T0 + SECOND)) == []

    assert list(presence.untold(T0 + SECOND + TTL)) == [(CHANNEL, ())]
    assert list(presence.untold(T0 + 2 * TTL)) == []


def test_somebody_new_who_listens_is_told_what_stands(presence: Presence) -> None:
    mark(presence, MOA, 14)
    list(presence.untold(T0))

    presence.opened(CHANNEL, ALI, lambda: T0)

    assert [channel for channel, _ in presence.untold(T0)] == [CHANNEL]


def test_whoever_clears_is_gone(presence: Presence) -> None:
    mark(presence, MOA, 14)
    presence.clear(CHANNEL, MOA)

    assert told(presence) == []
