"""What two wordings differ in, and that nothing struck for somebody's protection is ever shown to everybody."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.chat.differences import (
    SHOWN_TO_ALL,
    Kind,
    Piece,
    Rendition,
    between,
    for_all,
    for_own,
    without_struck,
)
from app.records.vocabulary import EditReason

AT = datetime(2026, 11, 24, 17, tzinfo=UTC)
HIDDEN = [reason for reason in EditReason if reason not in SHOWN_TO_ALL]
WORDS = ("när", "kommer", "bussen", "till", "åkarp", "i", "morgon", "?", ".", "\n")
TEXT = st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join)


def chain(*steps: tuple[str, str | None]) -> list[Rendition]:
    return [Rendition(text, AT + timedelta(minutes=turn), why) for turn, (text, why) in enumerate(steps)]


def written(pieces: tuple[Piece, ...]) -> str:
    signs = {Kind.KEPT: "{}", Kind.ADDED: "+{}+", Kind.REMOVED: "-{}-", Kind.STRUCK: "[struket]"}
    return "".join(signs[piece.kind].format(piece.text) for piece in pieces)


def test_words_are_compared_not_letters():
    found = between("När kommer bussen till Lund?", "När kommer tåget till Lund?")

    assert written(found) == "När kommer -bussen-+tåget+ till Lund?"


def test_what_was_struck_is_marked_and_what_came_instead_is_plain():
    found = without_struck("Jag heter Anna Ek och bor i Lund.", "Jag bor i Lund.")

    assert written(found) == "Jag[struket] bor i Lund."


def test_a_text_that_was_not_changed_is_in_one_piece():
    assert between("samma", "samma") == (Piece(Kind.KEPT, "samma"),)


@given(TEXT, TEXT)
def test_both_wordings_can_be_read_out_of_the_whole_difference(before: str, after: str):
    found = between(before, after)

    assert "".join(each.text for each in found if each.kind is not Kind.ADDED) == before
    assert "".join(each.text for each in found if each.kind is not Kind.REMOVED) == after


@given(TEXT, TEXT, st.integers(0, 14))
def test_what_the_public_may_read_is_the_later_wording_and_nothing_else(before: str, after: str, at: int):
    words = before.split(" ")
    secret = " ".join([*words[:at], "kanarie41733", *words[at:]])

    found = without_struck(secret, after)

    assert "".join(each.text for each in found) == after
    assert "kanarie" not in repr(found)


STEPS = st.lists(st.tuples(TEXT, st.sampled_from(list(EditReason))), min_size=1, max_size=5)


@given(STEPS, st.integers(0, 4), st.sampled_from(HIDDEN))
def test_what_stood_before_a_hidden_step_is_in_no_step_that_is_shown(steps, at, why):
    """A word stands in every wording up to one that strikes it; whatever was changed before and after for other reasons."""
    at = min(at, len(steps) - 1)
    first = ("kanarie41733 från början", None)
    with_it = [(f"{text} kanarie41733", reason) for text, reason in steps[:at]]
    struck = (steps[at][0], why)
    renditions = chain(first, *with_it, struck, *steps[at + 1 :])

    shown = for_all(renditions)

    assert "kanarie" not in repr(shown)
    assert shown[0].at == renditions[-1].made_at


def test_a_step_for_the_sake_of_language_is_shown_whole_with_those_before_it():
    shown = for_all(chain(("ett två", None), ("ett tre", "wording"), ("ett fyra", "fact")))

    assert [written(change.pieces) for change in shown] == ["ett -tre-+fyra+", "ett -två-+tre+"]
    assert all(change.whole for change in shown)


@pytest.mark.parametrize("why", HIDDEN)
def test_a_hidden_step_ends_what_is_shown(why: EditReason):
    shown = for_all(
        chain(("Anna frågar", None), ("Ann frågar", "wording"), ("frågar", why), ("undrar", "wording"))
    )

    assert [written(change.pieces) for change in shown] == ["-frågar-+undrar+", "[struket]frågar"]
    assert [change.whole for change in shown] == [True, False]


def test_whoever_wrote_it_sees_all_of_it_in_one_step():
    shown = for_own(chain(("Anna frågar", None), ("frågar", "personal_data"), ("undrar", "wording")))

    assert [written(change.pieces) for change in shown] == ["-Anna frågar-+undrar+"]
    assert for_own(chain(("Anna frågar", None))) == ()


def test_long_texts_without_end_are_not_compared_word_by_word():
    found = between("a " * 5000, "b " * 5000)

    assert [each.kind for each in found] == [Kind.REMOVED, Kind.ADDED]
