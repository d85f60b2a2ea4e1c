"""How alike two questions are, how good that is on a labelled set, and the index that finds the most alike."""

import time
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.routing.likeness import ALIKE, VERY_ALIKE, Index, likeness, profile
from app.routing.likeness.words import MOST_WORDS, spoken_of, stem
from tests.routing.likeness_cases import PAIRS, QUESTIONS, auc, chosen, found, table

DOCS = Path(__file__).parents[2] / "docs"

unhurried = settings(deadline=None, max_examples=50)
posts = st.lists(st.sampled_from(QUESTIONS), min_size=0, max_size=2).map(
    lambda asked: " ".join(each.text for each in asked)
)


def alike(one: str, other: str) -> float:
    return likeness(profile(one), profile(other))


@pytest.mark.parametrize(("one", "other", "score"), PAIRS)
def test_each_shared_pair_is_as_alike_as_written_whichever_stands_first(one, other, score):
    assert (alike(one, other), alike(other, one)) == pytest.approx((score, score), abs=1e-8)


def test_the_set_holds_many_questions_in_groups_and_near_misses_beside_them():
    groups = {each.group for each in QUESTIONS}
    alone = [group for group in groups if sum(each.group == group for each in QUESTIONS) == 1]

    assert (len(QUESTIONS) >= 120, len(groups) >= 60, len(alone) >= 30) == (True, True, True)
    assert {each.subject for each in QUESTIONS} == {"care", "buses", "school", "culture", "economy"}


def test_the_same_question_is_told_from_another_one():
    assert auc(chosen()) > 0.965
    assert auc(chosen(one_subject=True)) > 0.95


def test_it_holds_for_questions_that_it_was_not_made_with():
    unseen = chosen(unseen=True)

    assert auc(unseen) > 0.95
    assert found(unseen, ALIKE).precision > 0.85


def test_what_is_somewhat_alike_is_right_more_often_than_not_and_misses_little():
    got = found(chosen(), ALIKE)

    assert (got.precision > 0.58, got.recall > 0.55, got.f1 > 0.58) == (True, True, True)


def test_what_is_very_alike_is_nearly_always_right():
    assert found(chosen(), VERY_ALIKE).precision > 0.78


def test_the_document_says_what_the_measure_does():
    page = (DOCS / "likeness.md").read_text(encoding="utf-8")

    assert [row for row in table((ALIKE, VERY_ALIKE)) if row not in page.splitlines()] == []
    assert f"{len(QUESTIONS)} questions" in page


@unhurried
@given(st.text(), st.text())
def test_any_two_texts_have_a_likeness_between_none_and_all(one, other):
    assert 0.0 <= alike(one, other) <= 1.0


@unhurried
@given(posts)
def test_a_question_is_wholly_like_itself_however_it_is_shouted(text):
    score = alike(text, f"  {text.upper()} ??? ")

    assert score == pytest.approx(1.0 if spoken_of(text) else 0.0)


def test_endings_and_words_that_mean_the_same_make_no_difference():
    assert {stem(word) for word in ("buss", "bussen", "bussar", "bussarna")} == {"buss"}
    assert alike("Hur lång är kön till läkaren?", "hur långa är väntetiderna till doktorn") > VERY_ALIKE


def test_a_very_long_post_is_read_as_far_as_says_what_it_is_about():
    assert len(spoken_of(" ".join(f"ord{number}" for number in range(2000)))) == MOST_WORDS


@unhurried
@given(st.lists(st.tuples(st.integers(1, 9), st.one_of(st.none(), posts)), max_size=25), posts)
def test_an_index_that_was_changed_bit_by_bit_finds_what_comparing_one_by_one_finds(changes, sought):
    index, stands = Index(), dict[int, str]()
    for number, text in changes:
        if text is None:
            index.remove(number)
            stands.pop(number, None)
        else:
            index.put(number, text)
            stands[number] = text

    near = index.like(sought, 5, 0.3)

    expected = {number: score for number, text in stands.items() if (score := alike(sought, text)) >= 0.3}
    assert len(index) == len(stands)
    assert dict(near) == pytest.approx({number: expected[number] for number, _ in near})
    assert len(near) == min(5, len(expected))
    assert all(one[1] >= other[1] for one, other in pairwise(near))


def test_a_text_that_is_here_finds_others_and_not_itself():
    index = Index()
    for number, text in enumerate(
        ["Går bussen?", "När går bussen?", "Kommer tåget?", "Bussen, när går den?"], 1
    ):
        index.put(number, text)

    assert [number for number, _ in index.like_number(2, 9, ALIKE)] == [1, 4]
    assert [number for number, _ in index.like_number(2, 9, ALIKE, below=2)] == [1]
    assert index.like_number(2, 1, ALIKE) == [(1, 1.0)]


def test_what_is_taken_out_is_not_found_again():
    index = Index()
    index.put(1, "Går bussen till Hällarp?")
    index.remove(1)
    index.remove(1)

    assert (index.like("Går bussen till Hällarp?", 5, 0.1), 1 in index, len(index)) == ([], False, 0)


def test_the_most_alike_of_two_thousand_are_found_in_less_than_two_milliseconds():
    chance, index = Random(3), Index()
    for number in range(2000):
        index.put(number, chance.choice(QUESTIONS).text)
    taken = []
    for asked in chance.sample(QUESTIONS, 60):
        tries = []
        for _ in range(3):
            began = time.process_time()
            index.like(asked.text, 5, ALIKE)
            tries.append(time.process_time() - began)
        # What else the machine does can only make a search slower: the quickest of each is counted.
        taken.append(min(tries))

    assert sorted(taken)[len(taken) // 2] < 0.002
