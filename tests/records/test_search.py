"""What is found in the register is what going through every post finds, on every page of it."""

import random
import unicodedata

import pytest

from app.records import queries, search
from app.records.journal import Journal
from app.records.reading import Reading
from app.records.register import Filed
from app.records.transaction import Transaction
from app.records.vocabulary import State, Unknown
from tests.records import deeds
from tests.records.conftest import Database

SLUG = deeds.SLUG
WORDS = (
    "Bussen",
    "ÅKER",
    "strå\u00dfe",
    "a\u030aker",
    "vård",
    "12",
    "7",
    "\0nul",
    "K\u212alvin",
    "%",
    "_",
    "klockan",
)
SOUGHT = (
    *(
        "",
        " ",
        "bussen",
        "åker",
        "STRASSE",
        "vår bus",
        "7",
        "12",
        "07",
        "abcd",
        "ABCD",
        "kkl",
        "%",
        "_",
        "nul",
    ),
    *("klockan bussen", "klockan klockan", "finns inte", "9" * 30, "²"),
)
STATES = (None, State.RECEIVED, State.DECLINED, State.PUBLISHED, State.HELD)


def fill(tx: Transaction, chance: random.Random, posts: int) -> None:
    """Posts with some of the words, in some of the states; few are published, which have answers."""
    for _ in range(posts):
        number = deeds.ask(tx, " ".join(chance.sample(WORDS, chance.randint(1, 4))))
        state = chance.choice((State.RECEIVED,) * 6 + (State.DECLINED, State.HELD))
        provision = "osl_21_1" if chance.random() < 0.1 else None
        deeds.change(tx, number, state=state, provision=provision)
        if chance.random() < 0.05:
            deeds.assign(tx, number, "C")
            deeds.publish(tx, number, C=chance.choice(WORDS))


def plain(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()


def fits(filed: Filed, words: str, state: State | None, marked: bool) -> bool:
    """Whether one post fits, from everything that is kept of it."""
    view, sought = filed.question, plain(words).split()
    if (state is not None and view.state is not state) or (marked and view.provision is None):
        return False
    said = "\n".join(plain(text.value) for text in filed.texts if text.value is not None)
    return " ".join(sought) in (str(view.number), plain(view.code)) or all(word in said for word in sought)


@pytest.fixture
def reading(database: Database) -> Reading:
    journal: Journal = database.journal()
    journal.submit(deeds.create).result()
    journal.submit(fill, random.Random(4), 130).result()
    return database.reading()


def page_of(
    reading: Reading, words: str, state: State | None = None, marked: bool = False, page: int = 1
) -> search.Found:
    return reading.look(search.found, SLUG, words, state=state, marked=marked, page=page, most=20)


def test_every_page_of_what_is_found_holds_what_going_through_all_posts_finds(reading: Reading):
    everything = reading.look(queries.register, SLUG)
    for words in SOUGHT:
        for state in STATES:
            for marked in (False, True):
                fitting = [each.question.number for each in everything if fits(each, words, state, marked)]

                first = page_of(reading, words, state, marked)
                pages = [
                    page_of(reading, words, state, marked, page + 1).numbers for page in range(first.pages)
                ]

                assert [number for page in pages for number in page] == fitting, (words, state, marked)
                assert first.posts == len(fitting)


@pytest.mark.parametrize("states", [(State.RECEIVED,), (State.PUBLISHED,), (State.DECLINED, State.HELD), ()])
def test_the_posts_in_some_states_are_named_unless_they_are_most(reading: Reading, states: tuple[State, ...]):
    views = [each.question for each in reading.look(queries.register, SLUG)]
    there = [view.number for view in views if view.state in states]

    found = reading.look(search.in_states, SLUG, states)

    assert found == (there if len(there) * 8 <= len(views) else None)


def test_posts_are_not_named_one_by_one_where_they_are_more_than_a_statement_takes(
    reading: Reading, monkeypatch: pytest.MonkeyPatch
):
    few = reading.look(search.in_states, SLUG, (State.PUBLISHED,))
    assert few

    monkeypatch.setattr(search, "_MOST_NAMED", len(few) - 1)

    assert reading.look(search.in_states, SLUG, (State.PUBLISHED,)) is None


def test_beyond_the_last_page_is_the_last_page(reading: Reading):
    last = page_of(reading, "", State.RECEIVED, page=999)

    assert last.page == last.pages == -(-last.posts // 20)
    assert last == page_of(reading, "", State.RECEIVED, page=last.page)


def test_nothing_is_found_in_a_sitting_that_is_not_there(reading: Reading):
    for words in ("", "bussen"):
        with pytest.raises(Unknown):
            reading.look(search.found, "unknown", words)
