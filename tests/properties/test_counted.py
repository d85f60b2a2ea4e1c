"""The numbers that a process keeps up by what it hears are those of the records, after every single thing that anybody does."""

from collections import defaultdict
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.records import queries
from app.records.counting import Counting
from app.records.reading import Snapshot
from app.records.shares import shares
from app.records.stand import Still
from app.records.views import Counts, Load, QuestionView
from app.records.vocabulary import State
from tests.house import Program
from tests.properties.play import STEPS, Play, Step, sitting_of
from tests.properties.test_page_plus_frames import BOUNDED


def from_nothing(session: Snapshot, slug: str) -> tuple[Counts, dict[str, Load]]:
    """What somebody finds who remembers nothing."""
    remembered = {kind: session.info.pop(kind) for kind in (Counting, Still)}
    try:
        return queries.counts(session, slug), shares(session, slug)
    finally:
        session.info |= remembered


def one_by_one(views: list[QuestionView]) -> tuple[int, dict[State, int], int]:
    """Every post once, counted by hand."""
    by_state = {state: sum(view.state is state for view in views) for state in State}
    promised = sum(view.state is State.ASSIGNED and view.promised_on is not None for view in views)
    return len(views), by_state, promised


def medians(views: list[QuestionView]) -> dict[str, int]:
    """How long the parties took, from every post whatever became of it."""
    took: dict[str, list[float]] = defaultdict(list)
    for answer in (answer for view in views for answer in view.answers):
        sent, returned = answer.sent_at, answer.returned_at
        if answer.asked and sent is not None and (returned is None or returned < sent):
            took[answer.party].append(max(0.0, (sent - answer.asked_at).total_seconds()))
    return {party: round(median(seconds)) for party, seconds in took.items()}


@pytest.mark.proves("M19", "M15")
@given(steps=st.lists(STEPS, min_size=30, max_size=60), luck=st.integers(0, 24))
@BOUNDED
def test_after_everything_that_happens_the_numbers_are_those_of_a_count_from_nothing(
    program: Program, steps: list[Step], luck: int
):
    held = sitting_of(program, luck)
    play = Play(held)

    for step in steps:
        play.step(*step)

        counts, loads = program.look(queries.counts, held.slug), program.look(shares, held.slug)
        assert (counts, loads) == program.look(from_nothing, held.slug)
        assert (counts.received, counts.by_state, counts.promised) == one_by_one(held.questions())
        found = {code: load.median for code, load in loads.items() if load.median}
        assert found == {code: each for code, each in medians(held.questions()).items() if each}
    held.close()
