"""Posts are found by what decides which moves they have, as going through them one by one finds them."""

import random
from datetime import date

import pytest

from app.records import queries
from app.records.footings import Footing, asked_on, footings, posts_on
from app.records.sittings import sitting_id
from app.records.transaction import Transaction
from app.records.views import QuestionView
from app.records.vocabulary import State
from tests.records import deeds
from tests.records.conftest import Database

SLUG = deeds.SLUG


def fill(tx: Transaction, chance: random.Random) -> None:
    for _ in range(60):
        number = deeds.ask(tx)
        if chance.random() < 0.4:
            deeds.assign(tx, number, *chance.sample(deeds.PARTIES, chance.randint(1, 3)))
        promised = date(2026, 12, 1) if chance.random() < 0.3 else None
        secret = "osl_21_1" if chance.random() < 0.3 else None
        deeds.change(tx, number, state=chance.choice(list(State)), promised_on=promised, provision=secret)


def footing(view: QuestionView) -> Footing:
    return Footing(view.state, view.provision is not None, view.promised_on is not None)


@pytest.mark.parametrize("seed", range(2))
def test_posts_are_found_by_their_footing(database: Database, seed: int):
    journal, reading, chance = database.journal(), database.reading(), random.Random(seed)
    journal.submit(deeds.create).result()
    journal.submit(deeds.create, "annan").result()
    journal.submit(deeds.ask, slug="annan").result()
    journal.submit(fill, chance).result()
    views, sitting = reading.look(queries.questions, SLUG), reading.look(sitting_id, SLUG)

    there = reading.look(footings, sitting)

    assert there == {footing(view) for view in views}
    for count in (0, 1, 3, len(there)):
        wanted = set(chance.sample(sorted(there), count))
        of_these = [view for view in views if footing(view) in wanted]
        assert reading.look(posts_on, sitting, wanted) == [view.number for view in of_these]
        asked = {(view.number, answer.party) for view in of_these for answer in view.answers}
        found = reading.look(asked_on, sitting, wanted)
        assert (set(found), [number for number, _ in found]) == (asked, sorted(number for number, _ in asked))
