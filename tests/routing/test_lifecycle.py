"""The tables of the life cycle, against design's own words written out here once more, sentence by sentence."""

import pytest

from app.records.vocabulary import Actor, Move, NotYours, OutOfTurn, Role, SittingState, State
from app.routing.lifecycle import (
    MAY,
    SITTING_MAY,
    SITTING_TABLE,
    TABLE,
    WHILE,
    Standing,
    next_sitting_state,
    next_standing,
    next_state,
    open_moves,
    open_sitting_moves,
)

MODERATOR, POLITICIAN = Actor(Role.MODERATOR), Actor(Role.POLITICIAN, seat="C")

AS_DESIGNED = {
    State.RECEIVED: "assign hold decline merge refer lapse edit mark unmark",
    State.HELD: "assign release decline merge refer lapse edit mark unmark",
    State.ASSIGNED: "reassign take_back hand_back answer propose promise end_round decline merge refer lapse edit mark unmark",
    State.ANSWERED: "answer propose return publish take_back decline lapse edit mark unmark",
    State.PUBLISHED: "correct request dismiss report dismiss_report unpublish mark unmark",
    State.UNPUBLISHED: "correct request dismiss republish mark unmark",
    State.DECLINED: "reopen mark unmark",
    State.MERGED: "reopen mark unmark",
    State.REFERRED: "reopen mark unmark",
    State.LAPSED: "reopen mark unmark",
}

LEADS_TO = {
    Move.ASSIGN: State.ASSIGNED,
    Move.REASSIGN: State.ASSIGNED,
    Move.RETURN: State.ASSIGNED,
    Move.PROMISE: State.ASSIGNED,
    Move.HOLD: State.HELD,
    Move.TAKE_BACK: State.RECEIVED,
    Move.HAND_BACK: State.RECEIVED,
    Move.RELEASE: State.RECEIVED,
    Move.REOPEN: State.RECEIVED,
    Move.ANSWER: State.ANSWERED,
    Move.END_ROUND: State.ANSWERED,
    Move.PUBLISH: State.PUBLISHED,
    Move.REPUBLISH: State.PUBLISHED,
    Move.UNPUBLISH: State.UNPUBLISHED,
    Move.DECLINE: State.DECLINED,
    Move.MERGE: State.MERGED,
    Move.REFER: State.REFERRED,
    Move.LAPSE: State.LAPSED,
}

SITTING_AS_DESIGNED = {
    SittingState.PLANNED: "open extend change remove",
    SittingState.OPEN: "go_live pause resume extend change announce remove",
    SittingState.LIVE: "close_intake pause resume extend change announce unattend attend remove",
    SittingState.CLOSING: "close extend change announce unattend attend remove",
    SittingState.CLOSED: "archive reopen change sweep remove",
    SittingState.ARCHIVED: "sweep remove",
}

REPORTS = {Move.REPORT, Move.DISMISS_REPORT}
AFTERWARDS = {Move.CORRECT, Move.REQUEST, Move.DISMISS, Move.UNPUBLISH, Move.MARK, Move.UNMARK} | REPORTS


@pytest.mark.parametrize("state", State)
def test_a_question_has_the_moves_that_the_design_lists(state):
    assert {str(move) for move in TABLE[state]} == set(AS_DESIGNED[state].split())


@pytest.mark.parametrize("state", State)
def test_each_move_leads_where_its_name_or_the_design_says(state):
    led = {move: after for move, after in TABLE[state].items() if after is not None}

    assert led.items() <= ({**LEADS_TO, Move.CORRECT: state}).items()


def test_marks_wording_and_what_is_asked_within_the_house_leave_a_question_where_it_stands():
    staying = {move for moves in TABLE.values() for move, after in moves.items() if after is None}

    within = {Move.EDIT, Move.MARK, Move.UNMARK, Move.PROPOSE, Move.REQUEST, Move.DISMISS}
    assert staying == within | REPORTS


def test_what_a_party_says_is_the_politicians_and_all_else_the_moderators():
    politician = {move for move, roles in MAY.items() if Role.POLITICIAN in roles and move is not Move.ASK}
    system = {move for move, roles in MAY.items() if Role.SYSTEM in roles}
    moderator = {move for move, roles in MAY.items() if Role.MODERATOR in roles and move is not Move.ASK}

    assert politician == {Move.ANSWER, Move.PROPOSE, Move.HAND_BACK, Move.PROMISE, Move.REQUEST}
    assert system == {Move.PUBLISH, Move.LAPSE, Move.END_ROUND}
    assert moderator == set(MAY) - politician - {Move.ASK, Move.REPORT}
    assert MAY[Move.REPORT] == {Role.CITIZEN}


def test_everybody_but_the_system_may_ask():
    assert MAY[Move.ASK] == set(Role) - {Role.SYSTEM}


@pytest.mark.parametrize("state", SittingState)
def test_a_sitting_has_the_moves_that_the_design_lists(state):
    assert {str(move) for move in SITTING_TABLE[state]} == set(SITTING_AS_DESIGNED[state].split())


