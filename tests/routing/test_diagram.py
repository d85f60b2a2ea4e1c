"""The life cycle as drawn for the documentation is the life cycle that the guard holds."""

import re

from app.routing.diagram import page
from app.routing.lifecycle import SITTING_TABLE, TABLE

_ARROW = re.compile(r"^    (\w+) --> (\w+): (.+)$", re.MULTILINE)


def test_every_way_from_one_state_to_another_is_drawn_and_no_other():
    drawn = {(a, b, move) for a, b, moves in _ARROW.findall(page()) for move in moves.split(", ")}
    tables = [*TABLE.items(), *SITTING_TABLE.items()]

    assert drawn == {
        (str(state), str(after), str(move))
        for state, moves in tables
        for move, after in moves.items()
        if after
    }
