"""Who sees what of a question, field by field: what is not named here is not seen."""

from dataclasses import asdict
from typing import Any

import pytest

from app.chat import audience, spoken
from app.records.vocabulary import State
from tests.chat.views import AT, answer, published, question, sitting

WITHOUT_A_PAGE = [state for state in State if state is not State.PUBLISHED]


def all_of(seen: Any) -> str:
    return str(asdict(seen))


def test_the_public_sees_the_published_wording_the_name_and_the_published_answers() -> None:
    view = question(State.PUBLISHED, published("C"), answer("S"))

    seen = audience.public_question(view, sitting())

    assert seen is not None
    assert asdict(seen) == {
        "number": 37,
        "state": State.PUBLISHED,
        "version": 1,
        "body": "lydelse",
        "name": "Åsa",
        "lang": "sv",
        "at": AT,
        "follow_up_to": None,
        "parties": ("C",),
        "position": 3,
        "answers": ({"party": "C", "name": "Namn C", "body": "svar-C", "at": AT, "corrected_at": None},),
        "published_at": AT,
        "corrected_at": None,
        "edited": "wording",
        "askers": 3,
        "about": None,
        "missed": (),
    }


def test_a_sitting_without_names_shows_none() -> None:
    view = question(State.PUBLISHED, published("C"))
    nameless = sitting(names=False)

    public = audience.public_question(view, nameless)
    party = audience.party_question(view, nameless, "C")

    assert public is not None
    assert party is not None
    assert (public.name, party.name) == (None, None)


@pytest.mark.parametrize("state", WITHOUT_A_PAGE)
def test_the_public_sees_nothing_of_a_question_that_is_not_on_the_page(state: State) -> None:
    assert audience.public_question(question(state, published("C")), sitting()) is None


def test_a_follow_up_is_on_the_page_only_with_its_thread() -> None:
    hidden = question(State.PUBLISHED, published("C"), follow_up_to=3, root_state=State.UNPUBLISHED)
    shown = question(State.PUBLISHED, published("C"), follow_up_to=3, root_state=State.PUBLISHED)

    assert audience.public_question(hidden, sitting()) is None
    assert audience.public_question(shown, sitting()) is not None


def test_a_secrecy_mark_hides_the_question_from_parties_and_public() -> None:
    view = question(State.PUBLISHED, published("C"), provision="osl_21_1")

    assert audience.public_question(view, sitting()) is None
    assert audience.party_question(view, sitting(), "C") is None
    assert audience.desk_question(view).provision == "osl_21_1"


def test_an_unpublished_question_leaves_a_line_with_the_kind_of_reason_and_no_word() -> None:
    view = question(State.UNPUBLISHED, published("C"), reason="privacy", unpublished_at=AT)

    line = audience.withdrawal(view)

    assert line is not None
    assert asdict(line) == {
        "number": 37,
        "reason": "privacy",
        "at": AT,
        "follow_up_to": None,
        "position": 3,
    }


def test_a_party_sees_its_own_part_and_not_what_others_have_sent() -> None:
    view = question(State.ASSIGNED, answer("C"), answer("S"), reason=None)

    seen = audience.party_question(view, sitting(), "C")

    assert seen is not None
    assert [(each.party, each.body, each.published) for each in seen.answers] == [("C", "sänt-C", False)]
    assert "not-S" not in all_of(seen)
    assert "lämnat-S" not in all_of(seen)
    assert seen.note == "not-C"


def test_a_party_sees_others_answers_when_they_are_published() -> None:
    seen = audience.party_question(question(State.PUBLISHED, published("C"), published("S")), sitting(), "C")

    assert seen is not None
    assert [(each.party, each.body) for each in seen.answers] == [("C", "svar-C"), ("S", "svar-S")]


def test_a_party_does_not_see_others_answers_when_they_have_been_unpublished() -> None:
    seen = audience.party_question(
        question(State.UNPUBLISHED, published("C"), published("S")), sitting(), "C"
    )

    assert seen is not None
    assert [each.party for each in seen.answers] == ["C"]


def test_a_party_sees_nothing_of_what_it_was_never_asked() -> None:
    assert audience.party_question(question(State.PUBLISHED, published("C")), sitting(), "S") is None


def test_a_party_is_told_of_a_wish_only_where_it_is_its_own() -> None:
    view = question(State.ASSIGNED, answer("C"), answer("S"))

    own = audience.party_question(view, sitting(), "C")
    another = audience.party_question(view, sitting(), "S")

    assert own is not None
    assert another is not None
    assert (own.wish, another.wish) == ("C", None)


@pytest.mark.parametrize("state", State)
def test_the_asker_sees_the_own_words_in_every_state_and_never_the_desks(state: State) -> None:
    seen = audience.asker_question(question(state, answer("C")))

    assert (seen.body, seen.name, seen.code) == ("mottagen", "Åsa", "kod")
    for secret in ("sänt-C", "not-C", "lämnat-C", "phone", "lydelse"):
        assert secret not in all_of(seen)


@pytest.mark.parametrize(
    ("state", "shown"),
    [
        (State.DECLINED, {"reason": "tone", "words": "ord"}),
        (State.UNPUBLISHED, {"reason": "tone", "parties": ["C"]}),
        (State.REFERRED, {"words": "ord", "to": "registrar"}),
        (State.MERGED, {"into": 12}),
        (State.ASSIGNED, {"promised": "2026-12-01", "parties": ["C"]}),
        (State.ANSWERED, {"promised": "2026-12-01", "parties": ["C"]}),
        (State.RECEIVED, {}),
        (State.HELD, {}),
        (State.LAPSED, {}),
    ],
)
def test_the_asker_is_told_the_outcome_and_why_when_it_is_the_outcome(
    state: State, shown: dict[str, Any]
) -> None:
    said = spoken.question(audience.asker_question(question(state, answer("C"), into=12)))

    fates = ("reason", "words", "to", "into", "promised", "parties")
    assert {name: said[name] for name in fates if said[name]} == shown


def test_the_moderator_sees_all_but_drafts() -> None:
    seen = audience.desk_question(question(State.ANSWERED, answer("C"), wording_draft="utkast"))

    assert (seen.body, seen.shown, seen.flags) == ("mottagen", "utkast", ("phone",))
    assert [(each.body, each.published) for each in seen.answers] == [("sänt-C", False)]