def test_a_sitting_goes_one_way_except_that_the_organiser_may_reopen_it():
    led = [
        (state, move, after)
        for state, moves in SITTING_TABLE.items()
        for move, after in moves.items()
        if after
    ]

    assert led == [
        (SittingState.PLANNED, Move.OPEN, SittingState.OPEN),
        (SittingState.OPEN, Move.GO_LIVE, SittingState.LIVE),
        (SittingState.LIVE, Move.CLOSE_INTAKE, SittingState.CLOSING),
        (SittingState.CLOSING, Move.CLOSE, SittingState.CLOSED),
        (SittingState.CLOSED, Move.ARCHIVE, SittingState.ARCHIVED),
        (SittingState.CLOSED, Move.REOPEN, SittingState.CLOSING),
    ]
    assert SITTING_MAY[Move.REOPEN] == {Role.ORGANISER}


def test_what_a_sitting_lets_in_follows_its_state():
    desk = set(MAY) - {Move.ASK, Move.ANNOUNCE}

    assert {
        SittingState.PLANNED: set(),
        SittingState.OPEN: desk - {Move.PUBLISH} | {Move.ASK},
        SittingState.LIVE: desk | {Move.ASK},
        SittingState.CLOSING: desk,
        SittingState.CLOSED: AFTERWARDS
        | {Move.REPUBLISH, Move.ANSWER, Move.PROPOSE, Move.RETURN, Move.PUBLISH},
        SittingState.ARCHIVED: AFTERWARDS,
    } == WHILE


def test_a_mark_closes_what_would_carry_the_question_further():
    closed = {
        move
        for state in State
        for by in (MODERATOR, POLITICIAN)
        for move in open_moves(state, SittingState.LIVE, by)
        if move not in open_moves(state, SittingState.LIVE, by, secret=True)
    }

    assert closed - {Move.MARK} == {
        Move.ASSIGN,
        Move.REASSIGN,
        Move.ANSWER,
        Move.PROMISE,
        Move.PUBLISH,
        Move.REPUBLISH,
    }


def test_a_marked_question_is_unmarked_and_another_is_marked():
    assert Move.UNMARK not in open_moves(State.RECEIVED, SittingState.LIVE, MODERATOR)
    assert Move.MARK not in open_moves(State.RECEIVED, SittingState.LIVE, MODERATOR, secret=True)
    assert Move.UNMARK in open_moves(State.RECEIVED, SittingState.LIVE, MODERATOR, secret=True)


def test_a_follow_up_is_not_published_while_its_root_is_not():
    assert Move.PUBLISH not in open_moves(State.ANSWERED, SittingState.LIVE, MODERATOR, rooted=False)
    assert Move.REPUBLISH not in open_moves(State.UNPUBLISHED, SittingState.LIVE, MODERATOR, rooted=False)


def test_after_the_close_only_what_was_promised_is_answered_and_published():
    closed = SittingState.CLOSED

    assert open_moves(State.ASSIGNED, closed, POLITICIAN) == []
    assert open_moves(State.ASSIGNED, closed, POLITICIAN, promised=True) == [Move.ANSWER]
    assert open_moves(State.ANSWERED, closed, MODERATOR) == [Move.MARK]
    assert set(open_moves(State.ANSWERED, closed, MODERATOR, promised=True)) == {
        Move.RETURN,
        Move.PUBLISH,
        Move.MARK,
    }


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("state", State)
def test_the_buttons_shown_are_the_moves_that_the_guard_lets_in(state, role):
    by = Actor(role)
    standings = [
        Standing(state, sitting, secret=secret, promised=promised, rooted=rooted)
        for sitting in SittingState
        for secret in (False, True)
        for promised in (False, True)
        for rooted in (False, True)
    ]

    for now in standings:
        shown = open_moves(
            now.state, now.sitting, by, secret=now.secret, promised=now.promised, rooted=now.rooted
        )
        assert set(shown) == {move for move in Move if lets_in(now, move, by)}


def lets_in(now: Standing, move: Move, by: Actor) -> bool:
    try:
        next_standing(now, move, by)
    except (NotYours, OutOfTurn):
        return False
    return True


def test_who_has_no_right_is_told_so_before_how_the_question_stands():
    with pytest.raises(NotYours):
        next_state(State.PUBLISHED, Move.ASSIGN, POLITICIAN)
    with pytest.raises(OutOfTurn):
        next_state(State.PUBLISHED, Move.ASSIGN, MODERATOR)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("state", SittingState)
def test_the_sittings_buttons_are_the_moves_that_its_guard_lets_in(state, role):
    by = Actor(role)
    shown = {*open_sitting_moves(state, by, paused=False), *open_sitting_moves(state, by, paused=True)}

    for move in Move:
        try:
            next_sitting_state(state, move, by)
            let_in = True
        except (NotYours, OutOfTurn):
            let_in = False
        assert let_in is (move in shown)
