"""The whole life of questions and of a sitting on a real PostgreSQL: the same functions, the same outcome."""

from collections.abc import Iterator

import pytest
from sqlalchemy import create_engine, text

from app.records import database, migrate
from app.records.vocabulary import CITIZEN, Move, SittingState, State
from app.routing import desk, sittings
from app.routing.lifecycle import TABLE
from app.routing.undo import undo
from tests.records import postgres
from tests.routing import stage as stages
from tests.routing.catalogue import on_question
from tests.routing.stage import MOA, ORGANISER, SLUG, Stage, politician
from tests.routing.test_every_move import ASKED_FOR_FIRST, THE_SEATS

pytestmark = [pytest.mark.postgres, pytest.mark.slow]


@pytest.fixture(scope="module")
def on_postgres() -> Iterator[Stage]:
    with postgres.cluster() as address:
        admin = create_engine(address.format(name="postgres"), isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            connection.execute(text("CREATE DATABASE desk"))
        admin.dispose()
        url = address.format(name="desk")
        engine = database.writer(url)
        migrate.upgrade(engine)
        engine.dispose()
        stage, strike = stages.at(url)
        stage.plan(rehearsal=True)
        stage.bring(SittingState.LIVE)
        yield stage
        strike()


@pytest.mark.parametrize("state", State)
def test_every_move_that_the_table_lets_in_leads_where_it_says(on_postgres, state):
    target = on_postgres.asked()
    for move, after in TABLE[state].items():
        if move is Move.MARK or move in ASKED_FOR_FIRST or move is Move.PROPOSE:
            continue
        number = on_postgres.in_state(state)
        by = politician("C") if move in THE_SEATS else CITIZEN if move is Move.REPORT else MOA

        on_postgres.do(on_question(target)[move], SLUG, number, by=by)

        assert on_postgres.question(number).state is (after or state)


def test_a_mark_is_set_and_undone(on_postgres):
    number = on_postgres.published()
    on_postgres.do(desk.mark, SLUG, number, "osl_21_1", by=MOA)
    assert on_postgres.question(number).state is State.UNPUBLISHED

    on_postgres.do(undo, SLUG, number, by=MOA)

    assert on_postgres.question(number).state is State.PUBLISHED


def test_the_rehearsal_is_closed_archived_and_removed(on_postgres):
    on_postgres.bring(SittingState.ARCHIVED)

    on_postgres.do(sittings.remove_rehearsal, SLUG, by=ORGANISER)

    assert on_postgres.everything()["question"] == []
