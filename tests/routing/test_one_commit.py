"""What shares a commit is stored as if each had a commit of its own, whatever is kept back until the end of it."""

import secrets
import shutil
from collections.abc import Callable
from concurrent.futures import Future, wait
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from threading import Event
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from app.records.journal import Journal
from app.records.transaction import Transaction
from app.records.vocabulary import CITIZEN, DeclineReason, OutOfTurn, Refusal, SittingState
from app.routing import desk, intake, sittings
from app.routing.receipts import receipt
from tests.fresh import fresh
from tests.routing import stage as stages
from tests.routing.stage import ENDS, INTAKE_ENDS, MOA, SLUG, Stage

SPOKEN = ("Vad kostar det?", "När kommer bussen?", "Varför det?\n", "å" * 300)


@dataclass(frozen=True)
class Deed:
    """Something that is written: the function, and what it is given."""

    fn: Callable[..., Any]
    args: tuple[Any, ...] = ()
    facts: tuple[tuple[str, Any], ...] = ()

    def submit(self, journal: Journal) -> Future[Any]:
        return journal.submit(self.fn, *self.args, **dict(self.facts))


def asking(ticket: int, words: int, **how: Any) -> Deed:
    body = SPOKEN[words].encode()
    given = receipt(b"k" * 32, SLUG, UUID(int=ticket), body)
    facts = {
        "by": CITIZEN,
        "arrived": INTAKE_ENDS - timedelta(minutes=1),
        "body": body,
        "receipt": given,
        **how,
    }
    return Deed(intake.ask, (SLUG,), tuple(facts.items()))


def paused_and_refused(tx: Transaction) -> None:
    """Changes a row that others share, and numbers that others are given, and takes it all back."""
    sitting = tx.sitting(SLUG)
    sitting.paused = True
    number = tx.next_number(sitting)
    tx.keep_text(sitting, f"question/{number}", "body", b"borta")
    raise OutOfTurn("no")


def numbered_and_refused(tx: Transaction) -> None:
    number = tx.next_number(tx.sitting(SLUG))
    tx.keep_text(tx.sitting(SLUG), f"question/{number}", "body", b"borta")
    raise OutOfTurn("no")


def retitled(tx: Transaction) -> str:
    """Changes a shared row and does nothing else."""
    sitting = tx.sitting(SLUG)
    was, sitting.title = sitting.title, sitting.title + "!"
    return was


tickets, words, numbers = st.integers(1, 12), st.integers(0, len(SPOKEN) - 1), st.integers(1, 9)
DEEDS = st.one_of(
    st.builds(asking, tickets, words),
    st.builds(asking, tickets, words, name=st.sampled_from([None, b"Kim"]), wish=st.sampled_from(["C", "X"])),
    st.builds(asking, tickets, words, follow_up_to=numbers),
    st.builds(asking, tickets, words, arrived=st.just(ENDS)),  # too late
    st.builds(lambda number: Deed(desk.hold, (SLUG, number), (("by", MOA),)), numbers),
    st.builds(lambda number: Deed(desk.assign, (SLUG, number, ("C",)), (("by", MOA),)), numbers),
    st.builds(lambda number: Deed(desk.decline, (SLUG, number, DeclineReason.TONE), (("by", MOA),)), numbers),
    st.just(Deed(desk.announce, (SLUG, b"Hej"), (("by", MOA),))),
    st.just(Deed(sittings.pause, (SLUG,), (("by", MOA),))),
    st.just(Deed(paused_and_refused)),
    st.just(Deed(numbered_and_refused)),
    st.just(Deed(retitled)),
)
BOUNDED = settings(
    max_examples=12,
    phases=[Phase.explicit, Phase.generate],
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def apart(stage: Stage, deeds: list[Deed]) -> list[Any]:
    stage.do(lambda tx: None)
    futures: list[Future[Any]] = []
    for deed in deeds:
        futures.append(deed.submit(stage.journal))
        wait(futures)
    return told(futures)


def together(stage: Stage, deeds: list[Deed]) -> list[Any]:
    go_on = Event()
    stage.journal.submit(lambda tx: go_on.wait(10))
    futures = [deed.submit(stage.journal) for deed in deeds]
    go_on.set()
    wait(futures)
    return told(futures)


def told(futures: list[Future[Any]]) -> list[Any]:
    errors = [future.exception() for future in futures]
    assert all(error is None or isinstance(error, Refusal) for error in errors), errors
    return [
        (type(error), error.detail) if isinstance(error, Refusal) else future.result()
        for future, error in zip(futures, errors, strict=True)
    ]


def stands(stage: Stage) -> dict[str, Any]:
    """Every row, and what each channel has told: not how often, for what is told twice in a commit is told once."""
    rows = stage.everything()
    channels = sorted(name for name, *_ in rows.pop("channel"))
    rows.pop("notice")
    return {**rows, **{name: stage.told(name.removeprefix(f"{SLUG}/")) for name in channels}}


@BOUNDED
@given(st.lists(DEEDS, min_size=4, max_size=24))
def test_writes_that_share_a_commit_leave_what_they_leave_one_by_one(
    tmp_path_factory: pytest.TempPathFactory, deeds: list[Deed]
):
    left = []
    for way in (apart, together):
        folder = tmp_path_factory.mktemp("commit")
        stage, strike = stages.on(fresh(folder))
        with pytest.MonkeyPatch.context() as chance:
            chance.setattr(secrets, "token_bytes", bytes)  # salts alike, so that commitments are
            stage.plan()
            stage.bring(SittingState.LIVE)
            stage.published()
            results = way(stage, deeds)
        left.append((results, stands(stage)))
        strike()
        shutil.rmtree(folder)

    assert left[0] == left[1]


def test_a_hundred_posts_that_wait_together_take_the_database_a_few_steps(stage: Stage):
    deeds = [asking(ticket, ticket % 3, wish="C") for ticket in range(1, 101)]
    steps: list[str] = []

    def listen(tx: Transaction) -> None:
        driver: Any = tx.session.connection().connection.dbapi_connection
        driver.set_trace_callback(steps.append)

    stage.do(listen)
    steps.clear()
    results = together(stage, deeds)

    begun = [place for place, step in enumerate(steps) if step.startswith("BEGIN")]
    # A statement is told of again for each row that it sets a trigger off for.
    in_the_last = [step for step, _ in groupby(steps[begun[-1] :]) if not step.startswith("--")]
    assert [asked.number for asked in results] == list(range(1, 101))
    assert len(in_the_last) <= 30, in_the_last


def test_a_late_post_is_kept_and_lapsed_in_the_same_commit_as_those_before_it(stage: Stage):
    stage.bring(SittingState.CLOSED)

    results = together(stage, [asking(ticket, 0) for ticket in (1, 2, 1, 3)])

    assert [(asked.number, asked.state, asked.fresh) for asked in results] == [
        (1, "lapsed", True),
        (2, "lapsed", True),
        (1, "lapsed", False),
        (3, "lapsed", True),
    ]
    assert stage.moves(3) == ["ask", "lapse"]


def test_the_same_ticket_twice_in_a_commit_is_one_post(stage: Stage):
    results = together(stage, [asking(1, 0), asking(2, 0), asking(1, 0), asking(1, 1)])

    assert [(asked.number, asked.fresh) for asked in results] == [(1, True), (2, True), (1, False), (3, True)]
