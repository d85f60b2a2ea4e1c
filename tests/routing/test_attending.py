"""Without a moderator a sitting receives as before and publishes nothing by itself; both ends are entered (M13)."""

import pytest

from app.records import channels, queries
from app.records.vocabulary import SYSTEM, Move, NotYours, OutOfTurn, Role, State
from app.routing import attending, publishing, sittings
from tests.routing.stage import MOA, SLUG, Stage


def test_answers_wait_while_nobody_moderates_and_are_the_moderators_to_publish(at_once: Stage) -> None:
    first = at_once.answered()
    at_once.do(attending.unattend, SLUG, by=SYSTEM)
    second = at_once.answered()

    assert at_once.question(first).state is State.PUBLISHED
    assert at_once.question(second).state is State.ANSWERED

    at_once.do(attending.attend, SLUG, by=SYSTEM)
    assert at_once.question(second).state is State.ANSWERED
    at_once.do(publishing.publish, SLUG, second, by=MOA)
    assert at_once.question(at_once.answered()).state is State.PUBLISHED


def test_both_turns_are_entered_as_the_systems_and_stand_on_the_sitting(at_once: Stage) -> None:
    at_once.do(attending.unattend, SLUG, by=SYSTEM)
    assert at_once.sitting().unattended

    at_once.do(attending.attend, SLUG, by=SYSTEM)

    made = at_once.entries("sitting")[-2:]
    assert [(each.move, each.role) for each in made] == [
        (Move.UNATTEND, Role.SYSTEM),
        (Move.ATTEND, Role.SYSTEM),
    ]
    assert not at_once.sitting().unattended


def test_neither_is_made_twice_nor_by_anybody_else(at_once: Stage) -> None:
    with pytest.raises(OutOfTurn):
        at_once.do(attending.attend, SLUG, by=SYSTEM)
    with pytest.raises(NotYours):
        at_once.do(attending.unattend, SLUG, by=MOA)
    at_once.do(attending.unattend, SLUG, by=SYSTEM)
    with pytest.raises(OutOfTurn):
        at_once.do(attending.unattend, SLUG, by=SYSTEM)


def test_everybody_who_waits_is_told_on_the_receipt_as_well(at_once: Stage) -> None:
    waits, done = at_once.asked(), at_once.answered()
    stands = {
        number: at_once.reading.look(queries.head, channels.post(SLUG, number)) for number in (waits, done)
    }

    at_once.do(attending.unattend, SLUG, by=SYSTEM)

    told = {
        number: at_once.reading.look(queries.head, channels.post(SLUG, number)) for number in (waits, done)
    }
    assert told == {waits: stands[waits] + 1, done: stands[done]}


def test_a_sitting_that_is_closed_waits_for_nobody(at_once: Stage) -> None:
    at_once.do(attending.unattend, SLUG, by=SYSTEM)
    at_once.do(sittings.close_intake, SLUG, by=SYSTEM)
    assert at_once.sitting().unattended

    at_once.do(sittings.close, SLUG, by=SYSTEM)

    assert not at_once.sitting().unattended
