"""Why something was not done, told to whoever was refused: what stands in the way, not only where the question is."""

import pytest

from app.chat import refusals
from app.records.vocabulary import Actor, Move, OutOfTurn, Role, SittingState, State
from app.routing.lifecycle import Standing, next_standing


@pytest.mark.parametrize(
    ("standing", "move", "sentence"),
    [
        (Standing(State.RECEIVED, SittingState.LIVE, secret=True), Move.ASSIGN, "sekretessmarkerad"),
        (Standing(State.UNPUBLISHED, SittingState.LIVE, secret=True), Move.REPUBLISH, "sekretessmarkerad"),
        (Standing(State.ANSWERED, SittingState.LIVE, rooted=False), Move.PUBLISH, "följer upp"),
        (Standing(State.ANSWERED, SittingState.OPEN), Move.PUBLISH, "i det här skedet"),
        (Standing(State.RECEIVED, SittingState.CLOSED), Move.ASSIGN, "i det här skedet"),
        (Standing(State.RECEIVED, SittingState.LIVE), Move.UNMARK, "inte sekretessmarkerad"),
        (Standing(State.LAPSED, SittingState.LIVE), Move.ASSIGN, "hanns inte med"),
    ],
)
def test_who_is_refused_hears_what_keeps_the_move_out(standing: Standing, move: Move, sentence: str) -> None:
    with pytest.raises(OutOfTurn) as refused:
        next_standing(standing, move, Actor(Role.MODERATOR, account=1))

    assert sentence in refusals.said(refused.value, "sv")
