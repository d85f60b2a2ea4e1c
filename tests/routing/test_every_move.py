"""State × move × role on a real journal: what the tables let in leads where they say, all else is refused without a trace."""

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.records.vocabulary import (
    CITIZEN,
    SYSTEM,
    Actor,
    Capacity,
    Move,
    NotYours,
    OutOfTurn,
    Role,
    SittingState,
    Stale,
    State,
)
from app.routing.lifecycle import MAY, SITTING_MAY, SITTING_TABLE, TABLE, open_moves
from app.routing.moves import DECIDES_NOTHING
from tests.fresh import fresh
from tests.routing import stage as stages
from tests.routing.catalogue import ON_SITTING, on_question
from tests.routing.stage import MALIK, MOA, ORGANISER, REGISTRAR, SLUG, Stage, politician

ACTORS = {
    Role.CITIZEN: CITIZEN,
    Role.MODERATOR: MOA,
    Role.POLITICIAN: politician("C"),
    Role.ORGANISER: ORGANISER,
    Role.REGISTRAR: REGISTRAR,
    Role.SYSTEM: SYSTEM,
}
MOVES = sorted(on_question(0))
ASKED_OF_C = {State.ASSIGNED, State.ANSWERED, State.PUBLISHED, State.UNPUBLISHED}
BRINGS_ALONG = {
    (State.ASSIGNED, Move.MARK): State.RECEIVED,
    (State.ANSWERED, Move.MARK): State.RECEIVED,
    (State.PUBLISHED, Move.MARK): State.UNPUBLISHED,
}
"""A mark takes back what a party has and unpublishes what is on the page, in the same transaction."""
ASKED_FOR_FIRST = {Move.UNMARK, Move.DISMISS, Move.DISMISS_REPORT, Move.END_ROUND}
"""Moves that need what no question here has: a mark, a correction that was asked for, a report, all parties asked at once."""
THE_SEATS = (Move.ANSWER, Move.PROPOSE, Move.HAND_BACK, Move.PROMISE, Move.REQUEST)


class Scene:
    """A live sitting with one question in every state, for moves that are refused, and fresh ones for those that are not."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.target = stage.asked()
        self.standing = {state: stage.in_state(state) for state in State}


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    stage, strike = stages.on(fresh(tmp_path_factory.mktemp("scene")))
    stage.plan()
    stage.bring(SittingState.LIVE)
    yield Scene(stage)
    strike()


def refusal_of(state: State, move: Move, role: Role) -> type[Exception] | None:
    """What design says: no right, then not this party's question, then not in this state."""
    if role not in MAY[move]:
        return NotYours
    if role is Role.POLITICIAN and state not in ASKED_OF_C:
        return NotYours
    if move not in TABLE[state]:
        return OutOfTurn
    if move is Move.PROPOSE:
        return NotYours  # it is a helper's alone
    return OutOfTurn if move in ASKED_FOR_FIRST else None


LET_IN = [
    (state, move, role)
    for state in State
    for move in MOVES
    for role in Role
    if refusal_of(state, move, role) is None
]


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("state", State)
def test_a_move_that_the_tables_do_not_let_in_is_refused_without_a_trace(scene, state, role):
    stage, number = scene.stage, scene.standing[state]
    refused = {move: why for move in MOVES if (why := refusal_of(state, move, role)) is not None}
    before = stage.everything()

    met = {
        move: type(stage.turned_away(on_question(scene.target)[move], SLUG, number, by=ACTORS[role]))
        for move in refused
    }

    assert met == refused
    assert stage.everything() == before


@pytest.mark.parametrize(("state", "move", "role"), LET_IN)
def test_a_move_that_the_tables_let_in_leads_where_they_say(scene, state, move, role):
    stage = scene.stage
    number = stage.in_state(state)
    before = stage.question(number)

    outcome = stage.do(on_question(scene.target)[move], SLUG, number, by=ACTORS[role], seen=before.version)

    after = stage.question(number)
    assert after.state is BRINGS_ALONG.get((state, move), TABLE[state][move] or state)
    assert (outcome.number, outcome.version, outcome.state) == (number, after.version, after.state)
    said = move in DECIDES_NOTHING
    assert after.version == before.version + (0 if said else 2 if (state, move) in BRINGS_ALONG else 1)
    assert stage.moves(number)[-1] == move
    assert len(stage.moves(number)) == after.version + said


