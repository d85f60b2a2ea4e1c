"""Where merged posts end up is the same whether one post is asked about or all of them."""

import random

import pytest

from app.records import queries
from app.records.transaction import Transaction
from app.records.vocabulary import State
from tests.records import deeds
from tests.records.conftest import Database

SLUG = deeds.SLUG
POSTS = 240


def merged_by_chance(tx: Transaction, chance: random.Random) -> None:
    """Posts merged into each other in chains and bundles of any length, and once in a ring, which no move makes."""
    for _ in range(POSTS):
        deeds.ask(tx)
    for number in range(4, POSTS + 1):
        if chance.random() < 0.6:
            deeds.change(tx, number, state=State.MERGED, into=chance.randint(1, number - 1))
        elif chance.random() < 0.8:  # a bundle of more than are followed one by one
            deeds.change(tx, number, state=State.MERGED, into=3)
    deeds.change(tx, 1, state=State.MERGED, into=2)
    deeds.change(tx, 2, state=State.MERGED, into=1)


@pytest.mark.parametrize("seed", range(3))
def test_a_few_posts_have_the_ends_and_the_merged_that_they_have_among_all(database: Database, seed: int):
    chance, journal, reading = random.Random(seed), database.journal(), database.reading()
    journal.submit(deeds.create).result()
    journal.submit(merged_by_chance, chance).result()
    of_all = {view.number: view for view in reading.look(queries.questions, SLUG)}
    assert len(of_all) == POSTS

    for count in (1, 1, 1, 2, 5, 30, 64, 65, 200):
        numbers = (
            sorted({3, *chance.sample(range(1, POSTS + 1), count)})
            if count > 1
            else [chance.randint(1, POSTS)]
        )
        assert reading.look(queries.questions, SLUG, numbers) == [of_all[number] for number in numbers]