@pytest.mark.proves("M17", "R13")
@pytest.mark.parametrize("state", State)
def test_a_move_decided_on_an_older_version_changes_nothing(scene, state):
    number = scene.standing[state]
    version = scene.stage.question(number).version
    for move in TABLE[state]:
        if move is Move.UNMARK:
            continue
        by = (
            politician("C", Capacity.HELPER)
            if move in THE_SEATS
            else CITIZEN
            if move is Move.REPORT
            else MALIK
        )
        make = on_question(scene.target)[move]

        refused = scene.stage.refused(make, SLUG, number, by=by, seen=version - 1)

        assert (type(refused), refused.facts) == (Stale, {"number": number, "version": version})


def test_an_actor_of_another_sitting_makes_no_move_here(scene):
    elsewhere = Actor(Role.MODERATOR, account=9, sitting="en-annan")
    for state, number in scene.standing.items():
        for move in TABLE[state]:
            assert isinstance(
                scene.stage.turned_away(on_question(scene.target)[move], SLUG, number, by=elsewhere), NotYours
            )


def test_a_party_that_is_not_asked_makes_no_move_on_the_question(scene):
    for state in ASKED_OF_C:
        for move in THE_SEATS:
            make = on_question(scene.target)[move]
            assert isinstance(
                scene.stage.refused(make, SLUG, scene.standing[state], by=politician("S")), NotYours
            )


@pytest.mark.parametrize(
    "sitting", [SittingState.OPEN, SittingState.CLOSING, SittingState.CLOSED, SittingState.ARCHIVED]
)
def test_each_state_of_the_sitting_lets_in_its_own_moves(empty, sitting):
    empty.plan()
    empty.bring(SittingState.LIVE if sitting is not SittingState.OPEN else SittingState.OPEN)
    reached = [state for state in State if sitting is not SittingState.OPEN or state not in published()]
    target = empty.asked()
    numbers = [empty.in_state(state) for state in reached]
    empty.bring(sitting)
    before = empty.everything()

    for number in numbers:
        state = empty.question(number).state
        for by in (MOA, politician("C")):
            let_in = open_moves(state, sitting, by)
            for move, make in on_question(target).items():
                if move not in let_in:
                    refused = empty.turned_away(make, SLUG, number, by=by)
                    assert type(refused) in (OutOfTurn, NotYours)
    assert empty.everything() == before


def published() -> set[State]:
    return {State.PUBLISHED, State.UNPUBLISHED}


@pytest.fixture
def planned(tmp_path: Path) -> Iterator[Callable[[SittingState], Stage]]:
    """Makes a sitting that stands in a state, on a database of its own."""
    struck, names = [], itertools.count()

    def make(state: SittingState) -> Stage:
        stage, strike = stages.on(fresh(tmp_path, f"{next(names)}.db"))
        struck.append(strike)
        stage.plan()
        stage.bring(state)
        return stage

    yield make
    for strike in struck:
        strike()


def sitting_refusal_of(state: SittingState, move: Move, role: Role) -> type[Exception] | None:
    """Nothing is paused here, a moderator is there and this is no rehearsal: what ends that is shown where there is something to."""
    if role not in SITTING_MAY[move]:
        return NotYours
    nothing_to_end = move in (Move.RESUME, Move.ATTEND, Move.REMOVE)
    return OutOfTurn if nothing_to_end or move not in SITTING_TABLE[state] else None


@pytest.mark.parametrize("state", SittingState)
def test_a_sittings_move_that_the_tables_do_not_let_in_is_refused_without_a_trace(planned, state):
    stage = planned(state)
    before = stage.everything()

    for role in Role:
        for move, make in ON_SITTING.items():
            why = sitting_refusal_of(state, move, role)
            if why is not None:
                assert type(stage.turned_away(make, SLUG, by=ACTORS[role])) is why
    assert stage.everything() == before


@pytest.mark.parametrize("state", SittingState)
def test_a_sittings_move_that_the_tables_let_in_leads_where_they_say(planned, state):
    for role in Role:
        for move, make in ON_SITTING.items():
            if sitting_refusal_of(state, move, role) is not None:
                continue
            stage = planned(state)
            before = stage.sitting()

            stage.do(make, SLUG, by=ACTORS[role])

            after = stage.sitting()
            assert after.state is (SITTING_TABLE[state][move] or state)
            assert after.version == before.version + (move is not Move.ANNOUNCE)
